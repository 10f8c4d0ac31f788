/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/**
 * How many series there may be, over all metrics together, and the account of what that cost. Any
 * thread.
 */
public final class SeriesBudget {
  private static final Logger logger = Logger.getLogger(SeriesBudget.class.getName());
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final int limit;
  private final int valuesPerLabel;
  private final Duration idleExpiry;
  private final Clock clock;
  private final AtomicInteger used = new AtomicInteger();
  private final LongAdder expired = new LongAdder();
  private final Map<String, Folds> foldsByLabel = new ConcurrentHashMap<>();

  /**
   * A budget.
   *
   * @param limit most series in all
   * @param valuesPerLabel most values of one label of one metric
   * @param idleExpiry how long a series stays that no span falls into
   * @param clock for expiry
   */
  public SeriesBudget(int limit, int valuesPerLabel, Duration idleExpiry, Clock clock) {
    this.limit = limit;
    this.valuesPerLabel = valuesPerLabel;
    this.idleExpiry = idleExpiry;
    this.clock = clock;
  }

  /** Most series in all. */
  public int limit() {
    return limit;
  }

  /** Series there are. */
  public int used() {
    return used.get();
  }

  /** Series that ended because no span fell into them. */
  public long expired() {
    return expired.sum();
  }

  /** Spans per label whose value was folded into the overflow value. */
  public Map<String, Long> foldedByLabel() {
    Map<String, Long> folded = new ConcurrentHashMap<>();
    foldsByLabel.forEach((label, folds) -> folded.put(label, folds.spans.sum()));
    return folded;
  }

  int valuesPerLabel() {
    return valuesPerLabel;
  }

  long idleNanos() {
    return idleExpiry.toNanos();
  }

  long epochNanos() {
    return clock.now();
  }

  long nowNanos() {
    return clock.nanoTime();
  }

  /** Whether so much is used that new series should be coarser. */
  boolean isTight() {
    return used.get() >= limit - limit / 4;
  }

  boolean isFull() {
    return used.get() >= limit;
  }

  boolean take() {
    int before;
    do {
      before = used.get();
      if (before >= limit) {
        return false;
      }
    } while (!used.compareAndSet(before, before + 1));
    return true;
  }

  /** Takes one above the limit: the series of last resort that each metric has. */
  void takeLast() {
    used.incrementAndGet();
  }

  void giveBack(int series) {
    used.addAndGet(-series);
    expired.add(series);
  }

  /**
   * Counts a span whose label was folded, and tells the user what to mend: once, then at most every five minutes.
   *
   * @param hasAllItsValues whether the label has reached its own limit; otherwise the limit of all series was reached
   */
  void folded(Dimension dimension, boolean hasAllItsValues) {
    long now = clock.nanoTime();
    Folds folds = foldsByLabel.computeIfAbsent(dimension.label(), label -> new Folds(now));
    folds.spans.increment();
    long next = folds.nextLogNanos.get();
    if (now - next >= 0 && folds.nextLogNanos.compareAndSet(next, now + QUIET_NANOS)) {
      logger.warning((hasAllItsValues ? tooManyValues(dimension) : tooManySeries(dimension))
          + " Spans so far: " + folds.spans.sum() + ". Next message about this label in 5 min.");
    }
  }

  private String tooManyValues(Dimension dimension) {
    return "Metric label \"" + dimension.label() + "\" has reached metrics.max_values_per_label ("
        + valuesPerLabel + "): further values are counted as \"" + CardinalityReducer.OVERFLOW
        + "\". Take the part that is unique per request out of " + dimension.source()
        + ", or raise metrics.max_values_per_label.";
  }

  private String tooManySeries(Dimension dimension) {
    return "The metrics have " + used() + " series of at most " + limit
        + " (metrics.max_series): new values of metric label \"" + dimension.label()
        + "\" are counted as \"" + CardinalityReducer.OVERFLOW
        + "\", which begins at three quarters. Raise"
        + " metrics.max_series, or take the part that is unique per request out of "
        + dimension.source() + ".";
  }

  private static final class Folds {
    final LongAdder spans = new LongAdder();
    final AtomicLong nextLogNanos;

    Folds(long nowNanos) {
      nextLogNanos = new AtomicLong(nowNanos);
    }
  }
}
