/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Outcome.TooLarge;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.Limits;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** When the next attempt of a lane starts, and with which delivery: what its senders share. Any thread. */
final class DeliverySchedule {

  /*
   * One lock guards the gate (when), the deliveries that wait (which), and the stages of closing. The log wakes one sender when
   * it has something for us; a sender that ends an attempt wakes the others, and whoever flushes. No foreign code is
   * called under the lock; the log's own lock comes after ours, never before.
   *
   * Closing: a schedule that is leaving ends when nothing is left; a stopped one starts nothing more.
   */

  private static final long NO_FAILURE = -1;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LogReader reader;
  private final Supplier<Limits> limits;
  private final JoinSettings joins;
  private volatile double messageRatio = 1;
  private final Clock clock;

  private final ReentrantLock lock = Threads.current().newLock();
  private final Condition changed = lock.newCondition(); // the senders wait for it
  private final Condition settled = lock.newCondition(); // whoever flushes waits for it

  @GuardedBy("lock") private final RetryGate gate;

  @GuardedBy("lock") private final RetryQueue waiting;

  @GuardedBy("lock") private final RefusedDeliveries refused;

  @GuardedBy("lock") private long troubles;

  @GuardedBy("lock") private long failures;

  @GuardedBy("lock") private boolean begun;

  @GuardedBy("lock") private int flushes;

  /** Whether nothing was there to send when a sender looked last. */
  @GuardedBy("lock") private boolean idle;

  @GuardedBy("lock") private int inFlight;

  @GuardedBy("lock") private boolean leaving;

  @GuardedBy("lock") private boolean lastChance;

  @GuardedBy("lock") private boolean stopped;

  /**
   * A schedule of what a reader gets.
   *
   * @param limits the vendor's, as they are now
   * @param policy as it is now
   * @param joins how large a request may become
   */
  DeliverySchedule(
      RetryGate gate,
      LogReader reader,
      Supplier<Limits> limits,
      Supplier<RetryPolicy> policy,
      JoinSettings joins,
      Clock clock) {
    this.gate = gate;
    this.reader = reader;
    this.limits = limits;
    this.waiting = new RetryQueue(policy);
    this.refused = new RefusedDeliveries(policy);
    this.joins = joins;
    this.clock = clock;
  }

  // ---- for the senders ----

  /**
   * The delivery that may start now, in flight.
   *
   * @param maxWaitNanos maximum wait; 0 for none
   * @return null where there is none, after a wait until that may have changed
   */
  @Nullable Delivery next(long maxWaitNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (stopped) {
        return null;
      }
      releaseRefusedLocked();
      long wait = gate.nanosToWait(clock.nanoTime());
      boolean looks = wait == 0 && hasCapacityLocked();
      Delivery delivery = looks ? pickLocked() : null;
      idle = looks && delivery == null;
      if (delivery != null) {
        delivery.begin(gate.begin());
        begun = true;
        inFlight++;
      } else if (isDoneLocked()) {
        stopped = true;
        changed.signalAll();
      } else if (maxWaitNanos > 0) {
        awaitChangeLocked(wait, maxWaitNanos);
      }
      return delivery;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller's: between two looks it gives up what is too old
  @GuardedBy("lock") private void awaitChangeLocked(long gateNanos, long maxNanos) throws InterruptedException {
    long nanos = isLastLocked() && refused.isUndecided(gate.successes())
        ? 1
        : refused.nanosToWait(gate.successes(), clock.nanoTime());
    if (gateNanos != 0) { // else nothing is to be sent
      nanos = Math.min(nanos, gateNanos);
    }
    // nothing to wait for, or a probe is out: still with a limit, for a wait without one loads
    // ForkJoinPool
    changed.awaitNanos(Math.min(nanos, maxNanos));
  }

  /** Returns the maximum number of compressed bytes of records that are joined into one request. */
  int maxJoinedBytes() {
    return joins.maxBytes(limits.get(), messageRatio);
  }

  /** Records that were taken together did not fit; the next ones may. */
  void learnMessageRatio(double ratio) {
    messageRatio = ratio;
  }

  /** Batches that were refused go on if it is known by now what is to become of them. */
  @GuardedBy("lock") private void releaseRefusedLocked() {
    long now = clock.nanoTime();
    Delivery bisected = refused.startBisection(gate.successes(), now);
    if (bisected != null) {
      waiting.putBack(List.of(bisected));
    }
    boolean isKeyRefused = leaving || gate.state() == State.UNAUTHORISED;
    waiting.putBack(
        refused.takeForbidden(isKeyRefused, gate.successes(), now));
  }

  /** One request may always be in flight; whether there may be more depends on the bytes that they hold. */
  @GuardedBy("lock") private boolean hasCapacityLocked() {
    return inFlight == 0 || reader.hasCapacity();
  }

  @GuardedBy("lock") private @Nullable Delivery pickLocked() {
    boolean waitingFirst = waiting.goFirst(gate.isUp());
    Delivery delivery = waitingFirst ? waiting.next() : freshLocked();
    if (delivery == null) {
      delivery = waitingFirst ? freshLocked() : waiting.next();
    }
    return delivery;
  }

  @GuardedBy("lock") private @Nullable Delivery freshLocked() {
    Lease lease = reader.take(joins.maxSpans(), maxJoinedBytes());
    return lease == null ? null : new Delivery(lease, gate.successes());
  }

  @GuardedBy("lock") private boolean isDoneLocked() {
    return leaving
        && inFlight == 0
        && waiting.isEmpty()
        && refused.isEmpty()
        && reader.unsettledSpans() == 0;
  }

  /** An attempt has ended; says how that leaves the lane. */
  LaneStatus ended(Delivery delivery, Outcome outcome) {
    lock.lock();
    try {
      boolean isProbe = delivery.isProbe();
      delivery.end();
      inFlight--;
      changed.signalAll();
      gate.ended(isProbe, outcome, clock.nanoTime());
      if (outcome instanceof Later later) {
        failures += later.kind() == Outcome.Kind.STALE ? 0 : 1;
        stopped |= lastChance && later.kind() != Outcome.Kind.STALE;
      } else if (!(outcome instanceof TooLarge)) {
        troubles += outcome instanceof Delivered && delivery.history().hasFailedAlone() ? 1 : 0;
        waiting.requestGotThrough();
      }
      settled.signalAll(); // a lane that is down fails a flush
      return new LaneStatus(gate.state(), gate.successes(), troubles);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the bisection of a delivery that a sender holds; null if it is not bisected. */
  @Nullable BisectedDelivery bisectionOf(Delivery delivery) {
    lock.lock();
    try {
      return refused.bisectionOf(delivery);
    } finally {
      lock.unlock();
    }
  }

  /** Returns what an outcome means while a delivery is bisected. */
  Outcome judged(BisectedDelivery bisected, Outcome outcome) {
    lock.lock();
    try {
      refused.countRequest();
      return bisected.judged(outcome, gate.isInDoubt());
    } finally {
      lock.unlock();
    }
  }

  /** The bisection has ended, and another batch may be bisected. */
  void bisectionEnded() {
    lock.lock();
    try {
      refused.bisectionEnded(gate.successes());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The delivery was refused, and waits alone until it is known whether it is the reason. */
  void refuse(Delivery delivery, Refusal refusal, long successes) {
    delivery.park(); // not under our lock
    lock.lock();
    try {
      delivery.refuse(refusal, successes, clock.nanoTime());
      refused.add(delivery);
      refused.forgetGone();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the batches that are given up as they were refused; the caller answers for them. */
  List<Delivery> takeHopeless() {
    lock.lock();
    try {
      return stopped
          ? refused.removeRefused()
          : refused.takeHopeless(isLastLocked(), gate.successes(), clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Whether a caller waits for the end of all there is, and nothing is left that might get through before. */
  @GuardedBy("lock") private boolean isLastLocked() {
    return idle && inFlight == 0 && (leaving || flushes > 0);
  }

  /** An attempt is over, or was called off; does nothing for one that has landed before. */
  void landed(Delivery delivery) {
    lock.lock();
    try {
      if (delivery.isInFlight()) {
        inFlight--;
        gate.calledOff(delivery.isProbe());
        delivery.callOff();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** These deliveries, oldest first, want another try. */
  void tryAgain(List<Delivery> deliveries) {
    deliveries.forEach(
        Delivery::park); // the log may make room then, and tell other lanes: not under our lock
    lock.lock();
    try {
      waiting.putBack(deliveries);
      waiting.forgetGone(); // what it gave up since
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The request could not be made now, or was called off: the delivery waits for another try, and this sender for a change, for
   * a moment at the longest. The other senders are not woken, which would find no more than this one did; without the wait,
   * a request that the log has called off would take the room again before the awaited record has it.
   */
  @SuppressWarnings("WaitNotInLoop") // any change ends it: it may be what was missing
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
        inFlight--;
        gate.calledOff(isProbe);
      }
      waiting.putBack(deliveries);
      waiting.forgetGone();
      if (!stopped) { // a flush, or the close of the lane, has little time
        changed.awaitNanos(flushes > 0 || leaving ? SHORT_PAUSE_NANOS : PAUSE_NANOS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the sender's loop looks; the delivery waits already
    } finally {
      lock.unlock();
    }
  }

  /** After a defect of ours: waits for a moment, so that what fails again and again does not keep a core busy. */
  @SuppressWarnings("WaitNotInLoop") // any change ends it: it may be what was wrong
  void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!stopped) {
        changed.awaitNanos(PAUSE_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  // ---- for the log and the account ----

  /** The log has something new. */
  void wakeOne() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Something has settled: a lane that leaves may have nothing more, a flush may be over. */
  void someSettled() {
    lock.lock();
    try {
      changed.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The log gave up records of ours. */
  void someGone() {
    lock.lock();
    try {
      waiting.forgetGone();
      refused.forgetGone();
      changed.signalAll(); // a lane that leaves may have nothing more
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the waiting deliveries that were written before a moment; the caller answers for them. */
  List<Delivery> removeOlderThan(long epochNanos) {
    lock.lock();
    try {
      return waiting.removeOlderThan(epochNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all waiting deliveries; the caller answers for them. */
  List<Delivery> removeAll() {
    lock.lock();
    try {
      List<Delivery> all = new ArrayList<>(waiting.removeAll());
      all.addAll(refused.removeAll());
      return all;
    } finally {
      lock.unlock();
    }
  }

  // ---- for whoever owns the lane ----

  State state() {
    lock.lock();
    try {
      return stopped ? State.STOPPED : leaving ? State.DRAINING : gate.state();
    } finally {
      lock.unlock();
    }
  }

  boolean isLeaving() {
    lock.lock();
    try {
      return leaving || stopped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Settings have changed: what waits for better credentials is tried at once.
   *
   * @param isEdited whether to try at once whatever waits, unless the vendor asked for it
   */
  void settingsChanged(boolean isEdited) {
    lock.lock();
    try {
      boolean waitsForCredentials =
          gate.state() == State.UNAUTHORISED || gate.state() == State.QUOTA;
      if (waitsForCredentials || (isEdited && !gate.isAskedToWait())) {
        gate.cutWaitShort();
      }
      waiting.putBack(refused.takeForbidden(true, gate.successes(), clock.nanoTime()));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that stood before {@code end} has settled.
   *
   * @return false if the lane is not up or the deadline passed first
   */
  boolean awaitSettled(long end, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return awaitSettledLocked(end, NO_FAILURE, deadlineNanos);
    } finally {
      lock.unlock();
    }
  }

  /**
   * As long as a thread waits here, a refused batch waits for others no longer.
   *
   * @param failuresBefore a lane that is not up is waited for until it has more failures than that
   */
  @GuardedBy("lock") private boolean awaitSettledLocked(long end, long failuresBefore, long deadlineNanos)
      throws InterruptedException {
    flushes++;
    try {
      changed.signalAll();
      while (!reader.hasSettled(end)) {
        long left = deadlineNanos - clock.nanoTime();
        if (left <= 0 || stopped || (failures > failuresBefore && !gate.isUp())) {
          return false;
        }
        settled.awaitNanos(left);
      }
      return true;
    } finally {
      flushes--;
    }
  }

  /**
   * Lets the next attempt start at once.
   *
   * @return for {@link #awaitDrained}
   */
  long hasten() {
    lock.lock();
    try {
      long hastened = gate.isUp() ? Long.MAX_VALUE : failures;
      gate.cutWaitShort();
      changed.signalAll();
      return hastened;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that stood before {@code end} has settled.
   *
   * @param hastened as {@link #hasten} returned it: a lane that was not up then has one attempt, any other the whole time
   * @return false if something is left
   */
  boolean awaitDrained(long end, long hastened, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return awaitSettledLocked(end, hastened, deadlineNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Whether an attempt was begun and none has ended yet. */
  boolean isWithoutAnAnswer() {
    lock.lock();
    try {
      return begun && failures == 0 && gate.successes() == 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends when nothing is left.
   *
   * @param inHaste cuts waits short: what does not get through at once will not before the process ends
   */
  void leave(boolean inHaste) {
    lock.lock();
    try {
      leaving = true;
      if (inHaste) {
        lastChance = !gate.isUp();
        gate.cutWaitShort();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No further attempt starts. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
