/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.Reading;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Everything the bridge shows at a scrape. Any thread; several scrapes at once. */
public final class BridgeCollector implements MultiCollector {
  private static final Logger logger = Logger.getLogger(BridgeCollector.class.getName());

  private final NamesElsewhere elsewhere;
  private final List<Family> families;
  private final List<Supplier<List<MetricSnapshot>>> others;

  /**
   * A collector.
   *
   * @param registry that it will be registered with
   * @param clock for looking again who else is there
   * @param families drawn from spans
   * @param others drawn from elsewhere
   */
  public BridgeCollector(
      PrometheusMeterRegistry registry,
      Clock clock,
      List<Family> families,
      List<Supplier<List<MetricSnapshot>>> others) {
    this.elsewhere = new NamesElsewhere(registry, clock);
    this.families = List.copyOf(families);
    this.others = List.copyOf(others);
  }

  @Override
  public MetricSnapshots collect() {
    return collect(name -> true);
  }

  /** A failure of ours leaves us out, and the application's metrics as they are. */
  @Override
  public MetricSnapshots collect(Predicate<String> includedNames) {
    if (elsewhere.isLooking()) {
      return MetricSnapshots.of();
    }
    try {
      return draw(includedNames);
    } catch (RuntimeException | LinkageError e) {
      logger.log(Level.WARNING, "Span metrics are missing from a scrape.", e);
      return MetricSnapshots.of();
    }
  }

  private MetricSnapshots draw(Predicate<String> includedNames) {
    Map<String, MetricSnapshot> drawn = new LinkedHashMap<>();
    Map<SpanMeasure, List<Reading>> readings = new HashMap<>();
    for (Family family : families) {
      if (includedNames.test(family.name()) && !drawn.containsKey(family.name())) {
        drawn.put(
            family.name(),
            family.draw(readings.computeIfAbsent(family.measure(), SpanMeasure::readings)));
      }
    }
    for (Supplier<List<MetricSnapshot>> other : others) {
      for (MetricSnapshot snapshot : other.get()) {
        String name = snapshot.getMetadata().getPrometheusName();
        if (includedNames.test(name)) {
          drawn.putIfAbsent(name, snapshot);
        }
      }
    }
    elsewhere.taken(drawn.keySet()).forEach(drawn::remove);
    return new MetricSnapshots(drawn.values());
  }
}
