/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The names in the registry that metrics of the application occupy. Any thread. */
final class ForeignMetricNames {
  private static final String TAKEN =
      "the application's registry has metrics with the same names, which are shown instead. Rename one of the two, or"
          + " remove the dialect from metrics.dialects";
  private static final long READ_INTERVAL_NANOS = Duration.ofMinutes(5).toNanos();

  /*
   * In the registry of an application the bridge claims no names at registration, because a later registration of the same
   * name by the application would then fail in the application's code. The names of Micrometer's meters are read at each
   * scrape. The names of collectors that were registered with the Prometheus client are only known from the metrics that
   * they return, which costs another scrape; they are read at the first scrape and then every five minutes.
   */
  private final PrometheusMeterRegistry registry;
  private final PrometheusRegistry scraped;
  private final Clock clock;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final OmittedMetrics omitted;
  private final ThreadLocal<Boolean> isReading = ThreadLocal.withInitial(() -> false);
  private final AtomicLong nextReadNanos;

  ForeignMetricNames(
      PrometheusMeterRegistry registry,
      PrometheusRegistry scraped,
      Clock clock,
      OmittedMetrics omitted) {
    this.registry = registry;
    this.scraped = scraped;
    this.clock = clock;
    this.omitted = omitted;
    this.nextReadNanos = new AtomicLong(clock.nanoTime());
  }

  /** Tells whether this thread is reading the names of the application's metrics, so that the bridge has to return none. */
  boolean isReading() {
    return isReading.get();
  }

  /** Returns the bridge's metrics except the metrics that would occupy a name of the application's metrics. */
  List<MetricSnapshot> withoutTaken(List<MetricSnapshot> drawn) {
    Set<String> names = new HashSet<>();
    for (MetricSnapshot metric : drawn) {
      names.addAll(ExpositionNames.of(metric));
    }
    Set<String> taken = namesOfMeters();
    readShownNames(names);
    taken.addAll(shown);
    List<MetricSnapshot> kept = new ArrayList<>();
    Set<String> clashing = new TreeSet<>();
    for (MetricSnapshot metric : drawn) {
      if (Collections.disjoint(ExpositionNames.of(metric), taken)) {
        kept.add(metric);
      } else {
        clashing.add(metric.getMetadata().getPrometheusName());
      }
    }
    omitted.report(clashing, TAKEN);
    return kept;
  }

  private Set<String> namesOfMeters() {
    Set<String> names = new HashSet<>();
    NamingConvention convention = registry.config().namingConvention();
    for (Meter meter : registry.getMeters()) {
      try {
        names.addAll(ExpositionNames.of(meter.getId(), convention));
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        omitted.report(
            "the name of the meter " + meter.getId().getName(), "the naming convention failed");
      }
    }
    return names;
  }

  private void readShownNames(Set<String> drawn) {
    long now = clock.nanoTime();
    long next = nextReadNanos.get();
    if (now - next < 0 || !nextReadNanos.compareAndSet(next, now + READ_INTERVAL_NANOS)) {
      return;
    }
    isReading.set(true);
    try {
      Set<String> found = new HashSet<>();
      for (MetricSnapshot snapshot :
          scraped.scrape(family -> ExpositionNames.canOccupy(family, drawn))) {
        found.addAll(ExpositionNames.of(snapshot));
      }
      shown.retainAll(found);
      shown.addAll(found);
    } finally {
      isReading.remove();
    }
  }
}
