/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliveryState.Cause;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refused;
import dev.fanlight.exporters.internal.lane.RetryPolicy.BisectionLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches that the vendor refused, until it is known whether the batch is the reason or the vendor; and the one of
 * them that is bisected.
 *
 * <p>Not safe on several threads: the lane's lock guards it.
 */
final class RefusedDeliveries {

  /*
   * A refused batch is bisected if the vendor takes other batches:
   *
   *   REJECTED    a request got through before it (and since the vendor last refused every batch), or after it
   *   FORBIDDEN   a request got through after it: before that, the key may have been revoked
   *   POISON      other batches got through between its failures
   *
   * It waits for that, parked, and does not take part in anything. If no batch gets through for a while, a rejected
   * batch is given up with its reason, and a forbidden one is tried again, which shows if the key is refused. While
   * the vendor refuses everything, each further batch is given up at once.
   *
   * Bounds: one bisection at a time, and the policy's BisectionLimits.
   */
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Supplier<RetryPolicy> policy;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private @Nullable BisectedDelivery bisected;
  private long successesWhenFutile = 0;
  private long successesAtStart;
  private boolean isFutile;
  private long minuteStartNanos;
  private int requestsThisMinute;

  RefusedDeliveries(Supplier<RetryPolicy> policy) {
    this.policy = policy;
  }

  /** Adds a refused batch; it is parked. */
  void add(Delivery refused) {
    waiting.addLast(refused);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Returns the bisection of a delivery; null if it is not bisected. */
  @Nullable BisectedDelivery bisectionOf(Delivery delivery) {
    return bisected != null && bisected.delivery() == delivery ? bisected : null;
  }

  /** The bisection of a delivery has ended; {@code successes} of the lane tell whether it was of use. */
  void bisectionEnded(long successes) {
    if (bisected != null && successes == successesAtStart) {
      isFutile = true;
      successesWhenFutile = successes;
    }
    bisected = null;
  }

  /**
   * Returns the next batch to bisect.
   *
   * @return null if no batch is due
   */
  @Nullable Delivery startBisection(long successes, long nowNanos) {
    isFutile &= successes <= successesWhenFutile;
    if (isBusy() || !hasCapacity(nowNanos)) {
      return null;
    }
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      Refused refused = delivery.refused();
      if (hasEvidence(refused, successes)) {
        all.remove();
        delivery.reconsider();
        bisected = new BisectedDelivery(delivery, refused.refusal(), successes);
        successesAtStart = successes;
        bisected.prepare();
        return delivery;
      }
    }
    return null;
  }

  private boolean isBusy() {
    return bisected != null
        && !bisected.delivery().isSettled()
        && !bisected.delivery().isGone();
  }

  private boolean hasCapacity(long nowNanos) {
    if (requestsThisMinute == 0 || nowNanos - minuteStartNanos >= MINUTE_NANOS) {
      minuteStartNanos = nowNanos;
      requestsThisMinute = 0;
    }
    return requestsThisMinute + limits().maxRequests() <= limits().maxRequestsAMinute();
  }

  private BisectionLimits limits() {
    return policy.get().bisection();
  }

  /** Counts a request of the bisection. */
  void countRequest() {
    requestsThisMinute++;
  }

  private boolean hasEvidence(Refused refused, long successes) {
    return switch (refused.refusal().cause()) {
      case POISON -> true;
      case FORBIDDEN -> successes > refused.successes();
      case REJECTED -> successes > (isFutile ? successesWhenFutile : 0);
    };
  }

  /**
   * Takes out the batches that the vendor may refuse because of the credentials, and that are tried again.
   *
   * @param isKeyRefused whether the lane knows by now that the credentials are the reason
   */
  List<Delivery> takeForbidden(boolean isKeyRefused, long successes, long nowNanos) {
    long maxWaitNanos = policy.get().backoff().slowDelay().toNanos();
    List<Delivery> taken = new ArrayList<>();
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      Refused refused = delivery.refused();
      boolean isOver =
          !hasEvidence(refused, successes) && nowNanos - refused.sinceNanos() >= maxWaitNanos;
      if (refused.refusal().cause() == Cause.FORBIDDEN && (isKeyRefused || isOver)) {
        all.remove();
        delivery.reconsider();
        taken.add(delivery);
      }
    }
    return taken;
  }

  /**
   * Takes out the batches that are given up as they were refused.
   *
   * @param isIdle whether no other batch is there that might get through
   */
  List<Delivery> takeHopeless(boolean isIdle, long successes, long nowNanos) {
    List<Delivery> taken = new ArrayList<>();
    int excess = waiting.size() - limits().maxWaiting();
    boolean vendorRefusesAll = isFutile || undecided(successes) > 1;
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      Refused refused = delivery.refused();
      boolean isHopeless = isUndecided(refused, successes)
          && (isIdle
              || vendorRefusesAll
              || nowNanos - refused.sinceNanos() >= limits().grace().toNanos());
      if (isHopeless || (excess > 0 && refused.refusal().cause() != Cause.FORBIDDEN)) {
        excess--;
        all.remove();
        taken.add(delivery);
        isFutile |= isHopeless;
        successesWhenFutile = isHopeless ? successes : successesWhenFutile;
      }
    }
    return taken;
  }

  /** Returns true if a rejected batch waits for another one to get through. */
  boolean isUndecided(long successes) {
    return undecided(successes) > 0;
  }

  private int undecided(long successes) {
    int undecided = 0;
    for (Delivery delivery : waiting) {
      undecided += isUndecided(delivery.refused(), successes) ? 1 : 0;
    }
    return undecided;
  }

  private boolean isUndecided(Refused refused, long successes) {
    return refused.refusal().cause() == Cause.REJECTED && !hasEvidence(refused, successes);
  }

  /** Returns how long until time alone decides on a batch; {@link Long#MAX_VALUE} if time decides on no batch. */
  long nanosToWait(long successes, long nowNanos) {
    long maxForbiddenNanos = policy.get().backoff().slowDelay().toNanos();
    long least = Long.MAX_VALUE;
    for (Delivery delivery : waiting) {
      Refused refused = delivery.refused();
      long waited = nowNanos - refused.sinceNanos();
      if (!hasEvidence(refused, successes)) {
        long limit = refused.refusal().cause() == Cause.FORBIDDEN
            ? maxForbiddenNanos
            : limits().grace().toNanos();
        least = Math.min(least, Math.max(1, limit - waited));
      } else if (!isBusy()) { // as many as are allowed this minute
        least = Math.min(least, Math.max(1, MINUTE_NANOS - (nowNanos - minuteStartNanos)));
      }
    }
    return least;
  }

  /** Takes out all that were refused for good. */
  List<Delivery> removeRefused() {
    List<Delivery> taken = new ArrayList<>();
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      Refused refused = delivery.refused();
      if (refused.refusal().cause() != Cause.FORBIDDEN) {
        all.remove();
        taken.add(delivery);
      }
    }
    return taken;
  }

  /** Takes out all there are. */
  List<Delivery> removeAll() {
    List<Delivery> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Lets go of the batches that the log gave up. */
  void forgetGone() {
    waiting.removeIf(Delivery::isGone);
  }
}
