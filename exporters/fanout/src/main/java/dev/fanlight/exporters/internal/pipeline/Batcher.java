/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.rules.ListNormalizer;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Batches queued spans on one thread, and applies changes of the vendor set between two batches. */
final class Batcher {

  /*
   * The batcher wakes when a batch is full, when the oldest span has waited for the delay, or when it is asked to. A
   * full batch is written at once; the remaining spans wait for their own turn, so that a steady stream makes full
   * batches only. Requests to the batcher (a flush, another set of vendors, the end) are handled between two batches,
   * so that a batch belongs wholly to one set of vendors.
   *
   * Every span that left the queue is either `inHand` or announced to the writer, which books it; both are changed
   * under `handing`, and so is the queue's consumer side. If the batcher is busy beyond the shutdown timeout,
   * abandon() takes over the spans in hand and in the queue, and the batcher hands no more spans to the writer.
   *
   * Size: each span is measured as it is taken, and a batch is closed before it is encoded: by its number of spans, or by
   * the estimate of its encoded bytes. The sizes also tell how many spans the queue may hold (QueueLimits).
   *
   * A claimed slot: a producer that is suspended inside of its offer holds up the spans behind it. The batcher looks
   * again after a pause that doubles from MIN_PAUSE to MAX_PAUSE. Until then it takes no span, a flush that covers the
   * slot waits to its deadline and fails, and closing gives the slot up after LAST_PAUSE.
   */

  private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private final SpanQueue queue;
  private final int batchSpans;
  private final long delayNanos;
  private final Clock clock;
  private final Writer writer;
  private final Runnable first;
  private final HeapBudget budget;
  private final Threads threads = Threads.current();
  private final Thread thread = threads.make("batcher", this::run);

  // the batcher's thread only, as all that follows up to the lock
  private final List<SpanData> batch;
  private final SpanSizeEstimator estimator = new SpanSizeEstimator();
  private @Nullable ListNormalizer lists; // of the batch at hand, if it needs one
  private final QueueLimits limits;
  private final BatcherErrorLog failures;
  private final RefusalReport refusals;
  private int unreadable;
  private long encodedBytes;
  private long heapBytes;
  private long dueNanos;
  private long pauseNanos; // zero unless the oldest span cannot be taken yet
  private boolean owesFlush; // because of that a request could not be handled

  private final ReentrantLock handing = threads.newLock();

  @GuardedBy("handing") private int inHand;

  @GuardedBy("handing") private boolean abandoned;

  private final ReentrantLock lock = threads.newLock();
  private final Condition done = lock.newCondition();

  @GuardedBy("lock") private @Nullable LaneSetChange change;

  @GuardedBy("lock") private long writtenUpTo;

  @GuardedBy("lock") private boolean ended;

  private final AtomicLong batches = new AtomicLong();
  private volatile boolean asked;
  private volatile boolean closing;

  /**
   * A batcher, not started.
   *
   * @param delay longest wait of a span in the queue
   * @param first done on the batcher's thread before anything else
   */
  Batcher(SpanQueue queue, Duration delay, Clock clock, Writer writer, Runnable first) {
    this(queue, delay, clock, writer, first, HeapBudget.ofThisJvm());
  }

  /** A batcher with given shares of the heap, not started. */
  Batcher(
      SpanQueue queue,
      Duration delay,
      Clock clock,
      Writer writer,
      Runnable first,
      HeapBudget budget) {
    this.queue = queue;
    this.batchSpans = queue.batchSpans();
    this.delayNanos = delay.toNanos();
    this.clock = clock;
    this.writer = writer;
    this.first = first;
    this.batch = new ArrayList<>(batchSpans);
    this.failures = new BatcherErrorLog(clock);
    this.refusals = new RefusalReport(queue, clock);
    this.budget = budget;
    this.limits = new QueueLimits(budget, queue.maxCapacity(), batchSpans);
    queue.limit(limits.capacity(), limits.wakeSpans());
  }

  void start() {
    thread.start();
  }

  private void run() {
    queue.consumeOnThisThread();
    dueNanos = clock.nanoTime() + delayNanos;
    try {
      guarded(first);
      while (!closing) {
        guarded(this::awaitAndWrite);
      }
      guarded(this::writeTheRest);
    } finally {
      end();
    }
  }

  /** Runs work, and survives any failure, such as a lack of memory or a defect: the next batch gets its chance. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      failures.failed(0, e);
      changeAndTell(); // a thread that flushes does not wait for lost spans
    }
  }

  /** Returns the number of batches so far; any thread. */
  long batches() {
    return batches.get();
  }

  private void awaitAndWrite() {
    if (pauseNanos > 0) {
      queue.awaitOldest(pauseNanos, () -> asked);
    } else {
      queue.await(Math.max(0, dueNanos - clock.nanoTime()), () -> asked);
    }
    boolean interrupted =
        Thread.interrupted(); // by foreign code: a set flag would let no wait wait
    boolean all = interrupted || asked || owesFlush || clock.nanoTime() - dueNanos >= 0;
    if (asked) {
      asked = false; // only requests up to here: a later request is handled next time
      all = true;
    }
    write(all);
    owesFlush = all && pauseNanos > 0;
    refusals.update();
    changeAndTell();
  }

  private void write(boolean all) {
    long target = queue.taken(); // later spans have their own turn
    boolean waits = false;
    while (!waits && (queue.hasBatch() || (all && queue.drained() < target))) {
      try {
        waits = !fill();
        if (!waits && announce()) {
          batches.lazySet(batches.get() + 1); // on this thread only
          writer.write(batch, unreadable);
        }
      } catch (Throwable e) { // the writer never throws: a defect
        failures.failed(batch.size() + unreadable, e);
      } finally {
        batch.clear();
        unreadable = 0;
      }
      dueNanos = clock.nanoTime() + delayNanos;
      changeAndTell(); // also where there is always more
    }
    pauseNanos = waits ? Math.max(MIN_PAUSE, Math.min(2 * pauseNanos, MAX_PAUSE)) : 0;
    if (all) {
      dueNanos = clock.nanoTime() + delayNanos;
    }
  }

  /** Takes spans until they make a batch or no more can be taken; false if none could be taken. */
  private boolean fill() {
    encodedBytes = 0;
    heapBytes = 0;
    lists = null;
    int taken = 0;
    while (taken < batchSpans && encodedBytes < budget.batchBytes()) {
      ReadableSpan span = takeNext();
      if (span == null) {
        break;
      }
      taken++;
      add(span);
    }
    if (taken == 0) {
      return false;
    }
    limits.measured(taken, heapBytes, encodedBytes);
    queue.limit(limits.capacity(), limits.wakeSpans());
    return true;
  }

  /** Takes the next span in hand; null if there is no span to take, or the batcher was abandoned. */
  private @Nullable ReadableSpan takeNext() {
    handing.lock();
    try {
      ReadableSpan span = abandoned ? null : queue.poll();
      inHand += span == null ? 0 : 1;
      return span;
    } finally {
      handing.unlock();
    }
  }

  /**
   * Hands the spans to the writer, which books them from now on; false if the batcher was abandoned, and the batch is
   * booked.
   */
  private boolean announce() {
    handing.lock();
    try {
      if (!abandoned) {
        writer.announce(inHand);
        inHand = 0;
      }
      return !abandoned;
    } finally {
      handing.unlock();
    }
  }

  private void add(ReadableSpan span) {
    try {
      SpanData data = Objects.requireNonNull(span.toSpanData(), "span data");
      long bytes = measured(data);
      if (bytes > budget.spanBytes()) {
        unreadable++;
      } else {
        encodedBytes += bytes;
        batch.add(estimator.hasUnfitLists() ? normalized(data) : data);
      }
    } catch (RuntimeException | Error e) {
      unreadable++; // the writer books it for every vendor
    }
  }

  private SpanData normalized(SpanData span) {
    if (lists == null) {
      lists = new ListNormalizer();
    }
    return lists.apply(span);
  }

  /** Returns the estimate of the encoded bytes. A span that cannot be measured closes the batch: it may be large. */
  private long measured(SpanData span) {
    try {
      estimator.measure(span);
      heapBytes += estimator.heapBytes();
      return estimator.encodedBytes();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return budget.batchBytes(); // whether it can be encoded, the encoder knows
    }
  }

  private void writeTheRest() {
    write(true);
    long end = clock.nanoTime() + LAST_PAUSE;
    while (pauseNanos > 0 && clock.nanoTime() - end < 0) {
      queue.awaitOldest(pauseNanos, () -> false);
      write(true);
    }
  }

  private void changeAndTell() {
    LaneSetChange due;
    lock.lock();
    try {
      due = change;
      change = null;
      writtenUpTo = queue.drained();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    if (due != null) {
      due.run();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      if (change != null) {
        change.cancel(); // wakes the thread that waits for it
        change = null;
      }
      writtenUpTo = queue.drained();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    handing.lock();
    try {
      queue.end(); // later, so that a flush does not count spans that are refused here as written
    } finally {
      handing.unlock();
    }
    writer.close();
  }

  /**
   * Ends the queue in the batcher's place; any thread. From now on the batcher hands no more spans to the writer.
   *
   * @return the spans that left the queue, or wait in it, and were not announced to the writer; the caller answers for
   *     them
   */
  long abandon() {
    handing.lock();
    try {
      abandoned = true;
      long spans = inHand + queue.abandon();
      inHand = 0;
      return spans;
    } finally {
      handing.unlock();
    }
  }

  /**
   * Writes the queued spans; any thread.
   *
   * @return false if it was not written by the deadline
   */
  boolean flush(long deadlineNanos) throws InterruptedException {
    long target = queue.taken();
    ask();
    lock.lockInterruptibly();
    try {
      while (writtenUpTo < target && !ended) {
        long left = deadlineNanos - clock.nanoTime();
        if (left <= 0) {
          return false;
        }
        done.awaitNanos(left);
      }
      return writtenUpTo >= target;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has {@code work} done between two batches, on the batcher's thread, and waits for it; one caller at a time.
   *
   * @param longest for the batch that is being written
   * @throws IllegalStateException if it was not done, or failed; work that was not begun by then is never done
   * @throws InterruptedException if the caller is interrupted; with the same promise
   */
  void betweenBatches(Runnable work, Duration longest) throws InterruptedException {
    LaneSetChange next = new LaneSetChange(work);
    lock.lock();
    try {
      if (ended) {
        throw new IllegalStateException("the batcher has ended");
      }
      change = next;
    } finally {
      lock.unlock();
    }
    ask();
    next.await(longest);
  }

  private void ask() {
    asked = true;
    queue.wake();
  }

  /**
   * Writes the queued spans and ends.
   *
   * @return false if it had not ended by the deadline
   */
  boolean close(long deadlineNanos) throws InterruptedException {
    closing = true;
    ask();
    long left = deadlineNanos - clock.nanoTime();
    return threads.join(thread, Math.max(1, left));
  }

  /** Gets each batch, on the batcher's thread. Never throws. */
  interface Writer extends AutoCloseable {

    /**
     * Answers from now on for the spans of the batch that {@link #write} brings next; returns at once.
     *
     * @param spans readable or not
     */
    default void announce(int spans) {}

    /**
     * Writes a batch for all vendors.
     *
     * @param batch used again after the call
     * @param unreadable spans that were taken but could not be read
     */
    void write(List<SpanData> batch, int unreadable);

    /** Ends the writer after the last batch; on the batcher's thread, as its last act. */
    @Override
    void close();
  }
}
