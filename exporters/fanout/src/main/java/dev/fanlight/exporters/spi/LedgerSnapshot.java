/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.Map;

/**
 * The outcomes of all spans of one vendor, at one moment.
 *
 * <p>{@code received = delivered + rejected + dropped + filtered + buffered}, exactly, in every account.
 * All counts are spans since the start of the vendor's lane, and only grow, but for {@code buffered}.
 *
 * @param vendor its name in the file
 * @param state the state of its lane
 * @param received taken by the batcher for this vendor
 * @param delivered answered with 2xx, without the spans that a partial success rejected
 * @param buffered waiting or in flight
 * @param filteredByReason excluded by its rules: {@code keep}, {@code drop}, {@code sample}, and {@code
 *     application} for a filter of the application
 * @param rejectedByReason refused by the vendor for good
 * @param droppedByReason given up by us
 * @param attempts requests made, the first of a batch and every further one
 */
public record LedgerSnapshot(
    String vendor,
    State state,
    long received,
    long delivered,
    long buffered,
    Map<String, Long> filteredByReason,
    Map<String, Long> rejectedByReason,
    Map<String, Long> droppedByReason,
    long attempts) {

  /** Copies the maps. */
  public LedgerSnapshot {
    filteredByReason = Map.copyOf(filteredByReason);
    rejectedByReason = Map.copyOf(rejectedByReason);
    droppedByReason = Map.copyOf(droppedByReason);
  }

  /** Returns the spans that the vendor's rules excluded, for all reasons together. */
  public long filtered() {
    return sum(filteredByReason);
  }

  /** Returns the spans that the vendor rejected permanently, for all reasons together. */
  public long rejected() {
    return sum(rejectedByReason);
  }

  /** Returns the spans that Fanlight gave up, for all reasons together. */
  public long dropped() {
    return sum(droppedByReason);
  }

  /** Returns true if the equation of the ledger holds. */
  public boolean addsUp() {
    return received == delivered + rejected() + dropped() + filtered() + buffered;
  }

  private static long sum(Map<String, Long> counts) {
    long sum = 0;
    for (long count : counts.values()) { // no stream: this is on the path of the start
      sum += count;
    }
    return sum;
  }

  /** The state of a lane. */
  public enum State {
    /** Requests succeed, or no request was needed yet. */
    UP,
    /** Requests get through, and the vendor takes spans more slowly than they come: the buffer fills. */
    SLOW,
    /** The last attempt failed; the next one waits. */
    RETRYING,
    /** The breaker is open: no request is sent until a probe is due. */
    OPEN,
    /** The breaker lets one probe through. */
    HALF_OPEN,
    /** The vendor refuses the credentials; retried slowly. */
    UNAUTHORISED,
    /** The vendor says that the quota is used up; retried slowly. */
    QUOTA,
    /** The lane leaves: it sends its remaining spans and takes no new ones. */
    DRAINING,
    /** No request is sent any more. */
    STOPPED
  }
}
