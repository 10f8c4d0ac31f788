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

/** The bridge's account of itself. */
public final class BudgetMetrics implements Supplier<List<MetricSnapshot>> {
  private final SeriesBudget budget;
  private final LongSupplier failures;

  /**
   * An account.
   *
   * @param budget of the series
   * @param failures spans that could not be counted
   */
  public BudgetMetrics(SeriesBudget budget, LongSupplier failures) {
    this.budget = budget;
    this.failures = failures;
  }

  @Override
  public List<MetricSnapshot> get() {
    return List.of(
        SnapshotFactory.gauge(
            "fanlight_metrics_series", "Label sets there are, all metrics.", budget.used()),
        SnapshotFactory.gauge(
            "fanlight_metrics_series_limit", "Label sets there may be.", budget.limit()),
        SnapshotFactory.counter(
            "fanlight_metrics_series_expired",
            "Label sets that ended because no span fell into them.",
            List.of(SnapshotFactory.count(budget.expired(), Labels.EMPTY))),
        SnapshotFactory.counter(
            "fanlight_metrics_overflow_spans",
            "Spans counted under the overflow value of a label.",
            folds()),
        SnapshotFactory.counter(
            "fanlight_metrics_failed_spans",
            "Spans that could not be counted because of an error in the bridge.",
            List.of(SnapshotFactory.count(failures.getAsLong(), Labels.EMPTY))));
  }

  /** Zero from the start: so the sum over the labels is there before the first, and its increase seen. */
  private List<CounterDataPointSnapshot> folds() {
    Map<String, Long> folded = budget.foldedByLabel();
    return folded.isEmpty()
        ? List.of(SnapshotFactory.count(0, Labels.EMPTY))
        : folded.entrySet().stream()
            .map(e -> SnapshotFactory.count(e.getValue(), Labels.of("label", e.getKey())))
            .toList();
  }
}
