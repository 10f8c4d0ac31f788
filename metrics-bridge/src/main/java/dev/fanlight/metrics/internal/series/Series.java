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

/** What was counted under one set of label values. Any thread. */
public final class Series {
  /** How long a slow span keeps its place as exemplar against faster ones. */
  private static final long SAMPLE_STAYS_NANOS = TimeUnit.SECONDS.toNanos(10);

  /*
   * Cells: the sum of nanoseconds, the sum of bytes, the spans that are in both, the carries, then one count per cell of
   * the layout. A span costs three atomic additions on neighbouring words. What is drawn comes from the
   * counts alone; SUMMED only says when the sums have caught up with them.
   *
   * A thousand spans that are always open make 2^63 nanoseconds in a hundred days, and a start time in the wrong unit does so
   * with a few spans. So NANOS holds less than CARRY, and each CARRY is counted in CARRIES: first counted, then taken
   * away, so that a reader sees that it came between.
   *
   * A series that is retired has DEAD in its counts. A span that meets it sees a negative number
   * after its own addition, knows that nobody will read it, and is counted in the next series of the same
   * labels. A span that is counted and not yet summed up keeps its series alive. So neither a span nor its
   * duration is lost at the moment a series expires, without a lock on the way.
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

  Series(Labels labels, BucketCells layout, long createdEpochNanos) {
    this.labels = labels;
    this.cells = new AtomicLongArray(COUNTS + layout.cellCount());
    this.samples = new AtomicReferenceArray<>(layout.slotCount());
    this.createdEpochMillis = TimeUnit.NANOSECONDS.toMillis(createdEpochNanos);
  }

  /** Counts one span; false if this series is retired and the span belongs into its successor. */
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

  /** Whether {@link #offer} would take this span's place in an exemplar: cheap, and false mostly. */
  boolean wants(int slot, long nanos, long endEpochNanos) {
    ExemplarSample held = samples.get(slot);
    return held == null
        || nanos > held.nanos()
        || endEpochNanos - held.endEpochNanos() > SAMPLE_STAYS_NANOS;
  }

  /*
   * The slowest span stays for a while, then makes room. A record is broken ever more rarely, so in
   * the steady state next to nothing is allocated.
   */
  void offer(int slot, SpanData span, long nanos) {
    samples.set(slot, new ExemplarSample(span.getSpanContext(), nanos, span.getEndEpochNanos()));
  }

  /**
   * Ends this series, unless a span was counted since.
   *
   * @param known spans that were summed up at the last look
   * @return whether it is retired
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
      cells.set(COUNTS + cell, counts[cell]); // spans that came meanwhile are waiting to try again
    }
    return false;
  }

  /** Spans counted and summed up. */
  long spans() {
    return cells.get(SUMMED);
  }

  /** Everything counted, as it is now; null if the series is being retired. */
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
    while (true) { // again only if a carry came between, which is once in many years of spans
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
