/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

/** The running average of span sizes, and the limits of the queue that follow from it. The batcher's thread only. */
final class QueueLimits {

  /*
   * The queue counts spans, because a producer has no time to measure one. The batcher measures them as it takes them, and
   * says how many such spans make the queue's share of the heap. The average is that of the last WINDOW spans or so; a
   * batch of SAMPLE spans or more that is above it counts at once, so that the capacity falls with the first batch of
   * large spans and rises slowly.
   *
   * Before any span was measured, a span may be large: on a small heap few may wait, and the batcher wakes early. The
   * first batch tells more.
   */

  private static final int MIN_CAPACITY = 2;
  private static final int WINDOW = 1_024;
  private static final int SAMPLE = 16;
  private static final long HEAP_BYTES_PER_UNKNOWN_SPAN = 16 << 10;

  private final HeapBudget budget;
  private final int maxCapacity;
  private final int maxWakeSpans;
  private int capacity;
  private int wakeSpans;
  private double spans;
  private double heapBytes;
  private double encodedBytes;

  /**
   * The limits before any span was measured.
   *
   * @param maxCapacity spans of the queue, however small they are
   * @param maxWakeSpans waiting spans that make a batch, however small they are
   */
  QueueLimits(HeapBudget budget, int maxCapacity, int maxWakeSpans) {
    this.budget = budget;
    this.maxCapacity = maxCapacity;
    this.maxWakeSpans = maxWakeSpans;
    double unknownSpans = (double) budget.queueBytes() / HEAP_BYTES_PER_UNKNOWN_SPAN;
    this.capacity = clamp(unknownSpans, MIN_CAPACITY, maxCapacity);
    this.wakeSpans = clamp(unknownSpans / 4, 1, maxWakeSpans);
  }

  /** Spans were measured: their number, and the estimated bytes of all of them together. */
  void measured(int count, long countHeapBytes, long countEncodedBytes) {
    spans += count;
    heapBytes += countHeapBytes;
    encodedBytes += countEncodedBytes;
    double heapPerSpan = heapBytes / spans;
    double encodedPerSpan = encodedBytes / spans;
    if (count >= SAMPLE) {
      heapPerSpan = Math.max(heapPerSpan, (double) countHeapBytes / count);
      encodedPerSpan = Math.max(encodedPerSpan, (double) countEncodedBytes / count);
    }
    capacity = clamp(budget.queueBytes() / heapPerSpan, MIN_CAPACITY, maxCapacity);
    wakeSpans =
        clamp(budget.batchBytes() / encodedPerSpan, 1, Math.min(maxWakeSpans, capacity / 2));
    if (spans > WINDOW) {
      double keep = WINDOW / spans;
      spans *= keep;
      heapBytes *= keep;
      encodedBytes *= keep;
    }
  }

  /** Spans that may wait now. */
  int capacity() {
    return capacity;
  }

  /** Waiting spans that are worth a batch now; at most half the capacity, so that there is room while it is written. */
  int wakeSpans() {
    return wakeSpans;
  }

  private static int clamp(double value, int least, int most) {
    return (int) Math.max(least, Math.min(most, value));
  }
}
