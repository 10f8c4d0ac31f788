/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state that the sender threads of a lane share: when the next attempt may start ({@link RetryGate}), with which
 * delivery ({@link DeliveryQueue}), the number of attempts in flight, and the stage of closing.
 *
 * <p>Not safe on several threads: its lock guards it, which {@link DeliverySchedule} takes for the sender threads and the
 * log, and {@link LaneControl} for the owner of the lane.
 */
final class ScheduleState {

  /*
   * The stages of closing:
   *
   *              leave                 nothing is left
   *   RUNNING ──────────▶ LEAVING ───────────────────────▶ STOPPED
   *      │                   │ leave in haste                 ▲
   *      │ leave in haste,   ▼ while it is not up             │
   *      └─────────────▶ LAST_CHANCE ─────────────────────────┘
   *                                   nothing is left, or a failure
   *
   * stop() leads from every stage to STOPPED.
   */
  private enum Stage {
    RUNNING,
    /** No new batch is taken; the lane ends when it is empty. */
    LEAVING,
    /** The lane was not up when it was hastened: one failure ends it. */
    LAST_CHANCE,
    /** No attempt starts. */
    STOPPED
  }

  private final RetryGate gate;
  private final DeliveryQueue queue;
  private final LogReader reader;
  private final ReentrantLock lock = Threads.current().newLock();
  private final Condition changed = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private Stage stage = Stage.RUNNING;
  private int inFlight;
  private int flushes;

  /** True while the lane waits for credentials. */
  private boolean isHeld;

  private boolean hasFailedRenewal;
  private long failedRenewals;

  /** True if there was no batch to send when a sender looked last. */
  private boolean isIdle;

  ScheduleState(RetryGate gate, DeliveryQueue queue, LogReader reader) {
    this.gate = gate;
    this.queue = queue;
    this.reader = reader;
  }

  /** Returns the lane's lock. */
  ReentrantLock lock() {
    return lock;
  }

  /** Returns the condition that the senders wait for. */
  Condition changed() {
    return changed;
  }

  /** Returns the condition that flushes wait for. */
  Condition settled() {
    return settled;
  }

  // ---- attempts ----

  /** Starts the next attempt; returns its delivery, or null if no attempt may start now. */
  @Nullable Delivery start(long nowNanos) {
    boolean isKeyRefused = isLeaving() || gate.state() == State.UNAUTHORISED;
    queue.reconsiderRefused(isKeyRefused, gate.successes(), nowNanos);
    boolean maySend = !isHeld && gate.nanosToWait(nowNanos) == 0 && hasCapacity();
    Delivery delivery = maySend ? queue.next(gate.isUp(), gate.successes()) : null;
    isIdle = maySend && delivery == null;
    if (delivery != null) {
      delivery.begin(gate.begin());
      inFlight++;
    }
    return delivery;
  }

  /**
   * Returns true if another request may be in flight. One request always may; more depend on the bytes that they hold.
   */
  private boolean hasCapacity() {
    return inFlight == 0 || reader.hasCapacity();
  }

  /** Returns the time until an attempt may start without any event; {@link Long#MAX_VALUE} if it needs one. */
  long nanosToWait(long nowNanos) {
    boolean isDecided = isLast() && queue.isUndecided(gate.successes());
    long nanos = isDecided ? 1 : queue.nanosToWait(gate.successes(), nowNanos);
    long gateNanos = isHeld ? Long.MAX_VALUE : gate.nanosToWait(nowNanos);
    return gateNanos == 0 ? nanos : Math.min(nanos, gateNanos); // 0: there is no request to send
  }

  /** Notes the outcome of an attempt. */
  LaneStatus ended(Delivery delivery, Outcome outcome, long nowNanos) {
    boolean isProbe = delivery.isProbe();
    delivery.end();
    inFlight--;
    gate.ended(isProbe, outcome, nowNanos);
    if (outcome instanceof Later later) {
      if (stage == Stage.LAST_CHANCE && later.kind() != Kind.STALE) {
        stage = Stage.STOPPED;
      }
    } else if (!(outcome instanceof TooLarge)) {
      queue.answered(delivery, outcome);
    }
    return new LaneStatus(gate.state(), gate.successes(), queue.troubles());
  }

  /** Notes that an attempt was called off, or could not be made. */
  void calledOff(boolean isProbe) {
    inFlight--;
    gate.calledOff(isProbe);
  }

  /** Returns the meaning of an outcome for a part of a bisected batch. */
  Outcome judged(BisectedDelivery bisected, Outcome outcome) {
    return queue.judged(bisected, outcome, gate.isInDoubt());
  }

  /** Notes the end of the bisection. */
  void bisectionEnded() {
    queue.bisectionEnded(gate.successes());
  }

  /** Takes out the batches that are given up as they were refused. */
  List<Delivery> takeHopeless(long nowNanos) {
    return isStopped()
        ? queue.removeRefused()
        : queue.takeHopeless(isLast(), gate.successes(), nowNanos);
  }

  /**
   * Returns true if a caller waits for the end of all spans, and no other batch is left that might get through before.
   */
  private boolean isLast() {
    return isIdle && inFlight == 0 && isHurried();
  }

  /** Returns true if a flush, or the close of the lane, waits for the senders. */
  boolean isHurried() {
    return flushes > 0 || isLeaving();
  }

  // ---- stages ----

  /** Stops a lane that leaves and is empty; false if it continues. */
  boolean stopIfDone() {
    boolean isDone =
        isLeaving() && inFlight == 0 && queue.isEmpty() && reader.unsettledSpans() == 0;
    if (isDone) {
      stage = Stage.STOPPED;
    }
    return isDone;
  }

  /**
   * Lets the lane end when it is empty.
   *
   * @param inHaste cuts waits short: a batch that does not get through at once will not before the process ends
   */
  void leave(boolean inHaste) {
    if (isStopped()) {
      return;
    }
    if (inHaste) {
      stage = isUp() ? Stage.LEAVING : Stage.LAST_CHANCE;
      gate.cutWaitShort();
    } else if (stage == Stage.RUNNING) {
      stage = Stage.LEAVING;
    }
  }

  void stop() {
    stage = Stage.STOPPED;
  }

  boolean isStopped() {
    return stage == Stage.STOPPED;
  }

  /** Returns true if the lane takes no new batches. */
  boolean isLeaving() {
    return stage != Stage.RUNNING;
  }

  /** Returns the state of the lane as the ledger shows it. */
  State laneState() {
    if (stage == Stage.RUNNING) {
      return isHeld && gate.isUp() ? State.RETRYING : gate.state();
    }
    return isStopped() ? State.STOPPED : State.DRAINING;
  }

  /** Takes back the waits that new settings may end. */
  void settingsChanged(boolean isEdited, long nowNanos) {
    boolean waitsForCredentials = gate.state() == State.UNAUTHORISED || gate.state() == State.QUOTA;
    if (waitsForCredentials || (isEdited && !gate.isAskedToWait())) {
      gate.cutWaitShort();
    }
    queue.retryForbidden(gate.successes(), nowNanos);
  }

  // ---- flushes ----

  void flushBegins() {
    flushes++;
  }

  void flushEnds() {
    flushes--;
  }

  /**
   * Lets the next attempt start at once.
   *
   * @return the failures so far if the lane is not up; for {@link #isFailed}
   */
  long hasten() {
    long hastened = isUp() ? Long.MAX_VALUE : failures();
    gate.cutWaitShort();
    return hastened;
  }

  /** Returns true if the lane stopped, or is not up and has more failures than before. */
  boolean isFailed(long failuresBefore) {
    return isStopped() || (failures() > failuresBefore && !isUp());
  }

  private long failures() {
    return gate.failures() + failedRenewals;
  }

  /** A lane that waits for its first credentials is up, as long as no renewal has failed. */
  private boolean isUp() {
    return gate.isUp() && !(isHeld && hasFailedRenewal);
  }

  // ---- credentials ----

  /** Notes whether the lane waits for credentials: no attempt starts meanwhile. */
  void hold(boolean newIsHeld) {
    isHeld = newIsHeld;
  }

  /** Notes new credentials. */
  void renewed(boolean endsWait) {
    hasFailedRenewal = false;
    if (endsWait && gate.state() != State.QUOTA && !gate.isAskedToWait()) {
      gate.cutWaitShort();
    }
  }

  /** Notes that there are no credentials, and none could be had. */
  void renewalFailed() {
    hasFailedRenewal = true;
    failedRenewals++;
    if (stage == Stage.LAST_CHANCE) {
      stage = Stage.STOPPED;
    }
  }

  /** Returns true if an attempt was begun and no attempt has ended yet. */
  boolean isWithoutAnAnswer() {
    return gate.isWithoutAnAnswer();
  }
}
