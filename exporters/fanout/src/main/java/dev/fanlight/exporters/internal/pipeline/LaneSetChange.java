/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.threads.Threads;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Work that another thread asks of the batcher, and waits for. Any thread. */
final class LaneSetChange {

  private final Runnable work;
  private final ReentrantLock lock = Threads.current().newLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock") private State state = State.WAITING;

  @GuardedBy("lock") private @Nullable Throwable failure;

  LaneSetChange(Runnable work) {
    this.work = work;
  }

  /** Does the work, unless it was cancelled. Never throws: a failure is reported to the thread that waits. */
  void run() {
    if (!transition(State.WAITING, State.BEGUN)) {
      return;
    }
    Throwable thrown = null;
    try {
      work.run();
    } catch (Throwable e) {
      thrown = e;
    }
    lock.lock();
    try {
      failure = thrown;
      state = State.ENDED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Cancels the work; false, without an effect, if it has begun. */
  boolean cancel() {
    return transition(State.WAITING, State.CANCELLED);
  }

  private boolean transition(State from, State to) {
    lock.lock();
    try {
      boolean isAllowed = state == from;
      state = isAllowed ? to : state;
      changed.signalAll();
      return isAllowed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the work is done. If it has not begun in time, or before an interrupt, it never will. Work that has begun is
   * waited for in any case.
   *
   * @param longest maximum wait for its begin
   * @throws IllegalStateException if it was not done, or failed
   * @throws InterruptedException if the thread was interrupted while it waited, whether the work was done or not
   */
  void await(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitBeginLocked(longest.toNanos());
      awaitEndLocked();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (state == State.CANCELLED) {
        throw new IllegalStateException("the batcher has ended");
      }
      if (failure != null) {
        throw new IllegalStateException("a change between two batches failed", failure);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void awaitBeginLocked(long nanos) throws InterruptedException {
    long left = nanos;
    try {
      while (state == State.WAITING && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stop) {
      if (state == State.WAITING) {
        state = State.CANCELLED;
      }
      awaitEndLocked();
      throw stop;
    }
    if (state == State.WAITING) {
      state = State.CANCELLED;
      throw new IllegalStateException(
          "one batch has been written for over " + Duration.ofNanos(nanos).toSeconds()
              + " s; does a wire or a disk hang? Nothing was changed.");
    }
  }

  @GuardedBy("lock") private void awaitEndLocked() {
    while (state == State.BEGUN) {
      changed.awaitUninterruptibly(); // own code, and short
    }
  }

  private enum State {
    WAITING,
    BEGUN,
    ENDED,
    CANCELLED
  }
}
