/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliveryState.Cause;
import dev.fanlight.exporters.internal.lane.DeliveryState.Refusal;
import dev.fanlight.exporters.internal.lane.RetryPolicy.BisectionLimits;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;

/** A batch while it is bisected. Confined to the thread that holds its delivery; the lane's lock hands it over. */
final class BisectedDelivery {

  private final Delivery delivery;
  private final Refusal refusal;
  private long successesAtRefusal;
  private int rejectedWithoutEvidence;

  /**
   * A bisection that begins, or goes on.
   *
   * @param refusal with the search as far as it has got
   * @param successes of the lane so far
   */
  BisectedDelivery(Delivery delivery, Refusal refusal, long successes) {
    this.delivery = delivery;
    this.refusal = refusal;
    this.successesAtRefusal = successes;
  }

  Delivery delivery() {
    return delivery;
  }

  Refusal refusal() {
    return refusal;
  }

  /** The delivery's next request is the next step of the refusal.search(). */
  void prepare() {
    delivery.startAnew(refusal.search().nextSpans(delivery.remainingSpans()));
  }

  /** Returns the meaning of an outcome for the spans that were sent: 403 is a refusal of them if the lane's key is not in doubt. */
  Outcome judged(Outcome outcome, boolean isKeyInDoubt) {
    return outcome instanceof Later later && later.kind() == Outcome.Kind.FORBIDDEN && !isKeyInDoubt
        ? new Rejected(later.reason(), later.message())
        : outcome;
  }

  /**
   * Books how a step ended, and prepares the next one.
   *
   * @return how the search goes on
   */
  Step book(Outcome outcome, LaneStatus status, BisectionLimits limits) {
    int spans = delivery.headSpans();
    if (outcome instanceof Rejected rejected) {
      return rejected(rejected, spans, status.successes(), limits);
    }
    delivery.book(outcome, status);
    if (outcome instanceof Later later) {
      return later.kind() == Outcome.Kind.FAILURE ? failed(spans, limits) : Step.NEXT;
    }
    if (outcome instanceof TooLarge) {
      refusal.search().refused(spans);
    } else {
      refusal.search().taken(spans);
    }
    return next();
  }

  private Step rejected(Rejected rejected, int spans, long successes, BisectionLimits limits) {
    delivery.noteRefusal(rejected.message());
    boolean hasEvidence = successes > successesAtRefusal;
    successesAtRefusal = successes;
    rejectedWithoutEvidence = hasEvidence ? 0 : rejectedWithoutEvidence;
    if (spans == 1 && !hasEvidence) {
      rejectedWithoutEvidence++;
      if (refusal.cause() == Cause.FORBIDDEN
          && rejectedWithoutEvidence > limits.maxForbiddenInDoubt()) {
        return Step.SUSPENDED; // the key may have been revoked meanwhile
      }
      if (rejectedWithoutEvidence > limits.maxRejectedInDoubt()) {
        return giveUpRest(); // the vendor refuses everything
      }
    }
    refused(spans);
    return next();
  }

  /** Counts a failure of a run of spans: tried again in any case, and bad if other batches get through. */
  private Step failed(int spans, BisectionLimits limits) {
    if (delivery.history().refusals()
        >= (spans == 1 ? limits.failuresOfASpan() : limits.failuresOfARun())) {
      refused(spans);
      return next();
    }
    return refusal.search().countRequest() ? Step.NEXT : giveUpRest();
  }

  private void refused(int spans) {
    if (refusal.search().refused(spans)) {
      delivery.rejectHead(refusal.answer().reason());
    }
  }

  private Step next() {
    if (delivery.isSettled()) {
      return Step.ENDED;
    }
    if (!refusal.search().countRequest()) {
      return giveUpRest();
    }
    prepare();
    return Step.NEXT;
  }

  private Step giveUpRest() {
    delivery.rejectAll(refusal.answer().reason());
    return Step.ENDED;
  }

  /** The next step of a search. */
  enum Step {
    /** With the delivery's next request. */
    NEXT,
    /** Once another batch got through. */
    SUSPENDED,
    /** No span is left, or all remaining spans are rejected. */
    ENDED
  }
}
