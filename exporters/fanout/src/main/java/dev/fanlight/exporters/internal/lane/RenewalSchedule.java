/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The time of the next renewal of a lane's credentials, and whether the lane may send with the present ones.
 *
 * <p>Not safe on several threads: the lock of {@link CredentialRenewer} guards it. Times are differences of
 * {@code nanoTime}.
 */
final class RenewalSchedule {

  /*
   *                     due                   success
   *   WAITING ───────────────────▶ RUNNING ──────────────▶ due again at 80 % of the lifetime
   *      ▲   ▲                        │
   *      │   └──── backoff ───────────┘ failure
   *      │
   *      └── 401 or 403 for a request that began after the last success: due at once, at most every 30 s
   *
   * The lane is held, that is, sends no request: before the first success; from the end of the lifetime on; and from a 401
   * until the renewal that follows it has ended, for each request until then would be refused as well. A 403 does not hold
   * the lane: a gateway may forbid one batch and no other.
   */

  private final RenewalPolicy policy;
  private final DoubleSupplier jitter;

  private long dueNanos;
  private boolean isRunning;
  private long startNanos;
  private boolean hasCredentials;
  private long successNanos;
  private long expiryNanos;
  private boolean isRefused;
  private boolean endsWait;
  private int failures;

  /**
   * A schedule of which the first renewal is due at once.
   *
   * @param jitter a number of [0, 1) at each call
   */
  RenewalSchedule(RenewalPolicy policy, DoubleSupplier jitter, long nowNanos) {
    this.policy = policy;
    this.jitter = jitter;
    this.dueNanos = nowNanos;
  }

  /** Returns the time until the next renewal starts; 0 for now. */
  long nanosToWait(long nowNanos) {
    return Math.max(0, dueNanos - nowNanos);
  }

  /** Returns the time until credentials expire that are valid now; {@link Long#MAX_VALUE} if there are none. */
  long nanosToExpiry(long nowNanos) {
    return hasCredentials && expiryNanos - nowNanos > 0 ? expiryNanos - nowNanos : Long.MAX_VALUE;
  }

  /** A renewal starts. */
  void begin(long nowNanos) {
    isRunning = true;
    startNanos = nowNanos;
  }

  /**
   * The renewal has succeeded.
   *
   * @param lifetime of the credentials; positive
   */
  void succeeded(Duration lifetime, long nowNanos) {
    long nanos = Math.min(lifetime.toNanos(), Duration.ofDays(365).toNanos());
    isRunning = false;
    isRefused = false;
    failures = 0;
    hasCredentials = true;
    successNanos = nowNanos;
    expiryNanos = startNanos + nanos; // the time of the call may count
    dueNanos = startNanos
        + Math.max((long) (policy.share() * nanos), policy.minInterval().toNanos());
  }

  /** The renewal has failed. */
  void failed(long nowNanos) {
    isRunning = false;
    isRefused = false; // another attempt shows whether the present credentials are still refused
    failures++;
    dueNanos = nowNanos + backoffNanos();
  }

  /** Half of a ceiling that doubles with each failure, and a random share of the other half. */
  private long backoffNanos() {
    double ceiling =
        Math.min(policy.firstDelay().toNanos() * Math.pow(2, Math.min(failures, 63) - 1.0), (double)
            policy.maxDelay().toNanos());
    return (long) (ceiling / 2 * (1 + jitter.getAsDouble()));
  }

  /**
   * The vendor has refused the credentials of a request.
   *
   * @param isHolding whether the lane waits for the renewal: the credentials are the only possible cause
   * @param requestNanos start of the request
   */
  void refused(boolean isHolding, long requestNanos, long nowNanos) {
    if (!hasCredentials || successNanos - requestNanos > 0) {
      return; // it had older credentials
    }
    isRefused |= isHolding;
    long allowedNanos = startNanos + policy.minRefusedInterval().toNanos();
    boolean isAtOnce = isRunning || allowedNanos - nowNanos <= 0;
    endsWait |= isAtOnce;
    if (!isRunning && failures == 0) {
      long wantedNanos = isAtOnce ? nowNanos : allowedNanos;
      dueNanos = dueNanos - wantedNanos < 0 ? dueNanos : wantedNanos;
    }
  }

  /** Makes the next renewal due now if the lane waits for it: a secret has changed, or the process is about to end. */
  void hurry(long nowNanos) {
    if (isHeld(nowNanos) && !isRunning) {
      dueNanos = nowNanos;
    }
  }

  /** Returns true if the lane must not send. */
  boolean isHeld(long nowNanos) {
    return isRefused || !isValid(nowNanos);
  }

  /** Returns true if there are credentials that have not expired. */
  boolean isValid(long nowNanos) {
    return hasCredentials && expiryNanos - nowNanos > 0;
  }

  /** Returns true if there were credentials, perhaps expired by now. */
  boolean hadCredentials() {
    return hasCredentials;
  }

  /** Returns the number of failures in a row. */
  int failures() {
    return failures;
  }

  /**
   * Returns true, once, if the lane's wait after a refusal is over: the renewal followed at once. If the vendor refuses fresh
   * credentials too, the lane keeps its pace.
   */
  boolean takeEndOfWait() {
    boolean ends = endsWait;
    endsWait = false;
    return ends;
  }
}
