/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.List;

/**
 * Records that one reader took. Parked they can be given up for want of room, in flight they cannot; but a log that has
 * no other room left may interrupt the thread that took them, so that they are parked soon.
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
   * Counts copies of the records (inflated, joined, cut) against the log's bound, until the lease ends or is parked. The
   * bytes replace the ones that this lease had reserved before: a smaller number gives the rest back, and always succeeds.
   *
   * <p>If the log is full, records go that no reader but this one claims, or only readers that have not got as far; a
   * reader that keeps up loses nothing for the copies of another one.
   *
   * @return false, and nothing is changed, if there is no room now; this reader is woken when there may be
   */
  boolean tryReserve(long bytes);

  /** Returns the maximum number of bytes that this lease could reserve if it were alone in the log. */
  long maxReservation();

  /**
   * Some spans of the only record are settled, and the reader goes on with the others. They are booked at once, or
   * together with the others where both must survive together; if the record is given up later, only the others are lost.
   *
   * @param spans how many; fewer than are left
   * @param booking moves them in the account; called under the log's lock, if at all
   * @return false, and nothing is booked, if the reader was ended meanwhile and has answered for them already
   */
  boolean settlePart(int spans, Runnable booking);

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
