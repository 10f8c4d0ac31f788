/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.Outcome.Rejected;

/**
 * A batch that the vendor refused, parked.
 *
 * @param delivery of one record, of which more than one span is left in the request that was refused
 * @param refusal as it is booked if the batch is given up
 * @param cause kind of evidence that is needed
 * @param search for its bad spans, as far as it has got
 * @param successes of the lane when it was refused
 * @param sinceNanos when it was refused
 */
record RefusedDelivery(
    Delivery delivery,
    Rejected refusal,
    Cause cause,
    Bisection search,
    long successes,
    long sinceNanos) {

  /** The reason why a batch may be refused for good. */
  enum Cause {
    /** The vendor says so (400 and its like). */
    REJECTED,
    /** It failed again and again while others got through. */
    POISON,
    /** 403: the credentials may be the reason as well. */
    FORBIDDEN
  }
}
