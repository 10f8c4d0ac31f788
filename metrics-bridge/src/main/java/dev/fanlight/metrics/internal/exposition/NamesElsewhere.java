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
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The names of ours that somebody else's metrics in the same registry have. Any thread. */
final class NamesElsewhere {
  private static final Logger logger = Logger.getLogger(NamesElsewhere.class.getName());
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
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Boolean> isLooking = ThreadLocal.withInitial(() -> false);
  private final AtomicLong nextLookNanos;

  NamesElsewhere(PrometheusMeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    this.nextLookNanos = new AtomicLong(clock.nanoTime());
  }

  /** Whether this thread is only looking who else is there, and wants nothing of us. */
  boolean isLooking() {
    return isLooking.get();
  }

  /** Those of our names that are taken; tells of each once. */
  Set<String> taken(Set<String> ours) {
    Set<String> taken = new HashSet<>();
    NamingConvention convention = registry.config().namingConvention();
    for (Meter meter : registry.getMeters()) {
      String name = name(meter.getId(), convention);
      if (ours.contains(name)) {
        taken.add(name);
      }
    }
    look(ours);
    taken.addAll(shown);
    taken.retainAll(ours);
    tell(taken);
    return taken;
  }

  private static String name(Meter.Id id, NamingConvention convention) {
    @Nullable String unit = id.getBaseUnit();
    String name = convention.name(id.getName(), id.getType(), unit);
    return name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
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
      for (MetricSnapshot snapshot : registry.getPrometheusRegistry().scrape(ours::contains)) {
        found.add(snapshot.getMetadata().getPrometheusName());
      }
      shown.retainAll(found);
      shown.addAll(found);
    } finally {
      isLooking.remove();
    }
  }

  private void tell(Set<String> taken) {
    Set<String> news = new HashSet<>(taken);
    news.removeIf(name -> !told.add(name));
    if (!news.isEmpty()) {
      logger.warning("The registry has metrics of these names already, which stay as they are: "
          + news
          + ". Leave their dialect out of metrics.dialects to be rid of this message.");
    }
  }
}
