/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Decides on the time of a lane's next attempt: backoff, the vendor's Retry-After, the breaker, and the slow states.
 *
 * <p>Not safe on several threads: the lane's lock guards it.
 */
final class RetryGate {

  /*
   *                 success
   *      ┌──────────────────────────────┐
   *      ▼        failure               │
   *     UP ───────────────▶ RETRYING ───┤
   *      ▲                     │ n failures in a row
   *      │ success             ▼
   *      │                   OPEN ──── wait over ───▶ HALF_OPEN (one probe)
   *      │                     ▲                        │    │
   *      │                     └──────── failure ───────┘    │
   *      └───────────────────────────────────────────────────┘
   *
   * QUOTA is entered from anywhere by an answer that says so, and left by any other. So is UNAUTHORISED, but if a request
   * got through before, then only by the second refusal in a row: a gateway may forbid one batch and no other, so that
   * another one is tried first, at once. A key that worked before is then tried as after other failures, from the first
   * delay up to the slow one; a key that never worked only at the pace of the slow one.
   *
   * A request that is too large is neither a success nor a failure: a part of it is tried at once.
   *
   * Jitter only adds to a wait that is not our own backoff (Retry-After, an open breaker, the slow delay): a quarter
   * of it, and a second at least where the vendor asked, so that a fleet that was told the same does not come back at
   * once. In every state but UP one attempt at a time is made, for any window: more attempts do not help a vendor that
   * is broken. Times are differences of System.nanoTime(), so that its wrap-around does no harm.
   */

  /** The maximum jitter as a share of the wait that it adds to. */
  private static final double ADDED_SHARE = 0.25;

  private static final double ADDED_NANOS_IF_ASKED = 1e9;

  private final Supplier<RetryPolicy> policy;
  private final DoubleSupplier jitter;

  private State state = State.UP;
  private int failuresInARow;
  private long failures;
  private boolean hasBegun;
  private long successes;
  private long notBeforeNanos;
  private boolean waits;
  private boolean isAskedToWait;
  private boolean probing;
  private boolean doubtsCredentials;

  /**
   * An open gate.
   *
   * @param policy as it is now
   * @param jitter a number of [0, 1) at each call
   */
  RetryGate(Supplier<RetryPolicy> policy, DoubleSupplier jitter) {
    this.policy = policy;
    this.jitter = jitter;
  }

  State state() {
    return state;
  }

  boolean isUp() {
    return state == State.UP;
  }

  /** Returns true if the credentials are refused, or may be. */
  boolean isInDoubt() {
    return doubtsCredentials || state == State.UNAUTHORISED;
  }

  /** Returns the number of attempts that the vendor took so far, without the ones that it refused. */
  long successes() {
    return successes;
  }

  /** Returns the number of attempts that failed so far. */
  long failures() {
    return failures;
  }

  /** Returns true if an attempt was begun and no attempt has ended yet. */
  boolean isWithoutAnAnswer() {
    return hasBegun && failures == 0 && successes == 0;
  }

  /**
   * Returns the time until an attempt may start: 0 for now, {@link Long#MAX_VALUE} until a probe in flight has ended.
   */
  long nanosToWait(long nowNanos) {
    if (state != State.UP && probing) {
      return Long.MAX_VALUE;
    }
    return waits ? Math.max(0, notBeforeNanos - nowNanos) : 0;
  }

  /**
   * An attempt starts.
   *
   * @return whether it is a probe, to be said when it ends
   */
  boolean begin() {
    hasBegun = true;
    waits = false;
    if (state == State.UP) {
      return false;
    }
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
    }
    probing = true;
    return true;
  }

  /** An attempt was called off before it ended. */
  void calledOff(boolean probe) {
    probing &= !probe;
  }

  /** An attempt has ended. */
  void ended(boolean probe, Outcome outcome, long nowNanos) {
    probing &= !probe;
    if (outcome instanceof Outcome.Later later) {
      if (later.kind() != Outcome.Kind.STALE) {
        failures++;
        failed(later, nowNanos);
      }
    } else if (!(outcome instanceof Outcome.TooLarge)) {
      if (outcome instanceof Outcome.Delivered) {
        successes++;
        doubtsCredentials = false;
      }
      failuresInARow = 0;
      if (!waits || !isAskedToWait) { // else it began before the vendor asked us to wait
        state = State.UP; // it answered, even if it refused the batch
        waits = false;
      }
    }
  }

  /** Returns true if the vendor asked for the wait. */
  boolean isAskedToWait() {
    return waits && isAskedToWait;
  }

  /** Lets the next attempt start at once: times will not get better by waiting, or have got better. */
  void cutWaitShort() {
    waits = false;
  }

  private void failed(Outcome.Later later, long nowNanos) {
    failuresInARow++;
    if (later.kind().isAboutCredentials() && successes > 0 && !doubtsCredentials) {
      doubtsCredentials = true; // another batch first, at once
      failuresInARow = 0;
      state = State.RETRYING;
      if (!isAskedToWait()) {
        waits = false;
      }
      return;
    }
    waitFor(waitAfter(later.kind()), later, nowNanos);
  }

  /** Enters the state that follows from a failure, and returns its wait. */
  private Duration waitAfter(Outcome.Kind kind) {
    RetrySettings retryNow = policy.get().backoff();
    BreakerSettings breaker = policy.get().breaker();
    return switch (kind) {
      case UNAUTHORISED, FORBIDDEN -> {
        state = State.UNAUTHORISED;
        yield withJitter(successes > 0 ? ladder(retryNow) : retryNow.slowDelay(), 0);
      }
      case QUOTA -> {
        state = State.QUOTA;
        yield withJitter(retryNow.slowDelay(), 0);
      }
      case UNREACHABLE, FAILURE, BUSY, STALE -> {
        boolean opens = failuresInARow >= breaker.failures();
        state = opens ? State.OPEN : State.RETRYING;
        yield opens
            ? withJitter(breaker.openFor(), 0)
            : backoff(failuresInARow, retryNow, jitter.getAsDouble());
      }
    };
  }

  /** Waits for at least as long as the vendor asks. */
  private void waitFor(Duration wait, Outcome.Later later, long nowNanos) {
    boolean asksToWait = later.after().compareTo(Duration.ZERO) > 0;
    long notBefore =
        nowNanos + longer(wait, asksToWait ? askedFor(later) : Duration.ZERO).toNanos();
    boolean wasAsked = isAskedToWait(); // by an answer to a request beside this one
    notBeforeNanos = wasAsked && notBeforeNanos - notBefore > 0 ? notBeforeNanos : notBefore;
    isAskedToWait = asksToWait || wasAsked;
    waits = true;
  }

  /** The ceilings of our backoff, but no more than the slow delay. */
  private Duration ladder(RetrySettings retryNow) {
    double ceiling =
        retryNow.firstDelay().toNanos() * Math.pow(2, Math.min(failuresInARow, 63) - 1.0);
    return Duration.ofNanos(
        (long) Math.min(ceiling, (double) retryNow.slowDelay().toNanos()));
  }

  private Duration askedFor(Outcome.Later later) {
    Duration wait = shorter(later.after(), policy.get().backoff().maxRetryAfter());
    return withJitter(wait, Math.min(ADDED_NANOS_IF_ASKED, (double) wait.toNanos()));
  }

  private Duration withJitter(Duration wait, double minNanos) {
    double most = Math.max(ADDED_SHARE * wait.toNanos(), minNanos);
    return wait.plusNanos((long) (jitter.getAsDouble() * most));
  }

  /**
   * Full jitter: a random share of a ceiling that doubles with each failure.
   *
   * @param failures in a row; at least 1
   * @param random of [0, 1)
   * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
   *     jitter</a>
   */
  static Duration backoff(int failures, RetrySettings retry, double random) {
    double ceiling = retry.firstDelay().toNanos() * Math.pow(2, Math.min(failures, 63) - 1.0);
    return Duration.ofNanos(
        (long) (random * Math.min(ceiling, (double) retry.maxDelay().toNanos())));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
