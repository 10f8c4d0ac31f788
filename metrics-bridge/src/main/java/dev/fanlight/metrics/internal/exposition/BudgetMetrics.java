/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.SeriesBudget;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The bridge's metrics of its own series and failures. */
public final class BudgetMetrics implements Supplier<List<MetricSnapshot>> {
  private final SeriesBudget budget;
  private final LongSupplier failures;
  private final LongSupplier failedCollections;

  /**
   * Creates the source of these metrics.
   *
   * @param budget budget of the series
   * @param failures number of spans that could not be counted
   * @param failedCollections how often a collector of the application failed at a scrape
   */
  public BudgetMetrics(SeriesBudget budget, LongSupplier failures, LongSupplier failedCollections) {
    this.budget = budget;
    this.failures = failures;
    this.failedCollections = failedCollections;
  }

  @Override
  public List<MetricSnapshot> get() {
    return List.of(
        SnapshotFactory.gauge(
            "fanlight_metrics_series",
            "Current number of series (label sets), all metrics together.",
            budget.used()),
        SnapshotFactory.gauge(
            "fanlight_metrics_series_limit",
            "Maximum number of series (metrics.max_series).",
            budget.limit()),
        SnapshotFactory.counter(
            "fanlight_metrics_series_expired",
            "Series removed because they were idle (metrics.idle_expiry).",
            List.of(SnapshotFactory.count(budget.expired(), Labels.EMPTY))),
        SnapshotFactory.counter(
            "fanlight_metrics_overflow_spans",
            "Spans counted under the overflow value of a label, by label.",
            folds()),
        SnapshotFactory.counter(
            "fanlight_metrics_failed_spans",
            "Spans that were not counted because of an error in the bridge.",
            List.of(SnapshotFactory.count(failures.getAsLong(), Labels.EMPTY))),
        SnapshotFactory.counter(
            "fanlight_metrics_failed_collections",
            "Failures of the application's collectors at a scrape; each omitted the collector's metrics.",
            List.of(SnapshotFactory.count(failedCollections.getAsLong(), Labels.EMPTY))));
  }

  /** Returns the counts by label; at first one zero, so that the increase to the first count is visible. */
  private List<CounterDataPointSnapshot> folds() {
    Map<String, Long> folded = budget.foldedByLabel();
    return folded.isEmpty()
        ? List.of(SnapshotFactory.count(0, Labels.EMPTY))
        : folded.entrySet().stream()
            .map(e -> SnapshotFactory.count(e.getValue(), Labels.of("label", e.getKey())))
            .toList();
  }
}
