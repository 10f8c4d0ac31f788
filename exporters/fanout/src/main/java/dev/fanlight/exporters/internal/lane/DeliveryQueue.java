/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The decision which delivery of a lane goes next: a fresh one from the log, one from the retry queue, or a refused one of
 * which the cause is known by now.
 *
 * <p>Not safe on several threads: the lane's lock guards it, except {@link #maxJoinedBytes} and {@link #learnMessageRatio}.
 */
final class DeliveryQueue {

  private final LogReader reader;
  private final Supplier<Limits> limits;
  private final JoinSettings joins;
  private final RetryQueue waiting;
  private final RefusedDeliveries refused;
  private long troubles;
  private volatile double messageRatio = 1;

  /**
   * Creates the queue of the deliveries of a reader.
   *
   * @param limits the vendor's, as they are now
   * @param policy as it is now
   * @param joins maximum size of a request of several records
   */
  DeliveryQueue(
      LogReader reader, Supplier<Limits> limits, Supplier<RetryPolicy> policy, JoinSettings joins) {
    this.reader = reader;
    this.limits = limits;
    this.joins = joins;
    this.waiting = new RetryQueue(policy);
    this.refused = new RefusedDeliveries(policy);
  }

  /** Returns the maximum number of compressed bytes of records that are joined into one request. Any thread. */
  int maxJoinedBytes() {
    return joins.maxBytes(limits.get(), messageRatio);
  }

  /** Notes that records that were taken together did not fit; the next ones may. Any thread. */
  void learnMessageRatio(double ratio) {
    messageRatio = ratio;
  }

  /**
   * Puts refused batches into the retry queue if the cause of the refusal is known by now.
   *
   * @param isKeyRefused whether the lane knows that the credentials are the cause
   */
  void reconsiderRefused(boolean isKeyRefused, long successes, long nowNanos) {
    Delivery bisected = refused.startBisection(successes, nowNanos);
    if (bisected != null) {
      waiting.putBack(List.of(bisected));
    }
    waiting.putBack(refused.takeForbidden(isKeyRefused, successes, nowNanos));
  }

  /** Puts the batches that the credentials may be the cause of into the retry queue. */
  void retryForbidden(long successes, long nowNanos) {
    waiting.putBack(refused.takeForbidden(true, successes, nowNanos));
  }

  /** Returns the next delivery, held; null if there is none. */
  @Nullable Delivery next(boolean laneIsUp, long successes) {
    boolean isRetryFirst = waiting.goFirst(laneIsUp);
    Delivery delivery = isRetryFirst ? waiting.next() : fresh(successes);
    if (delivery == null) {
      delivery = isRetryFirst ? fresh(successes) : waiting.next();
    }
    return delivery;
  }

  private @Nullable Delivery fresh(long successes) {
    Lease lease = reader.take(joins.maxSpans(), maxJoinedBytes());
    return lease == null ? null : new Delivery(lease, successes);
  }

  /** Notes that the vendor answered for a request, and took or rejected it. */
  void answered(Delivery delivery, Outcome outcome) {
    if (outcome instanceof Delivered && delivery.history().hasFailedAlone()) {
      troubles++;
    }
    waiting.requestGotThrough();
  }

  /** Returns how often a batch got through that had failed alone before. */
  long troubles() {
    return troubles;
  }

  /** Puts parked deliveries into the retry queue, oldest first. */
  void putBack(List<Delivery> deliveries) {
    waiting.putBack(deliveries);
    waiting.forgetGone();
  }

  /** Keeps a parked delivery, which is refused, until the cause is known. */
  void keepRefused(Delivery delivery) {
    refused.add(delivery);
    refused.forgetGone();
  }

  /** Returns the bisection of a delivery that a sender holds; null if it is not bisected. */
  @Nullable BisectedDelivery bisectionOf(Delivery delivery) {
    return refused.bisectionOf(delivery);
  }

  /** Returns the meaning of an outcome for a part of a bisected batch. */
  Outcome judged(BisectedDelivery bisected, Outcome outcome, boolean isKeyInDoubt) {
    refused.countRequest();
    return bisected.judged(outcome, isKeyInDoubt);
  }

  /** Notes the end of the bisection; another batch may be bisected. */
  void bisectionEnded(long successes) {
    refused.bisectionEnded(successes);
  }

  /** Returns true if a rejected batch waits for another one to get through. */
  boolean isUndecided(long successes) {
    return refused.isUndecided(successes);
  }

  /** Returns the time until time alone decides on a refused batch; {@link Long#MAX_VALUE} if time decides on no batch. */
  long nanosToWait(long successes, long nowNanos) {
    return refused.nanosToWait(successes, nowNanos);
  }

  /**
   * Takes out the batches that are given up as they were refused.
   *
   * @param isLast whether no other batch is there that might get through
   */
  List<Delivery> takeHopeless(boolean isLast, long successes, long nowNanos) {
    return refused.takeHopeless(isLast, successes, nowNanos);
  }

  /** Takes out all that were refused for good. */
  List<Delivery> removeRefused() {
    return refused.removeRefused();
  }

  /** Takes out the waiting deliveries that were written before a moment. */
  List<Delivery> removeOlderThan(long epochNanos) {
    return waiting.removeOlderThan(epochNanos);
  }

  /** Takes out all deliveries. */
  List<Delivery> removeAll() {
    List<Delivery> all = new ArrayList<>(waiting.removeAll());
    all.addAll(refused.removeAll());
    return all;
  }

  /** Lets go of the deliveries of which the log gave up the records. */
  void forgetGone() {
    waiting.forgetGone();
    refused.forgetGone();
  }

  /** Returns true if no delivery is parked. */
  boolean isEmpty() {
    return waiting.isEmpty() && refused.isEmpty();
  }
}
