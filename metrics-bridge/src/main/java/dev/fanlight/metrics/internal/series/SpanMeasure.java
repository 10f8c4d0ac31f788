/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.function.Predicate;

/** A measurement of spans: counts spans and their durations by dimensions. Any thread. */
public final class SpanMeasure {
  private final List<Dimension> dimensions;
  private final BucketCells cells;
  private final SeriesTable table;
  private final Predicate<SpanContext> exemplars;

  /**
   * Creates a measure without series.
   *
   * @param dimensions the labels; at most 64
   * @param cells cells in which durations are counted
   * @param budget limits of the series, shared by all metrics
   * @param exemplars accepts the sampled spans that may be exemplars
   */
  public SpanMeasure(
      List<Dimension> dimensions,
      BucketCells cells,
      SeriesBudget budget,
      Predicate<SpanContext> exemplars) {
    this.dimensions = List.copyOf(dimensions);
    this.cells = cells;
    this.table = new SeriesTable(dimensions, cells, budget);
    this.exemplars = exemplars;
  }

  /**
   * Counts one finished span, or one event of it.
   *
   * @param span an ended span
   * @param event attributes of the event to count; empty for the span itself
   * @param nanos duration, at least 0
   * @param bytes size, or 0
   */
  public void record(SpanData span, Attributes event, long nanos, long bytes) {
    int cell = cells.cellOf(nanos);
    Series series = table.count(span, event, cell, nanos, bytes);
    SpanContext context = span.getSpanContext();
    if (series != null && context.isSampled()) {
      int slot = cells.slotOf(cell);
      if (series.isBetterSample(slot, nanos, span.getEndEpochNanos()) && mayBeExemplar(context)) {
        series.offer(slot, span, nanos);
      }
    }
  }

  /** Asks the application's predicate. If the predicate fails, the span is counted but is not an exemplar. */
  private boolean mayBeExemplar(SpanContext context) {
    try {
      return exemplars.test(context);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return false;
    }
  }

  /** Returns the labels. */
  public List<Dimension> dimensions() {
    return dimensions;
  }

  /** Returns the cells in which durations are counted. */
  public BucketCells cells() {
    return cells;
  }

  /** Returns a snapshot of every series, in no order. */
  public List<SeriesSnapshot> readings() {
    return table.readings();
  }
}
