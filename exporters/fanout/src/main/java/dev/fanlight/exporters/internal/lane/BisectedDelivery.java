/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.DeliverySchedule.LaneStatus;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Outcome.Rejected;
import dev.fanlight.exporters.internal.lane.Outcome.TooLarge;
import dev.fanlight.exporters.internal.lane.RefusedDelivery.Cause;

/** A batch while it is bisected. Confined to the thread that holds its delivery; the lane's lock hands it over. */
final class BisectedDelivery {

  /** Failures of a run of spans, while others got through, after which the run counts as bad. */
  private static final int FAILURES_OF_A_RUN = 1;

  /** The same for a span alone, which is given up then. */
  private static final int FAILURES_OF_A_SPAN = 2;

  /** Single spans in a row that are given up though nothing got through since the refusal before. */
  private static final int MAX_REJECTED = 2;

  /** The same for spans that are forbidden. */
  private static final int MAX_FORBIDDEN = 1;

  private final Delivery delivery;
  private final RefusedDelivery refused;
  private final Bisection search;
  private long successesAtRefusal;
  private int rejectedWithoutEvidence;

  /**
   * A bisection that begins, or goes on.
   *
   * @param successes of the lane so far
   */
  BisectedDelivery(RefusedDelivery refused, long successes) {
    this.delivery = refused.delivery();
    this.refused = refused;
    this.search = refused.search();
    this.successesAtRefusal = successes;
  }

  Delivery delivery() {
    return delivery;
  }

  RefusedDelivery refused() {
    return refused;
  }

  /** The delivery's next request is the next step of the search. */
  void prepare() {
    delivery.startAnew(search.nextSpans(delivery.remainingSpans()));
  }

  /** Returns what an outcome means for the spans that were sent: 403 is a refusal of them if the lane's key is not in doubt. */
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
  Step book(Outcome outcome, LaneStatus status) {
    int spans = delivery.headSpans();
    if (outcome instanceof Rejected rejected) {
      return rejected(rejected, spans, status.successes());
    }
    delivery.book(outcome, status);
    if (outcome instanceof Later later) {
      return later.kind() == Outcome.Kind.FAILURE ? failed(spans) : Step.NEXT;
    }
    if (outcome instanceof TooLarge) {
      search.refused(spans);
    } else {
      search.taken(spans);
    }
    return next();
  }

  private Step rejected(Rejected rejected, int spans, long successes) {
    delivery.noteRefusal(rejected.message());
    boolean hasEvidence = successes > successesAtRefusal;
    successesAtRefusal = successes;
    rejectedWithoutEvidence = hasEvidence ? 0 : rejectedWithoutEvidence;
    if (spans == 1 && !hasEvidence) {
      rejectedWithoutEvidence++;
      if (refused.cause() == Cause.FORBIDDEN && rejectedWithoutEvidence > MAX_FORBIDDEN) {
        return Step.SUSPENDED; // the key may have been revoked meanwhile
      }
      if (rejectedWithoutEvidence > MAX_REJECTED) {
        return giveUpRest(); // the vendor refuses everything
      }
    }
    refused(spans);
    return next();
  }

  /** A run of spans failed: tried again in any case, and bad if others get through. */
  private Step failed(int spans) {
    if (delivery.refusals() >= (spans == 1 ? FAILURES_OF_A_SPAN : FAILURES_OF_A_RUN)) {
      refused(spans);
      return next();
    }
    return search.countRequest() ? Step.NEXT : giveUpRest();
  }

  private void refused(int spans) {
    if (search.refused(spans)) {
      delivery.rejectHead(refused.refusal().reason());
    }
  }

  private Step next() {
    if (delivery.isSettled()) {
      return Step.ENDED;
    }
    if (!search.countRequest()) {
      return giveUpRest();
    }
    prepare();
    return Step.NEXT;
  }

  private Step giveUpRest() {
    delivery.rejectAll(refused.refusal().reason());
    return Step.ENDED;
  }

  /** How a search goes on. */
  enum Step {
    /** With the delivery's next request. */
    NEXT,
    /** Once another batch got through. */
    SUSPENDED,
    /** Nothing is left, or all that was left is rejected. */
    ENDED
  }
}
