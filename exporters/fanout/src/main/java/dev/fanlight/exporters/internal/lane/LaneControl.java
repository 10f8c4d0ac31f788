/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The control of a lane as its owner sees it: state, flushes, new settings and closing. The sender threads have
 * {@link DeliverySchedule}. Any thread.
 */
final class LaneControl {

  private static final long NO_FAILURE = -1;

  private final LogReader reader;
  private final Clock clock;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Condition settled;

  @GuardedBy("lock") private final ScheduleState state;

  LaneControl(ScheduleState state, LogReader reader, Clock clock) {
    this.state = state;
    this.lock = state.lock();
    this.changed = state.changed();
    this.settled = state.settled();
    this.reader = reader;
    this.clock = clock;
  }

  State state() {
    lock.lock();
    try {
      return state.laneState();
    } finally {
      lock.unlock();
    }
  }

  boolean isLeaving() {
    lock.lock();
    try {
      return state.isLeaving();
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if an attempt was begun and no attempt has ended yet. */
  boolean isWithoutAnAnswer() {
    lock.lock();
    try {
      return state.isWithoutAnAnswer();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tries at once batches that wait for better credentials: settings have changed.
   *
   * @param isEdited whether to try at once all batches that wait, unless the vendor asked for the wait
   */
  void settingsChanged(boolean isEdited) {
    lock.lock();
    try {
      state.settingsChanged(isEdited, clock.nanoTime());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes whether the lane waits for credentials.
   *
   * @param isHeld asked under the lane's lock, so that the newest answer counts
   */
  void updateHold(BooleanSupplier isHeld) {
    lock.lock();
    try {
      state.hold(isHeld.getAsBoolean());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes new credentials. */
  void renewed(boolean endsWait) {
    lock.lock();
    try {
      state.renewed(endsWait);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that there are no credentials, and none could be had. */
  void renewalFailed() {
    lock.lock();
    try {
      state.renewalFailed();
      changed.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything before {@code end} has settled.
   *
   * @return false if the lane is not up or the deadline passed first
   */
  boolean awaitSettled(long end, long deadlineNanos) throws InterruptedException {
    return awaitDrained(end, NO_FAILURE, deadlineNanos);
  }

  /**
   * Lets the next attempt start at once.
   *
   * @return for {@link #awaitDrained}
   */
  long hasten() {
    lock.lock();
    try {
      long hastened = state.hasten();
      changed.signalAll();
      return hastened;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything before {@code end} has settled. As long as a thread waits here, a refused batch does not
   * wait for other batches any longer.
   *
   * @param hastened as {@link #hasten} returned it: a lane that was not up then has one attempt, any other the whole time
   * @return false if batches are left
   */
  boolean awaitDrained(long end, long hastened, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return awaitDrainedLocked(end, hastened, deadlineNanos);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private boolean awaitDrainedLocked(long end, long hastened, long deadlineNanos)
      throws InterruptedException {
    state.flushBegins();
    try {
      changed.signalAll();
      while (!reader.hasSettled(end)) {
        long left = deadlineNanos - clock.nanoTime();
        if (left <= 0 || state.isFailed(hastened)) {
          return false;
        }
        settled.awaitNanos(left);
      }
      return true;
    } finally {
      state.flushEnds();
    }
  }

  /**
   * Lets the lane end when it is empty.
   *
   * @param inHaste cuts waits short: a batch that does not get through at once will not before the process ends
   */
  void leave(boolean inHaste) {
    lock.lock();
    try {
      state.leave(inHaste);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the lane: no further attempt starts. */
  void stop() {
    lock.lock();
    try {
      state.stop();
      changed.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
