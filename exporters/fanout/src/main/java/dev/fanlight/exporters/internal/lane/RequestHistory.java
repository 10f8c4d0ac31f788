/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;

/**
 * The failures so far of the request that is next in a delivery; immutable.
 *
 * @param failures in a row, of any kind; connections that were given up are not counted
 * @param refusals failures in a row that the batch may be the cause of, each after another request got through
 * @param staleInARow kept connections in a row that were given up under the request
 * @param mayHaveArrived whether the vendor may hold the request
 * @param hasFailedAlone true if it failed as a bad batch would, and not just joined to other batches
 * @param successesSeen successes of the lane at the last failure, or as the delivery began
 * @param troublesSeen the number of times that a batch had got through that had failed alone before, up to then
 */
record RequestHistory(
    int failures,
    int refusals,
    int staleInARow,
    boolean mayHaveArrived,
    boolean hasFailedAlone,
    long successesSeen,
    long troublesSeen) {

  /** Returns the history of a request that was never sent, in a lane with so many successes. */
  static RequestHistory startingAt(long successes) {
    return new RequestHistory(0, 0, 0, false, false, successes, 0);
  }

  /** Returns the history of the next request if it is another one than the last. */
  RequestHistory ofAnotherRequest() {
    return new RequestHistory(0, 0, 0, false, false, successesSeen, troublesSeen);
  }

  /** Returns the history of one record of a request that was joined from several. */
  RequestHistory ofOneRecord() {
    return new RequestHistory(failures, 0, 0, mayHaveArrived, false, successesSeen, troublesSeen);
  }

  /** Returns the history after an attempt of which no end was seen. */
  RequestHistory afterNoAnswer() {
    return new RequestHistory(
        failures, refusals, staleInARow, true, hasFailedAlone, successesSeen, troublesSeen);
  }

  /**
   * Returns the history after a failure.
   *
   * @param status of the lane, which tells if other batches got through while this request did not
   * @param isAlone whether the request holds one record
   */
  RequestHistory afterFailure(Later later, LaneStatus status, boolean isAlone) {
    boolean arrived = mayHaveArrived || later.mayHaveArrived();
    if (later.kind() == Kind.STALE) { // goes again at once
      return new RequestHistory(
          failures,
          refusals,
          staleInARow + 1,
          arrived,
          hasFailedAlone,
          successesSeen,
          troublesSeen);
    }
    boolean mayBeTheBatch = later.kind() == Kind.FAILURE || later.kind().isAboutCredentials();
    return new RequestHistory(
        failures + 1,
        refusalsAfter(mayBeTheBatch, status),
        0,
        arrived,
        hasFailedAlone || (mayBeTheBatch && isAlone),
        status.successes(),
        status.troubles());
  }

  private int refusalsAfter(boolean mayBeTheBatch, LaneStatus status) {
    if (status.troubles() > troublesSeen) {
      return 0; // this request may get through soon, as that one did
    }
    return mayBeTheBatch && status.successes() > successesSeen ? refusals + 1 : refusals;
  }
}
