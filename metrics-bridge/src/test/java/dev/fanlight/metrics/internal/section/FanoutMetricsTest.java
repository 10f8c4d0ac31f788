/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.VendorStatus;
import dev.fanlight.metrics.Shown;
import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FanoutMetricsTest {

  /** What docs/prometheus/fanlight-rules.test.yml is given, and the sums that its alerts watch. */
  @Test
  void until_there_is_a_reason_a_series_without_one_says_zero() {
    Shown before = shown(Map.of(), Map.of());
    Shown after = shown(Map.of("http_400", 7L, "too_large", 2L), Map.of("queue_full", 3L));

    assertThat(before.all("fanlight_spans_total", "outcome", "rejected"))
        .containsExactly(new Shown.Line(
            "fanlight_spans_total", Map.of("outcome", "rejected", "vendor", "acme"), 0));
    assertThat(before.all("fanlight_refused_spans_total"))
        .containsExactly(new Shown.Line("fanlight_refused_spans_total", Map.of(), 0));
    assertThat(after.all("fanlight_spans_total", "outcome", "rejected"))
        .extracting(line -> line.labels().get("reason") + "=" + line.value())
        .containsExactlyInAnyOrder("http_400=7.0", "too_large=2.0");
    assertThat(after.all("fanlight_refused_spans_total"))
        .extracting(line -> line.labels().get("reason") + "=" + line.value())
        .containsExactly("queue_full=3.0");
  }

  @Test
  void filtered_spans_are_counted_by_rule() {
    Shown shown = shown(Map.of("sample", 3L, "drop", 2L), Map.of(), Map.of());

    assertThat(shown.all("fanlight_spans_total", "outcome", "filtered"))
        .extracting(line -> line.labels().get("reason") + "=" + line.value())
        .containsExactlyInAnyOrder("sample=3.0", "drop=2.0");
  }

  /** What a loss shows before it happens. */
  @Test
  void the_backlog_of_a_vendor_its_limit_and_the_rate_that_it_takes_are_shown() {
    Shown shown = shown(Map.of(), Map.of());

    assertThat(shown.all("fanlight_buffered_bytes")).containsExactly(acme("buffered_bytes", 3e6));
    assertThat(shown.all("fanlight_buffer_limit_bytes"))
        .containsExactly(acme("buffer_limit_bytes", 4e6));
    assertThat(shown.all("fanlight_oldest_span_age_seconds"))
        .containsExactly(acme("oldest_span_age_seconds", 42.5));
    assertThat(shown.all("fanlight_received_spans_per_second"))
        .containsExactly(acme("received_spans_per_second", 600));
    assertThat(shown.all("fanlight_taken_spans_per_second"))
        .containsExactly(acme("taken_spans_per_second", 450.5));
    assertThat(shown.all("fanlight_window_requests")).containsExactly(acme("window_requests", 2));
    assertThat(shown.all("fanlight_attempt_seconds_total"))
        .containsExactly(acme("attempt_seconds_total", 90.25));
    assertThat(shown.all("fanlight_vendor_state", "state", "slow"))
        .containsExactly(
            new Shown.Line("fanlight_vendor_state", Map.of("vendor", "acme", "state", "slow"), 0));
  }

  private static Shown.Line acme(String name, double value) {
    return new Shown.Line("fanlight_" + name, Map.of("vendor", "acme"), value);
  }

  private static Shown shown(Map<String, Long> rejected, Map<String, Long> refused) {
    return shown(Map.of(), rejected, refused);
  }

  private static Shown shown(
      Map<String, Long> filtered, Map<String, Long> rejected, Map<String, Long> refused) {
    long all = Stream.of(filtered, rejected)
        .flatMap(counts -> counts.values().stream())
        .mapToLong(Long::longValue)
        .sum();
    var account = new LedgerSnapshot(
        "acme", LedgerSnapshot.State.UP, all, 0, 0, filtered, rejected, Map.of(), 1);
    var metrics =
        new FanoutMetrics(new FixedContext(account, new QueueSnapshot(0, refused, 0, 10, 0)));
    var registry = new PrometheusRegistry();
    registry.register((MultiCollector) () -> new MetricSnapshots(metrics.get()));
    return Shown.by(registry);
  }

  /** A fan-out in which nothing changes. */
  private record FixedContext(LedgerSnapshot ledgerSnapshot, QueueSnapshot queueSnapshot)
      implements SectionContext {
    @Override
    public List<LedgerSnapshot> ledgerSnapshots() {
      return List.of(ledgerSnapshot);
    }

    @Override
    public List<VendorStatus> vendorStatuses() {
      return List.of(new VendorStatus(
          "acme",
          600,
          450.5,
          3_000_000,
          4_000_000,
          Duration.ofMillis(42_500),
          2,
          Duration.ofMillis(90_250)));
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
    public Map<String, String> traceLinks(SpanContext trace) {
      return Map.of();
    }
  }
}
