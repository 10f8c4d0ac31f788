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

/** Counts spans and their durations by dimensions. Any thread. */
public final class SpanMeasure {
  private final List<Dimension> dimensions;
  private final BucketCells layout;
  private final SeriesTable table;
  private final Predicate<SpanContext> exemplars;

  /**
   * Measures spans.
   *
   * @param dimensions the labels; at most 64
   * @param layout of the durations
   * @param budget shared by all metrics
   * @param exemplars which sampled spans may stand for others
   */
  public SpanMeasure(
      List<Dimension> dimensions,
      BucketCells layout,
      SeriesBudget budget,
      Predicate<SpanContext> exemplars) {
    this.dimensions = List.copyOf(dimensions);
    this.layout = layout;
    this.table = new SeriesTable(dimensions, layout, budget);
    this.exemplars = exemplars;
  }

  /**
   * Counts one finished span, or one event of it.
   *
   * @param span has ended
   * @param event attributes of the event to count; empty for the span itself
   * @param nanos its duration, at least 0
   * @param bytes its size, or 0
   */
  public void record(SpanData span, Attributes event, long nanos, long bytes) {
    int cell = layout.cellOf(nanos);
    Series series = table.count(span, event, cell, nanos, bytes);
    SpanContext context = span.getSpanContext();
    if (series != null && context.isSampled()) {
      int slot = layout.slotOf(cell);
      if (series.wants(slot, nanos, span.getEndEpochNanos()) && mayBeExemplar(context)) {
        series.offer(slot, span, nanos);
      }
    }
  }

  /** The predicate is the application's: an error of it costs the exemplar, and the span counts in all metrics. */
  private boolean mayBeExemplar(SpanContext context) {
    try {
      return exemplars.test(context);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return false;
    }
  }

  /** The labels. */
  public List<Dimension> dimensions() {
    return dimensions;
  }

  /** Where durations are counted. */
  public BucketCells layout() {
    return layout;
  }

  /** Every series as it is now, in no order. */
  public List<SeriesSnapshot> readings() {
    return table.readings();
  }
}
