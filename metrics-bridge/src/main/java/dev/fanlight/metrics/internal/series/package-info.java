/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Counts ended spans in a bounded number of exact series. Internal, without compatibility promises.
 *
 * <p><b>Structure.</b> A {@code SpanMeasure} has a list of dimensions (labels) and one {@code SeriesTable}. The table finds
 * the {@code Series} of a span by the raw values of its dimensions in a {@code SeriesIndex}; a span with new values goes
 * through the slow path, which converts values to label texts and creates the series. A {@code Series} counts durations in
 * {@code BucketCells}, from which every classic and native histogram of the measure is summed. A scrape reads a {@code
 * SeriesSnapshot} of each series.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Each recorded span is in exactly one series of the measure, also if series expire at the same moment.
 *   <li>Counts never decrease while a series lives. A series that was removed starts at zero again, with a new creation
 *       timestamp.
 *   <li>All measures together have at most {@code max_series} series, and in addition one series for each combination of
 *       closed labels, which have few values by nature.
 *   <li>A label value has at most 256 characters, is redacted, and can be encoded as UTF-8.
 * </ul>
 *
 * <p><b>Limits.</b> {@code CardinalityReducer} folds label values into {@code __cardinality_overflow__}, first of the label
 * that has its maximum number of values, then of the label with the most values, at last of all open labels. {@code
 * SeriesBudget} counts series and folds, and logs the cause with its cure.
 *
 * <p><b>Threads.</b> Spans are recorded on application threads. The fast path takes no lock and allocates no memory. The slow
 * path takes one lock per measure. Idle series are retired by the thread that reads them or that needs space.
 */
@NullMarked
package dev.fanlight.metrics.internal.series;

import org.jspecify.annotations.NullMarked;
