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
 * The limits of the series of all metrics together, the number of series in use, and counts of expired series and folded
 * spans. Any thread.
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
   * Creates a budget with no series in use.
   *
   * @param limit maximum number of series, all metrics together
   * @param valuesPerLabel maximum number of values of one label of one metric
   * @param idleExpiry time without a new span after which a series is removed
   * @param clock clock for expiry
   */
  public SeriesBudget(int limit, int valuesPerLabel, Duration idleExpiry, Clock clock) {
    this.limit = limit;
    this.valuesPerLabel = valuesPerLabel;
    this.idleExpiry = idleExpiry;
    this.clock = clock;
  }

  /** Returns the maximum number of series. */
  public int limit() {
    return limit;
  }

  /** Returns the number of series in use. */
  public int used() {
    return used.get();
  }

  /** Returns the number of series that were removed because they were idle. */
  public long expired() {
    return expired.sum();
  }

  /** Returns per label the number of spans that were folded into the overflow value. */
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

  /** Tells whether at least three quarters of the series are used, so that new series are folded. */
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

  /** Takes one series beyond the limit, for a series with only folded labels. */
  void takeLast() {
    used.incrementAndGet();
  }

  void giveBack(int series) {
    used.addAndGet(-series);
    expired.add(series);
  }

  /**
   * Counts a span with a folded label, and logs the cause with its cure, at most once per label in five minutes.
   *
   * @param hasMaxValues whether the label has reached its own limit; otherwise the limit of all series was reached
   */
  void folded(Dimension dimension, boolean hasMaxValues) {
    long now = clock.nanoTime();
    Folds folds = foldsByLabel.computeIfAbsent(dimension.label(), label -> new Folds(now));
    folds.spans.increment();
    long next = folds.nextLogNanos.get();
    if (now - next >= 0 && folds.nextLogNanos.compareAndSet(next, now + QUIET_NANOS)) {
      logger.warning((hasMaxValues ? tooManyValues(dimension) : tooManySeries(dimension))
          + " Spans so far: " + folds.spans.sum() + ". Next message about this label in 5 min.");
    }
  }

  private String tooManyValues(Dimension dimension) {
    return "Metric label \"" + dimension.label() + "\" has reached metrics.max_values_per_label ("
        + valuesPerLabel + "): further values are counted as \"" + CardinalityReducer.OVERFLOW
        + "\". Remove the part that is unique per request from " + dimension.source()
        + ", or raise metrics.max_values_per_label.";
  }

  private String tooManySeries(Dimension dimension) {
    return "The metrics have " + used() + " series of at most " + limit
        + " (metrics.max_series): new values of metric label \"" + dimension.label()
        + "\" are counted as \"" + CardinalityReducer.OVERFLOW
        + "\"; this begins at three quarters of the limit. Raise"
        + " metrics.max_series, or remove the part that is unique per request from "
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
