/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.threads.FanlightThread;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The one thread that turns waiting spans into batches, and the only one that changes who gets them. */
final class Batcher {

  /*
   * The batcher wakes when a batch is full, when the oldest span has waited for the delay, or when it is asked to. A
   * full batch goes at once; what remains after it waits for its own turn, so that a steady stream makes full batches
   * only. What is asked of it (a flush, another set of vendors, the end) is done between two batches, so that a batch
   * belongs wholly to one set of vendors.
   *
   * Every span that left the queue is either `inHand` or announced to the writer, which books it; both are changed under
   * `handing`, and so is the queue's consumer side. If the batcher is busy beyond the shutdown timeout, abandon() takes
   * over what is in hand and in the queue, and the batcher brings nothing more to the writer.
   */

  private final SpanQueue queue;
  private final int batchSpans;
  private final long delayNanos;
  private final Clock clock;
  private final Writer writer;
  private final Runnable first;
  private final FanlightThread thread = new FanlightThread("batcher", this::run);

  private final List<SpanData> batch; // the batcher's thread only, as the next three
  private final List<ReadableSpan> taken;
  private int unreadable;
  private long dueNanos;
  private final Failures failures;

  private final ReentrantLock handing = new ReentrantLock();

  @GuardedBy("handing") private int inHand;

  @GuardedBy("handing") private boolean abandoned;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();

  @GuardedBy("lock") private @Nullable FutureTask<@Nullable Void> change;

  @GuardedBy("lock") private long writtenUpTo;

  @GuardedBy("lock") private boolean ended;

  private volatile boolean asked;
  private volatile boolean closing;

  /**
   * A batcher, not started.
   *
   * @param delay longest wait of a span in the queue
   * @param first done on the batcher's thread before anything else
   */
  Batcher(SpanQueue queue, Duration delay, Clock clock, Writer writer, Runnable first) {
    this.queue = queue;
    this.batchSpans = queue.batchSpans();
    this.delayNanos = delay.toNanos();
    this.clock = clock;
    this.writer = writer;
    this.first = first;
    this.batch = new ArrayList<>(batchSpans);
    this.taken = new ArrayList<>(batchSpans);
    this.failures = new Failures(clock);
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
      guarded(() -> write(true));
    } finally {
      end();
    }
  }

  /** Whatever fails, for want of memory or by a defect of ours: the next batch gets its chance. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      failures.failed(0, e);
      changeAndTell(); // whoever flushes does not wait for what is gone
    }
  }

  private void awaitAndWrite() {
    queue.await(Math.max(0, dueNanos - clock.nanoTime()), () -> asked);
    boolean interrupted =
        Thread.interrupted(); // by foreign code: a set flag would let no wait wait
    boolean all = interrupted || asked || clock.nanoTime() - dueNanos >= 0;
    if (asked) {
      asked = false; // only what was seen: a later request is seen next time
      all = true;
    }
    write(all);
    changeAndTell();
  }

  private void write(boolean all) {
    long target = queue.taken(); // what comes meanwhile has its own turn
    while (queue.size() >= batchSpans || (all && queue.drained() < target)) {
      if (!takeBatch()) {
        return;
      }
      try {
        taken.forEach(this::add);
        if (announce()) {
          writer.write(batch, unreadable);
        }
      } catch (Throwable e) { // the writer throws nothing: a defect of ours
        failures.failed(batch.size() + unreadable, e);
      } finally {
        taken.clear();
        batch.clear();
        unreadable = 0;
      }
      dueNanos = clock.nanoTime() + delayNanos;
      changeAndTell(); // also where there is always more
    }
    if (all) {
      dueNanos = clock.nanoTime() + delayNanos;
    }
  }

  /** Takes the next batch in hand; false if the batcher was abandoned. */
  private boolean takeBatch() {
    handing.lock();
    try {
      if (!abandoned) {
        queue.drain(taken::add, batchSpans);
        inHand = taken.size();
      }
      return !abandoned;
    } finally {
      handing.unlock();
    }
  }

  /** From here on the writer answers for the batch; false if the batcher was abandoned, and the batch is booked. */
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
      batch.add(span.toSpanData());
    } catch (RuntimeException | Error e) {
      unreadable++; // the writer books it for every vendor
    }
  }

  private void changeAndTell() {
    Runnable due;
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
        change.cancel(false); // whoever waits for it is told
        change = null;
      }
      writtenUpTo = queue.drained();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    handing.lock();
    try {
      queue.end(); // later, so that a flush does not take what is refused here for written
    } finally {
      handing.unlock();
    }
    writer.close();
  }

  /**
   * Ends the queue in the batcher's place; any thread. From here on the batcher brings nothing more to the writer.
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
   * Writes what waits now; any thread.
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
   * @throws IllegalStateException if it was not done, or failed; what was not begun by then never will be
   * @throws InterruptedException likewise
   */
  void betweenBatches(Runnable work, Duration longest) throws InterruptedException {
    FutureTask<@Nullable Void> task = new FutureTask<>(work, null);
    lock.lock();
    try {
      if (ended) {
        throw new IllegalStateException("the batcher has ended");
      }
      change = task;
    } finally {
      lock.unlock();
    }
    ask();
    try {
      await(task, longest);
    } catch (CancellationException e) {
      throw new IllegalStateException("the batcher has ended", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a change between two batches failed", e.getCause());
    }
  }

  private void await(FutureTask<@Nullable Void> task, Duration longest)
      throws InterruptedException, ExecutionException {
    try {
      task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (isTakenBack(task)) {
        throw new IllegalStateException(
            "one batch has been written for over " + longest.toSeconds()
                + " s; does a wire or a disk hang? Nothing was changed.",
            e);
      }
      task.get(); // it has begun: ours, and short
    } catch (InterruptedException e) {
      if (!isTakenBack(task)) {
        task.get();
      }
      throw e;
    }
  }

  private boolean isTakenBack(FutureTask<@Nullable Void> task) {
    lock.lock();
    try {
      boolean hasNotBegun = task.equals(change);
      change = hasNotBegun ? null : change;
      return hasNotBegun;
    } finally {
      lock.unlock();
    }
  }

  private void ask() {
    asked = true;
    queue.wake();
  }

  /**
   * Writes what waits and ends.
   *
   * @return false if it had not ended by the deadline
   */
  boolean close(long deadlineNanos) throws InterruptedException {
    closing = true;
    ask();
    long left = deadlineNanos - clock.nanoTime();
    thread.join(Math.max(1, left / 1_000_000));
    return !thread.isAlive();
  }

  /** Gets each batch, on the batcher's thread. Throws nothing. */
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

    /** Nothing more will come; on the batcher's thread, as its last act. */
    @Override
    void close();
  }
}
