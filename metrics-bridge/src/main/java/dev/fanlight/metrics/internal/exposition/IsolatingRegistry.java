/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A view of a registry for scrapes: a collector that fails costs its own metrics, and all others are shown. Only the scrapes
 * lead to the other registry; nothing is registered here. Any thread.
 */
public final class IsolatingRegistry extends PrometheusRegistry {
  /*
   * A scrape of the Prometheus client ends at the first collector that throws, and at two collectors that return one name
   * with different types. The client has no method that returns the registered collectors, so they are read from its two
   * private fields. If a version of the client has no such fields, the registry itself is scraped, which fails as a whole.
   */
  private final PrometheusRegistry registry;
  private final OmittedMetrics omitted;
  private final @Nullable Collection<Collector> collectors;
  private final @Nullable Collection<MultiCollector> multiCollectors;
  private final LongAdder failures = new LongAdder();

  /**
   * Creates a view.
   *
   * @param registry registry with the collectors
   * @param omitted reports each collector that failed
   */
  @SuppressWarnings("unchecked") // the types of the fields
  public IsolatingRegistry(PrometheusRegistry registry, OmittedMetrics omitted) {
    this.registry = registry;
    this.omitted = omitted;
    this.collectors = (Collection<Collector>) read(registry, "collectors");
    this.multiCollectors = (Collection<MultiCollector>) read(registry, "multiCollectors");
  }

  private static @Nullable Collection<?> read(PrometheusRegistry registry, String name) {
    try {
      Field field = PrometheusRegistry.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(registry) instanceof Collection<?> collection ? collection : null;
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      return null; // another version of the client, or a native image
    }
  }

  /** Returns how often a collector failed at a scrape. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public MetricSnapshots scrape() {
    return scrape(null, null);
  }

  @Override
  public MetricSnapshots scrape(@Nullable PrometheusScrapeRequest request) {
    return scrape(null, request);
  }

  @Override
  public MetricSnapshots scrape(@Nullable Predicate<String> includedNames) {
    return scrape(includedNames, null);
  }

  @Override
  public MetricSnapshots scrape(
      @Nullable Predicate<String> includedNames, @Nullable PrometheusScrapeRequest request) {
    if (collectors == null || multiCollectors == null) {
      return registry.scrape(includedNames, request);
    }
    Map<String, List<MetricSnapshot>> byName = new LinkedHashMap<>();
    for (Collector collector : collectors) {
      try {
        MetricSnapshot metric = collect(collector, includedNames, request);
        if (metric != null) {
          add(byName, metric);
        }
      } catch (Throwable e) { // thrown by code of the application, or by a missing class
        failed(collector, e);
      }
    }
    for (MultiCollector collector : multiCollectors) {
      try {
        collect(collector, includedNames, request).forEach(metric -> add(byName, metric));
      } catch (Throwable e) { // as above
        failed(collector, e);
      }
    }
    return withoutClashes(byName);
  }

  private static @Nullable MetricSnapshot collect(
      Collector collector,
      @Nullable Predicate<String> includedNames,
      @Nullable PrometheusScrapeRequest request) {
    if (includedNames == null) {
      return request == null ? collector.collect() : collector.collect(request);
    }
    return request == null
        ? collector.collect(includedNames)
        : collector.collect(includedNames, request);
  }

  private static MetricSnapshots collect(
      MultiCollector collector,
      @Nullable Predicate<String> includedNames,
      @Nullable PrometheusScrapeRequest request) {
    if (includedNames == null) {
      return request == null ? collector.collect() : collector.collect(request);
    }
    return request == null
        ? collector.collect(includedNames)
        : collector.collect(includedNames, request);
  }

  private static void add(Map<String, List<MetricSnapshot>> byName, MetricSnapshot metric) {
    byName
        .computeIfAbsent(metric.getMetadata().getPrometheusName(), name -> new ArrayList<>(1))
        .add(metric);
  }

  private void failed(Object collector, Throwable failure) {
    failures.increment();
    omitted.reportCollector(collector, failure);
  }

  /** Returns the metrics; of a name whose metrics the client refuses to show together, the first one. */
  private MetricSnapshots withoutClashes(Map<String, List<MetricSnapshot>> byName) {
    List<MetricSnapshot> shown = new ArrayList<>();
    byName.forEach((name, metrics) -> {
      if (metrics.size() == 1 || canBeShownTogether(metrics)) {
        shown.addAll(metrics);
      } else {
        shown.add(Objects.requireNonNull(metrics.get(0)));
        omitted.report(
            name,
            "several collectors have a metric of this name, and one is shown; rename the others");
      }
    });
    return new MetricSnapshots(shown);
  }

  private static boolean canBeShownTogether(List<MetricSnapshot> metrics) {
    try {
      return new MetricSnapshots(metrics).size() == metrics.size();
    } catch (IllegalArgumentException clash) {
      return false;
    }
  }
}
