/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.Map;

/**
 * What became of every span that one vendor was to get, at one moment.
 *
 * <p>{@code received = delivered + rejected + dropped + filtered + buffered}, exactly, in every account.
 * All counts are spans since the start of the vendor's lane, and only grow, but for {@code buffered}.
 *
 * @param vendor its name in the file
 * @param state what its lane is doing
 * @param received taken by the batcher for this vendor
 * @param delivered answered with 2xx, less what a partial success took back
 * @param filtered kept from it by its own rules
 * @param buffered waiting or in flight
 * @param rejectedByReason refused by the vendor for good
 * @param droppedByReason given up by us
 * @param attempts requests made, the first of a batch and every further one
 */
public record LedgerSnapshot(
    String vendor,
    State state,
    long received,
    long delivered,
    long filtered,
    long buffered,
    Map<String, Long> rejectedByReason,
    Map<String, Long> droppedByReason,
    long attempts) {

  /** Copies the maps. */
  public LedgerSnapshot {
    rejectedByReason = Map.copyOf(rejectedByReason);
    droppedByReason = Map.copyOf(droppedByReason);
  }

  /** Refused by the vendor for good, whatever the reason. */
  public long rejected() {
    return sum(rejectedByReason);
  }

  /** Given up by us, whatever the reason. */
  public long dropped() {
    return sum(droppedByReason);
  }

  /** Whether the account adds up. */
  public boolean addsUp() {
    return received == delivered + rejected() + dropped() + filtered + buffered;
  }

  private static long sum(Map<String, Long> counts) {
    long sum = 0;
    for (long count : counts.values()) { // no stream: this is on the path of the start
      sum += count;
    }
    return sum;
  }

  /** What a lane is doing. */
  public enum State {
    /** Requests get through, or none was needed yet. */
    UP,
    /** Requests get through, and the vendor takes spans more slowly than they come: the buffer fills. */
    SLOW,
    /** The last attempt failed; the next one waits. */
    RETRYING,
    /** The breaker is open: nothing is sent until a probe is due. */
    OPEN,
    /** The breaker lets one probe through. */
    HALF_OPEN,
    /** The vendor refuses the credentials; retried slowly. */
    UNAUTHORISED,
    /** The vendor says that the quota is used up; retried slowly. */
    QUOTA,
    /** Leaving: sends what it still has, takes nothing new. */
    DRAINING,
    /** Nothing is sent any more. */
    STOPPED
  }
}
