/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.common.Clock;
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

/** The names of ours that somebody else's metrics in the same registry have. Any thread. */
final class ForeignMetricNames {
  private static final String TAKEN =
      "the registry has metrics of the same names, which stay as they are. Rename one of the two, or leave the"
          + " dialect out of metrics.dialects";
  private static final long LOOK_NANOS = Duration.ofMinutes(5).toNanos();

  /*
   * In an application's own registry we are guests. We claim no names at registration, for then the application would
   * fail, in its own code, when it comes second. Micrometer's meters are asked for their names at each scrape. Collectors
   * that were registered with the Prometheus client itself can only be known by what they show; to ask them all costs
   * another scrape, so that is done at the first one and then every five minutes.
   */
  private final PrometheusMeterRegistry registry;
  private final Clock clock;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final OmittedMetrics omitted;
  private final ThreadLocal<Boolean> isLooking = ThreadLocal.withInitial(() -> false);
  private final AtomicLong nextLookNanos;

  ForeignMetricNames(PrometheusMeterRegistry registry, Clock clock, OmittedMetrics omitted) {
    this.registry = registry;
    this.clock = clock;
    this.omitted = omitted;
    this.nextLookNanos = new AtomicLong(clock.nanoTime());
  }

  /** Whether this thread is only looking who else is there, and wants nothing of us. */
  boolean isLooking() {
    return isLooking.get();
  }

  /** Returns our metrics without those that would occupy a name of another metric of the registry. */
  List<MetricSnapshot> withoutTaken(List<MetricSnapshot> ours) {
    Set<String> names = new HashSet<>();
    for (MetricSnapshot metric : ours) {
      names.addAll(ExpositionNames.of(metric));
    }
    Set<String> taken = namesOfMeters();
    look(names);
    taken.addAll(shown);
    List<MetricSnapshot> left = new ArrayList<>();
    Set<String> without = new TreeSet<>();
    for (MetricSnapshot metric : ours) {
      if (Collections.disjoint(ExpositionNames.of(metric), taken)) {
        left.add(metric);
      } else {
        without.add(metric.getMetadata().getPrometheusName());
      }
    }
    omitted.report(without, TAKEN);
    return left;
  }

  private Set<String> namesOfMeters() {
    Set<String> names = new HashSet<>();
    NamingConvention convention = registry.config().namingConvention();
    for (Meter meter : registry.getMeters()) {
      try {
        names.addAll(ExpositionNames.of(meter.getId(), convention));
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        omitted.report("a look at " + meter.getId().getName(), "the naming convention failed");
      }
    }
    return names;
  }

  private void look(Set<String> ours) {
    long now = clock.nanoTime();
    long next = nextLookNanos.get();
    if (now - next < 0 || !nextLookNanos.compareAndSet(next, now + LOOK_NANOS)) {
      return;
    }
    isLooking.set(true);
    try {
      Set<String> found = new HashSet<>();
      for (MetricSnapshot snapshot : registry
          .getPrometheusRegistry()
          .scrape(family -> ExpositionNames.canOccupy(family, ours))) {
        found.addAll(ExpositionNames.of(snapshot));
      }
      shown.retainAll(found);
      shown.addAll(found);
    } finally {
      isLooking.remove();
    }
  }
}
