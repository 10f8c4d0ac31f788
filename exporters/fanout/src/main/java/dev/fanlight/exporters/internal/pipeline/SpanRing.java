/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded ring of spans: any number of producers, one consumer. Allocates no memory after its construction, never
 * blocks.
 */
final class SpanRing {

  /*
   * The classic ring of many producers and one consumer [1]. An index counts the spans since the beginning; its lowest
   * bits are the slot. A producer claims an index with one compare-and-set and fills the slot then; the consumer
   * empties the slot before it moves its own index. So a slot with an index less than `capacity` ahead of the consumer
   * is empty, and a claimed slot that is still empty holds the consumer up (SpanQueue describes the consequences).
   *
   * A producer compares with SEEN, a consumer index that some producer has read before, and reads the consumer's own
   * index only if the ring looks full by it: else each offer would fetch the cache line that the consumer writes.
   * SEEN may be old, never too new. The three numbers lie 128 bytes apart, because processors fetch lines in pairs.
   *
   * Order: the claim is a volatile write, so that a producer's later look at SpanQueue.wakeAt comes after it. A slot is
   * written with release and read with acquire; the same goes for the consumer's index, which is written after its slot.
   *
   * [1] D. Vyukov, bounded queues; N. Wakart et al., JCTools, for the cached consumer index.
   */
  static final long FULL = -1;

  private static final int PRODUCER = 16;
  private static final int SEEN = 32;
  private static final int CONSUMER = 48;
  private static final int NUMBERS = 64;

  private final AtomicLongArray numbers = new AtomicLongArray(NUMBERS);
  private final AtomicReferenceArray<@Nullable ReadableSpan> slots;
  private final int mask;

  /**
   * An empty ring.
   *
   * @param capacity at least 1; rounded up to a power of two
   */
  SpanRing(int capacity) {
    int slotCount = Math.max(1, Integer.highestOneBit(capacity - 1) << 1);
    slots = new AtomicReferenceArray<>(slotCount);
    mask = slotCount - 1;
  }

  int capacity() {
    return mask + 1;
  }

  /**
   * Adds a span; any thread.
   *
   * @param maxSize at most {@link #capacity}
   * @return false if the ring holds {@code maxSize} spans or more
   */
  boolean offer(ReadableSpan span, int maxSize) {
    long index = claim(maxSize);
    if (index == FULL) {
      return false;
    }
    fill(index, span);
    return true;
  }

  /** Returns the index that is the caller's to fill; {@link #FULL} if the ring holds so many spans or more. */
  long claim(int maxSize) {
    long index;
    do {
      index = numbers.get(PRODUCER);
      if (index - numbers.get(SEEN) >= maxSize) {
        long consumed = numbers.get(CONSUMER);
        if (index - consumed >= maxSize) {
          return FULL;
        }
        numbers.lazySet(SEEN, consumed);
      }
    } while (!numbers.compareAndSet(PRODUCER, index, index + 1));
    return index;
  }

  /** Puts a span into the slot of an index that the caller has claimed. */
  void fill(long index, ReadableSpan span) {
    slots.lazySet((int) index & mask, span);
  }

  /**
   * Takes the oldest span; the consumer only.
   *
   * @return null if the ring is empty, or the producer of the oldest span has not filled its slot yet
   */
  @Nullable ReadableSpan poll() {
    long index = numbers.get(CONSUMER);
    int slot = (int) index & mask;
    ReadableSpan span = slots.get(slot);
    if (span != null) {
      slots.lazySet(slot, null);
      numbers.lazySet(CONSUMER, index + 1);
    }
    return span;
  }

  /** Returns how many spans were ever added; any thread. */
  long producerIndex() {
    return numbers.get(PRODUCER);
  }

  /** Returns how many spans were ever taken; any thread. */
  long consumerIndex() {
    return numbers.get(CONSUMER);
  }

  /** Returns how many spans are there; exact for the consumer or more meanwhile, on other threads an estimate. */
  int size() {
    long consumed = numbers.get(CONSUMER); // first, so that the difference is never negative
    return (int) Math.min(numbers.get(PRODUCER) - consumed, capacity());
  }
}
