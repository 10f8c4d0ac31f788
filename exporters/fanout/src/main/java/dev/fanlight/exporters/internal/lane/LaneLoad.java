/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/**
 * The rate at which a vendor takes spans, and its backlog, measured over the last minute.
 *
 * @param receivedPerSecond spans that the vendor is to get
 * @param takenPerSecond spans that it answered for
 * @param answerNanos mean time of a request; 0 if no request has ended
 * @param window maximum number of concurrent requests
 * @param waitingSpans spans that are not settled
 * @param waitingBytes their records' bytes in the log
 * @param limitInBytes the log's maximum
 * @param oldestNanos age of the oldest buffered span; 0 if there is none
 */
record LaneLoad(
    double receivedPerSecond,
    double takenPerSecond,
    long answerNanos,
    int window,
    long waitingSpans,
    long waitingBytes,
    long limitInBytes,
    long oldestNanos) {

  private static final double FALLS_BEHIND = 0.95;
  private static final long OLD_NANOS = 30_000_000_000L;
  private static final long ANSWERS_BEHIND = 2;
  private static final long CAUGHT_UP_NANOS = 10_000_000_000L;

  /**
   * Returns true if spans come faster than the vendor takes them, and the oldest waits longer than requests explain.
   */
  boolean isFallingBehind() {
    boolean isOld = oldestNanos >= Math.max(OLD_NANOS, 2 * ANSWERS_BEHIND * answerNanos);
    boolean fills = waitingBytes >= limitInBytes / 2
        && oldestNanos >= Math.max(CAUGHT_UP_NANOS, ANSWERS_BEHIND * answerNanos);
    return answerNanos > 0 && takenPerSecond < FALLS_BEHIND * receivedPerSecond && (isOld || fills);
  }

  /** Returns true if a vendor that fell behind has caught up. */
  boolean hasCaughtUp() {
    return oldestNanos < Math.max(CAUGHT_UP_NANOS, ANSWERS_BEHIND * answerNanos);
  }
}
