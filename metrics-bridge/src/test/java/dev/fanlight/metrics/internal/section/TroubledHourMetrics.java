/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import dev.fanlight.exporters.internal.simulation.TroubledHour.Sample;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.VendorStatus;
import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The metrics of a simulated instance, as a scrape would show them. */
public final class TroubledHourMetrics {

  private TroubledHourMetrics() {}

  /** Returns the samples in the text format. */
  public static String text(Sample sample) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(out, new MetricSnapshots(new FanoutMetrics(new Context(sample)).get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private record Context(Sample sample) implements SectionContext {

    @Override
    public List<LedgerSnapshot> ledgerSnapshots() {
      return sample.ledgers();
    }

    @Override
    public List<VendorStatus> vendorStatuses() {
      return sample.statuses();
    }

    @Override
    public QueueSnapshot queueSnapshot() {
      return sample.queue();
    }

    @Override
    public Reloads reloads() {
      return new Reloads(0, 0, 0, false);
    }

    @Override
    public double highestSamplingRate() {
      return 1;
    }

    @Override
    public Map<String, String> traceLinks(SpanContext span) {
      return Map.of();
    }
  }
}
