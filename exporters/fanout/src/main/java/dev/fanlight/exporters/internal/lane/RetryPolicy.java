/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliveryState.Cause;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;
import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The retry policy of one lane: when a batch is sent again, which batch goes first, and which one is taken apart or
 * given up. The file sets the first two components; all further components are the same for every lane.
 *
 * @param backoff waits between attempts
 * @param breaker when the lane stops trying
 * @param patience failures in a row of the oldest waiting batch after which a fresh one goes first while the lane is not up
 * @param manyWaiting waiting batches from which on they have every other turn
 * @param poisonRefusals failures of one batch, each after another batch got through, after which the batch is the cause
 * @param maxStale kept connections in a row that may be given up under one request before that is an ordinary failure
 * @param bisection bounds of the search for bad spans
 */
public record RetryPolicy(
    RetrySettings backoff,
    BreakerSettings breaker,
    int patience,
    int manyWaiting,
    int poisonRefusals,
    int maxStale,
    BisectionLimits bisection) {

  /** The defaults of the file. */
  public static final RetryPolicy DEFAULT = of(RetrySettings.DEFAULT, BreakerSettings.DEFAULT);

  /** Returns the policy with the settings of the file. */
  public static RetryPolicy of(RetrySettings backoff, BreakerSettings breaker) {
    return new RetryPolicy(backoff, breaker, 2, 8, 8, 3, BisectionLimits.DEFAULT);
  }

  /**
   * Returns the meaning of an outcome for a delivery: connections that are given up each time are a failure, and several
   * batches in one request are taken apart before one of them is refused.
   *
   * @param records that the request was made from
   */
  Outcome interpret(Outcome outcome, RequestHistory history, int records) {
    if (outcome instanceof Rejected rejected && records > 1) {
      return new TooLarge(rejected.message());
    }
    if (outcome instanceof Later later) {
      if (later.kind() == Kind.FORBIDDEN && records > 1) {
        return new TooLarge(later.message());
      }
      if (later.kind() == Kind.STALE && history.staleInARow() >= maxStale) {
        return new Later(
            Kind.FAILURE, later.reason(), later.after(), later.mayHaveArrived(), later.message());
      }
    }
    return outcome;
  }

  /** Returns true if the batch alone failed repeatedly, while other batches got through. */
  boolean isPoison(RequestHistory history) {
    return history.refusals() >= poisonRefusals;
  }

  /**
   * Returns true if poison is given up without a bisection: a span alone, or 401, of which no span can be the cause.
   */
  boolean isHopelessPoison(Outcome outcome, RequestHistory history, int spans) {
    boolean isUnauthorised = outcome instanceof Later later && later.kind() == Kind.UNAUTHORISED;
    return isPoison(history) && (spans == 1 || isUnauthorised);
  }

  /**
   * Returns the refusal of a batch that may be refused permanently; null if the batch is retried in the ordinary way.
   *
   * @param records that the request was made from
   * @param spans of the request
   * @param laneState after the outcome
   */
  @Nullable Refusal refusal(
      Outcome outcome, RequestHistory history, int records, int spans, State laneState) {
    Bisection search = new Bisection(spans, bisection.maxRequests());
    if (outcome instanceof Rejected rejected && spans > 1) {
      return new Refusal(rejected, Cause.REJECTED, search);
    }
    if (!(outcome instanceof Later later)) {
      return null;
    }
    if (isPoison(history)) {
      return new Refusal(
          new Rejected(RejectReason.POISON.code(), later.message()), Cause.POISON, search);
    }
    boolean isForbidden =
        later.kind() == Kind.FORBIDDEN && records == 1 && laneState != State.UNAUTHORISED;
    return isForbidden
        ? new Refusal(new Rejected(later.reason(), later.message()), Cause.FORBIDDEN, search)
        : null;
  }

  /**
   * The bounds of bisection.
   *
   * @param maxRequests for the bad spans of one batch
   * @param maxRequestsAMinute for all batches of the lane
   * @param maxWaiting refused batches that wait for evidence
   * @param grace maximum wait of a rejected batch for evidence
   * @param failuresOfARun failures of a run of spans, while other batches get through, after which the run counts as
   *     bad
   * @param failuresOfASpan the same limit for a single span, which is given up then
   * @param maxRejectedInDoubt single spans in a row that are given up although no batch got through since the refusal
   *     before
   * @param maxForbiddenInDoubt the same limit for spans that are forbidden
   */
  record BisectionLimits(
      int maxRequests,
      int maxRequestsAMinute,
      int maxWaiting,
      Duration grace,
      int failuresOfARun,
      int failuresOfASpan,
      int maxRejectedInDoubt,
      int maxForbiddenInDoubt) {

    static final BisectionLimits DEFAULT =
        new BisectionLimits(24, 240, 64, Duration.ofSeconds(2), 1, 2, 2, 1);
  }
}
