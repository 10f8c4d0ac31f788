/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.reason.RefuseReason;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.QueueSnapshot;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of ended spans before the batcher: a bounded ring, any number of producers, one consumer.
 *
 * <p>{@link #offer} is the whole cost of one vendor, or of eight, on the application's thread: it allocates no memory,
 * never blocks and never throws.
 */
final class SpanQueue {

  /*
   * Waking: the consumer publishes the producer index at which a batch is full (`wakeAt`) and then looks once more
   * before it parks. A producer that sees its own index at or past it takes the mark down and unparks the consumer:
   * one wake-up per batch, not per span, and by one producer only. While the consumer works, the mark is NEVER.
   * Both sides write before they read (volatile), so that one of them always sees the other.
   *
   * Claiming: a producer claims its slot first and fills it then. If it is suspended in between, the ring has a
   * claimed and empty slot at its head, and the spans behind it cannot be taken. So a size above zero does not mean
   * that there is a span to take, and no method here waits for such a slot.
   *
   * Capacity: the ring has room for queue.capacity spans; the batcher lowers the limit while spans are large, so that all
   * of them together keep their share of the heap.
   *
   * Counting: the producer index counts the spans that entered the ring, the consumer index the spans that left it.
   * Only a refusal, which is the rare case, costs a counter.
   *
   * Ending: a producer may have seen the queue open just before it closed, and offer after the consumer's last look.
   * From the consumer's end on, the remaining spans count as refused; so the hot path needs no second look at
   * `closed`.
   */

  private static final long NEVER = Long.MAX_VALUE;
  private static final long ONLY_IF_ASKED = NEVER - 1; // no producer index reaches it
  private static final long NOT_ENDED = -1;

  final SpanRing ring;
  private final LongAdder refusedFull = new LongAdder();
  private final LongAdder refusedShutdown = new LongAdder();
  private final Threads threads = Threads.current();
  private final int batchSpans;
  private int wakeSpans; // the consumer only
  private volatile int capacity;
  private final AtomicLong wakeAt = new AtomicLong(NEVER);
  private volatile boolean closed;
  private volatile long endedAt = NOT_ENDED; // the consumer index then
  private volatile Thread consumer;

  /**
   * An empty queue.
   *
   * @param capacity rounded up to a power of two
   * @param batchSpans how many waiting spans are worth waking the consumer for; at most half the queue counts, so that
   *     there is room while the batch is written
   */
  SpanQueue(int capacity, int batchSpans) {
    this.ring = new SpanRing(capacity);
    this.capacity = ring.capacity();
    this.batchSpans = Math.max(1, Math.min(batchSpans, ring.capacity() / 2));
    this.wakeSpans = this.batchSpans;
    this.consumer = Thread.currentThread(); // until the batcher sets its thread
  }

  /** Takes the span or counts why not; any thread. */
  void offer(ReadableSpan span) {
    if (closed) {
      refusedShutdown.increment();
    } else if (!ring.offer(span, capacity)) {
      refusedFull.increment();
    } else if (ring.producerIndex() >= wakeAt.get()) {
      wake();
    }
  }

  /** As {@link #offer}, but a span that is not taken does not count; any thread. */
  boolean tryOffer(ReadableSpan span) {
    if (closed || !ring.offer(span, capacity)) {
      return false;
    }
    if (ring.producerIndex() >= wakeAt.get()) {
      wake();
    }
    return true;
  }

  /** Wakes the consumer if it is parked in {@link #await}; any thread. */
  void wake() {
    long mark = wakeAt.get();
    if (mark != NEVER && wakeAt.compareAndSet(mark, NEVER)) {
      threads.unpark(consumer);
    }
  }

  /** Returns true once every span is refused; any thread. */
  boolean isClosed() {
    return closed;
  }

  /** Refuses everything from now on; any thread. */
  void close() {
    closed = true;
  }

  /** Ends the consumer: spans that are in the ring, or enter it, are refused. The consumer only; idempotent. */
  void end() {
    closed = true;
    if (endedAt == NOT_ENDED) {
      endedAt = ring.consumerIndex();
    }
    clear(); // else the ring would keep the spans alive
  }

  /**
   * Ends the queue in the consumer's place: the spans in the ring are taken out and count as received. The caller keeps the
   * consumer from draining meanwhile and afterwards.
   *
   * @return the spans that were taken out; the caller answers for them
   */
  long abandon() {
    closed = true;
    long before = ring.consumerIndex();
    clear();
    if (endedAt == NOT_ENDED) {
      endedAt = ring.consumerIndex();
      return endedAt - before;
    }
    return 0;
  }

  /** Empties the ring; does not wait for a producer that has claimed a slot and not filled it. */
  private void clear() {
    ReadableSpan span;
    do {
      span = ring.poll();
    } while (span != null);
  }

  /** Returns the number of spans that ever entered; any thread. */
  long taken() {
    return ring.producerIndex();
  }

  /** The calling thread is the consumer from now on. */
  void consumeOnThisThread() {
    consumer = Thread.currentThread();
  }

  /**
   * Takes the oldest span; the consumer only.
   *
   * @return null if the queue is empty, or the producer of the oldest span has not put it into its slot yet
   */
  @Nullable ReadableSpan poll() {
    return ring.poll();
  }

  /**
   * Sets the limits that follow from the sizes of spans; the consumer only.
   *
   * @param newCapacity spans that may wait; more than {@link #maxCapacity} is as much as that
   * @param newWakeSpans waiting spans that are worth waking the consumer for
   */
  void limit(int newCapacity, int newWakeSpans) {
    int most = Math.min(newCapacity, ring.capacity());
    if (capacity != most) {
      capacity = most;
    }
    wakeSpans = Math.max(1, Math.min(newWakeSpans, batchSpans));
  }

  /** Spans that may wait now; any thread. */
  int capacity() {
    return capacity;
  }

  /** Spans that may wait while they are small. */
  int maxCapacity() {
    return ring.capacity();
  }

  /** Spans that were refused because the queue was full; any thread. */
  long refusedFull() {
    return refusedFull.sum();
  }

  /** Returns the number of queued spans; exact for the consumer, possibly more in the meantime. */
  int size() {
    return ring.size();
  }

  /** Maximum of the spans of a batch. */
  int batchSpans() {
    return batchSpans;
  }

  /** Returns true if enough spans for a batch are queued; the consumer only. */
  boolean hasBatch() {
    return ring.size() >= wakeSpans;
  }

  /** Returns the number of spans that ever left; exact for the consumer. */
  long drained() {
    return ring.consumerIndex();
  }

  /**
   * Parks until a batch is waiting, {@link #wake} is called or the time is over; the consumer only. May return early.
   *
   * @param somethingElse looked at after the mark is up: true lets it return at once
   */
  void await(long nanos, BooleanSupplier somethingElse) {
    wakeAt.set(ring.consumerIndex() + wakeSpans);
    if (ring.producerIndex() < wakeAt.get() && !somethingElse.getAsBoolean()) {
      threads.parkNanos(this, nanos);
    }
    wakeAt.set(NEVER);
  }

  /**
   * Parks until {@link #wake} is called or the time is over, however many spans wait: the oldest one cannot be taken yet.
   * The consumer only. May return early.
   *
   * @param somethingElse looked at after the mark is up: true lets it return at once
   */
  void awaitOldest(long nanos, BooleanSupplier somethingElse) {
    wakeAt.set(ONLY_IF_ASKED);
    if (!somethingElse.getAsBoolean()) {
      threads.parkNanos(this, nanos);
    }
    wakeAt.set(NEVER);
  }

  /** Returns the counts at this moment; any thread. */
  QueueSnapshot queueSnapshot() {
    long drained = drained(); // first: it never overtakes the producer index read after it
    long end = endedAt;
    long received = end == NOT_ENDED ? drained : end;
    long left = ring.producerIndex() - received;
    long queued = end == NOT_ENDED ? left : 0;
    Map<String, Long> refused = new TreeMap<>();
    put(refused, RefuseReason.QUEUE_FULL.code(), refusedFull());
    put(refused, RefuseReason.ALREADY_SHUTDOWN.code(), refusedShutdown.sum() + left - queued);
    long sum = refused.values().stream().mapToLong(Long::longValue).sum();
    return new QueueSnapshot(received + queued + sum, refused, queued, capacity, received);
  }

  private static void put(Map<String, Long> counts, String reason, long count) {
    if (count > 0) {
      counts.put(reason, count);
    }
  }
}
