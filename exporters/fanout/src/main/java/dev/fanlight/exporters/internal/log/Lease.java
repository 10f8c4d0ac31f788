/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.List;

/**
 * Records that one reader took. In flight they cannot be given up for want of room; parked they can.
 *
 * <p>Confined to one thread at a time.
 */
public interface Lease {

  /**
   * The records, oldest first; perhaps read from a disk.
   *
   * @throws IllegalArgumentException if one is damaged
   * @throws UnreadableException if one cannot be read now
   */
  List<BatchRecord> records();

  /** How many records. */
  int size();

  /** Spans of all records. */
  int spans();

  /** When the oldest was encoded. */
  long appendedEpochNanos();

  /**
   * Counts copies of the records (inflated, joined) against the log's bound until the lease ends or is parked. Nobody's
   * batch is given up for that.
   *
   * @return false, and nothing is counted, if there is no room
   */
  boolean tryReserve(long bytes);

  /**
   * Done with all records: the reader has settled them. What is booked with it survives, or is lost, together with it;
   * it survives from the next {@link LogReader#prepare} on where the reader has anything else unsettled then, and a
   * moment later in any case; not before a disk that is behind has caught up.
   *
   * @param booking moves their spans in the account; called under the log's lock, if at all
   * @return false, and nothing is booked, if the reader was ended meanwhile and has answered for them already
   */
  boolean settle(Runnable booking);

  /** Not in flight any more, but still this reader's. Leases of several records are dissolved first. */
  void park();

  /**
   * In flight again after {@link #park}.
   *
   * @return false if the log gave the records up meanwhile; the lease has ended then
   */
  boolean unpark();

  /** Whether the log gave the records up while the lease was parked. */
  boolean isGone();

  /** The same records as leases of one record each, all in flight; this lease has ended. */
  List<Lease> dissolve();
}
