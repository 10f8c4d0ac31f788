/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The counts of one set of label values. Any thread. */
public final class Series {
  /** Time for which a slow span stays the exemplar while only faster spans come. */
  private static final long SAMPLE_STAYS_NANOS = TimeUnit.SECONDS.toNanos(10);

  /*
   * The array "cells" holds the sum of nanoseconds, the sum of bytes, the number of spans in both sums, the number of
   * carries, then one count per cell. A span costs three atomic additions on neighbouring words. A snapshot takes the
   * number of spans from the counts alone; SUMMED only tells which of the spans are in the sums already.
   *
   * A thousand spans that are always open add up to 2^63 nanoseconds in a hundred days; a few spans whose start time is in
   * the wrong unit do so at once. Therefore NANOS is kept below CARRY, and each CARRY is added to CARRIES before it is
   * subtracted from NANOS, so that a reader detects a carry during its read.
   *
   * A retired series has DEAD in its counts. A span that is added to it sees a negative count, so the caller knows that the
   * series is not read any more and counts the span in the next series of the same labels. A span that is in the counts
   * but not yet in SUMMED keeps its series alive. Hence no span and no duration is lost when a series expires, and adding
   * a span takes no lock.
   */
  private static final int NANOS = 0;

  private static final int BYTES = 1;
  private static final int SUMMED = 2;
  private static final int CARRIES = 3;
  private static final int COUNTS = 4;
  private static final long DEAD = Long.MIN_VALUE / 2;
  private static final long CARRY = 1L << 61; // 73 years

  private final Labels labels;
  private final AtomicLongArray cells;
  private final AtomicReferenceArray<@Nullable ExemplarSample> samples;
  private final long createdEpochMillis;

  Series(Labels labels, BucketCells buckets, long createdEpochNanos) {
    this.labels = labels;
    this.cells = new AtomicLongArray(COUNTS + buckets.cellCount());
    this.samples = new AtomicReferenceArray<>(buckets.slotCount());
    this.createdEpochMillis = TimeUnit.NANOSECONDS.toMillis(createdEpochNanos);
  }

  /** Counts one span; returns false if this series is retired and the caller has to use its successor. */
  boolean add(int cell, long nanos, long bytes) {
    if (cells.incrementAndGet(COUNTS + cell) < 0) {
      return false;
    }
    long sum = cells.addAndGet(NANOS, Math.min(nanos, CARRY));
    if (sum >= CARRY || sum < 0) {
      cells.incrementAndGet(CARRIES);
      cells.addAndGet(NANOS, -CARRY);
    }
    if (bytes != 0) {
      cells.addAndGet(BYTES, bytes);
    }
    cells.incrementAndGet(SUMMED);
    return true;
  }

  /** Tells whether {@link #offer} should replace the exemplar by this span: cheap, and false for most spans. */
  boolean isBetterSample(int slot, long nanos, long endEpochNanos) {
    ExemplarSample held = samples.get(slot);
    return held == null
        || nanos > held.nanos()
        || endEpochNanos - held.endEpochNanos() > SAMPLE_STAYS_NANOS;
  }

  /*
   * The slowest span stays the exemplar for a while, then any span may replace it. New maxima become rare, so in the
   * steady state almost no memory is allocated.
   */
  void offer(int slot, SpanData span, long nanos) {
    samples.set(slot, new ExemplarSample(span.getSpanContext(), nanos, span.getEndEpochNanos()));
  }

  /**
   * Retires this series, unless a span was counted after the last check.
   *
   * @param known number of spans in the sums at the last check
   * @return whether the series is retired
   */
  boolean retire(long known) {
    long[] counts = new long[cells.length() - COUNTS];
    long total = 0;
    for (int cell = 0; cell < counts.length; cell++) {
      counts[cell] = cells.getAndSet(COUNTS + cell, DEAD);
      total += counts[cell];
    }
    if (total == known) {
      return true;
    }
    for (int cell = 0; cell < counts.length; cell++) {
      cells.set(COUNTS + cell, counts[cell]); // spans added meanwhile are retried by their threads
    }
    return false;
  }

  /** Returns the number of spans that are in the counts and in the sums. */
  long spans() {
    return cells.get(SUMMED);
  }

  /** Returns a snapshot of the counts; null if the series is being retired. */
  public @Nullable SeriesSnapshot read() {
    long[] counts = new long[cells.length() - COUNTS];
    for (int cell = 0; cell < counts.length; cell++) {
      counts[cell] = cells.get(COUNTS + cell);
      if (counts[cell] < 0) {
        return null;
      }
    }
    return new SeriesSnapshot(
        labels, counts, nanos(), cells.get(BYTES), samples(), createdEpochMillis);
  }

  private double nanos() {
    while (true) { // repeats only if a carry happened during the read, once in many years of spans
      long carries = cells.get(CARRIES);
      long rest = cells.get(NANOS);
      if (rest >= 0 && rest < CARRY && carries == cells.get(CARRIES)) {
        return carries * (double) CARRY + rest;
      }
    }
  }

  private List<ExemplarSample> samples() {
    List<ExemplarSample> taken = new ArrayList<>();
    for (int slot = 0; slot < samples.length(); slot++) {
      ExemplarSample sample = samples.get(slot);
      if (sample != null) {
        taken.add(sample);
      }
    }
    return taken;
  }
}
