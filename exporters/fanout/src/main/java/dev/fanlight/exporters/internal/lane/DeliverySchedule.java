/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.send.Outcome;
import io.opentelemetry.sdk.common.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a lane as its sender threads and the log see it: the lock around {@link ScheduleState}, and the waits of
 * the senders. Any thread. The owner of the lane has {@link LaneControl}.
 */
final class DeliverySchedule {

  /*
   * The log wakes one sender when it has a record for this lane; a sender that ends an attempt wakes all other
   * senders, and so does a flush. No foreign code is called under the lock; the log's own lock is taken after this
   * one, never before.
   */

  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final DeliveryQueue queue;
  private final Clock clock;

  private final ReentrantLock lock;
  private final Condition changed;
  private final Condition settled;

  @GuardedBy("lock") private final ScheduleState state;

  DeliverySchedule(ScheduleState state, DeliveryQueue queue, Clock clock) {
    this.state = state;
    this.lock = state.lock();
    this.changed = state.changed();
    this.settled = state.settled();
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Returns the delivery of which an attempt starts now.
   *
   * @param maxWaitNanos maximum wait; 0 for no wait
   * @return null if there is none, after a wait until that may have changed
   */
  @Nullable Delivery next(long maxWaitNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (state.isStopped()) {
        return null;
      }
      long now = clock.nanoTime();
      Delivery delivery = state.start(now);
      if (delivery == null && state.stopIfDone()) {
        changed.signalAll();
      } else if (delivery == null && maxWaitNanos > 0) {
        awaitChangeLocked(Math.min(state.nanosToWait(now), maxWaitNanos));
      }
      return delivery;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, always with a limit, for a wait without one loads ForkJoinPool. */
  @SuppressWarnings(
      "WaitNotInLoop") // the caller's: between two looks it gives up batches that are too old
  @GuardedBy("lock") private void awaitChangeLocked(long maxNanos) throws InterruptedException {
    changed.awaitNanos(maxNanos);
  }

  /** Returns the maximum number of compressed bytes of records that are joined into one request. */
  int maxJoinedBytes() {
    return queue.maxJoinedBytes();
  }

  /** Notes that records that were taken together did not fit; the next ones may. */
  void learnMessageRatio(double ratio) {
    queue.learnMessageRatio(ratio);
  }

  /** Notes the outcome of an attempt, and returns the status of the lane after it. */
  LaneStatus ended(Delivery delivery, Outcome outcome) {
    lock.lock();
    try {
      changed.signalAll();
      LaneStatus status = state.ended(delivery, outcome, clock.nanoTime());
      settled.signalAll(); // a lane that is down fails a flush
      return status;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the bisection of a delivery that a sender holds; null if it is not bisected. */
  @Nullable BisectedDelivery bisectionOf(Delivery delivery) {
    lock.lock();
    try {
      return queue.bisectionOf(delivery);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the meaning of an outcome for a part of a bisected batch. */
  Outcome judged(BisectedDelivery bisected, Outcome outcome) {
    lock.lock();
    try {
      return state.judged(bisected, outcome);
    } finally {
      lock.unlock();
    }
  }

  /** Notes the end of the bisection; another batch may be bisected. */
  void bisectionEnded() {
    lock.lock();
    try {
      state.bisectionEnded();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Parks a refused delivery until it is known whether the batch is the cause. */
  void refuse(Delivery delivery, Refusal refusal, long successes) {
    delivery.park(); // not under our lock
    lock.lock();
    try {
      delivery.refuse(refusal, successes, clock.nanoTime());
      queue.keepRefused(delivery);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the batches that are given up as they were refused; the caller settles them. */
  List<Delivery> takeHopeless() {
    lock.lock();
    try {
      return state.takeHopeless(clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Ends an attempt that was called off or could not be made; no effect if the attempt has ended. */
  void callOff(Delivery delivery) {
    lock.lock();
    try {
      if (delivery.isInFlight()) {
        state.calledOff(delivery.isProbe());
        delivery.callOff();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Parks deliveries, oldest first, for another attempt. */
  void tryAgain(List<Delivery> deliveries) {
    deliveries.forEach(
        Delivery::park); // the log may make room then, and tell other lanes: not under our lock
    lock.lock();
    try {
      queue.putBack(deliveries);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Parks a delivery of which the request could not be made, or was called off, and lets this sender wait for a change, for
   * a moment at most. The other senders are not woken, which would find no more than this one did; without the wait, a
   * request that the log has called off would take the room again before the awaited record has it.
   */
  @SuppressWarnings("WaitNotInLoop") // any change ends it: it may be the missing one
  void tryAgainLater(Delivery delivery) {
    boolean isInFlight = delivery.isInFlight();
    boolean isProbe = delivery.isProbe();
    if (isInFlight) {
      delivery.callOff();
    }
    List<Delivery> deliveries = delivery.dissolved();
    deliveries.forEach(Delivery::park); // not under our lock
    lock.lock();
    try {
      if (isInFlight) {
        state.calledOff(isProbe);
      }
      queue.putBack(deliveries);
      if (!state.isStopped()) {
        changed.awaitNanos(state.isHurried() ? SHORT_PAUSE_NANOS : PAUSE_NANOS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the sender's loop looks; the delivery waits already
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a moment after a defect, so that a failure that repeats does not keep a core busy. */
  @SuppressWarnings("WaitNotInLoop") // any change ends it: it may be the mended cause
  void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!state.isStopped()) {
        changed.awaitNanos(PAUSE_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return state.isStopped();
    } finally {
      lock.unlock();
    }
  }

  // ---- for the log and the ledger ----

  /** Wakes one sender: the log has a record for this lane. */
  void wakeOne() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all waits: spans have settled, so that a leaving lane may be empty, and a flush may be over. */
  void someSettled() {
    lock.lock();
    try {
      changed.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of the records that the log gave up, and wakes all waits. */
  void someGone() {
    lock.lock();
    try {
      queue.forgetGone();
      changed.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the waiting deliveries that were written before a moment; the caller settles them. */
  List<Delivery> removeOlderThan(long epochNanos) {
    lock.lock();
    try {
      return queue.removeOlderThan(epochNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all parked deliveries; the caller settles them. */
  List<Delivery> removeAll() {
    lock.lock();
    try {
      return queue.removeAll();
    } finally {
      lock.unlock();
    }
  }
}
