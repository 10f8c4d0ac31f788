/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.SeriesSnapshot;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import dev.fanlight.metrics.internal.text.WarningLimiter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Logger;

/** The collector of all metrics that the bridge shows at a scrape. Any thread; scrapes may be concurrent. */
public final class BridgeCollector implements MultiCollector {
  private static final Logger logger = Logger.getLogger(BridgeCollector.class.getName());

  /*
   * An error omits one metric, or all metrics of one source if the source fails as a whole; it never fails the scrape.
   * If two metrics would occupy one name (ExpositionNames), the first in this order is shown: metrics that the application
   * registered, families drawn from spans, the other sources in the order of their list.
   */
  private final ForeignMetricNames foreignNames;
  private final List<MetricFamily> families;
  private final List<Supplier<List<MetricSnapshot>>> others;
  private final OmittedMetrics omitted;
  private final WarningLimiter warnings;

  /**
   * Creates a collector; the caller registers it.
   *
   * @param registry registry in which the collector will be registered
   * @param scraped view of this registry, for the names of other metrics
   * @param clock clock for the interval at which the names of other metrics are read
   * @param families families drawn from spans
   * @param others additional sources of metrics; if names clash, the earlier source wins
   * @param omitted reports each omitted metric
   */
  public BridgeCollector(
      PrometheusMeterRegistry registry,
      IsolatingRegistry scraped,
      Clock clock,
      List<MetricFamily> families,
      List<Supplier<List<MetricSnapshot>>> others,
      OmittedMetrics omitted) {
    this.foreignNames = new ForeignMetricNames(registry, scraped, clock, omitted);
    this.families = List.copyOf(families);
    this.others = List.copyOf(others);
    this.omitted = omitted;
    this.warnings = new WarningLimiter(logger, clock);
  }

  @Override
  public MetricSnapshots collect() {
    return collect(name -> true);
  }

  /** Returns the metrics; if the bridge fails as a whole, none, so that the application's metrics are still shown. */
  @Override
  public MetricSnapshots collect(Predicate<String> includedNames) {
    if (foreignNames.isReading()) {
      return MetricSnapshots.of();
    }
    try {
      List<MetricSnapshot> shown = withoutClashes(foreignNames.withoutTaken(draw()));
      shown.removeIf(metric -> !includedNames.test(metric.getMetadata().getPrometheusName()));
      return new MetricSnapshots(shown);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      warnings.warn("A scrape has no span metrics, because the bridge failed", e);
      return MetricSnapshots.of();
    }
  }

  private List<MetricSnapshot> draw() {
    List<MetricSnapshot> drawn = new ArrayList<>();
    Map<SpanMeasure, List<SeriesSnapshot>> readings = new HashMap<>();
    Set<String> familyNames = new HashSet<>();
    for (MetricFamily family : families) {
      if (!familyNames.add(family.name())) {
        continue; // two dialects share this family
      }
      draw(
          family.name(),
          drawn,
          () -> List.of(
              family.draw(readings.computeIfAbsent(family.measure(), SpanMeasure::readings))));
    }
    for (Supplier<List<MetricSnapshot>> other : others) {
      draw("the metrics of " + other.getClass().getName(), drawn, other);
    }
    return drawn;
  }

  private void draw(
      String name, List<MetricSnapshot> drawn, Supplier<? extends List<MetricSnapshot>> source) {
    try {
      for (MetricSnapshot metric : source.get()) {
        drawn.add(Objects.requireNonNull(metric, "a metric"));
      }
    } catch (Throwable e) { // thrown by a gauge of the application, or by a missing class
      omitted.reportFailure(name, e);
    }
  }

  private List<MetricSnapshot> withoutClashes(List<MetricSnapshot> drawn) {
    Map<String, String> metricByName = new HashMap<>();
    List<MetricSnapshot> shown = new ArrayList<>();
    for (MetricSnapshot metric : drawn) {
      String name = metric.getMetadata().getPrometheusName();
      Set<String> names = ExpositionNames.of(metric);
      String other = names.stream()
          .map(metricByName::get)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
      if (other == null) {
        names.forEach(occupied -> metricByName.put(occupied, name));
        shown.add(metric);
      } else {
        omitted.report(
            name,
            "its samples would have the same names as the metric " + other
                + "; rename one of them");
      }
    }
    return shown;
  }
}
