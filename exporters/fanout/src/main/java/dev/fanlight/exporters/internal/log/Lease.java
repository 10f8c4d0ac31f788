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

  /** Returns the number of records. */
  int size();

  /** Spans of all records. */
  int spans();

  /** Returns the time at which the oldest was encoded. */
  long appendedEpochNanos();

  /**
   * Counts copies of the records (inflated, joined, cut) against the log's bound, until the lease ends or is parked. The
   * bytes replace the ones that this lease had reserved before: a smaller number gives the rest back, and always succeeds.
   *
   * <p>If the log is full, records go that no reader but this one claims, or only readers that have not got as far; a
   * reader that keeps up loses no record for the copies of another one.
   *
   * @return false, without a change, if there is no room now; this reader is woken when there may be
   */
  boolean tryReserve(long bytes);

  /** Returns the maximum number of bytes that this lease could reserve if it were alone in the log. */
  long maxReservation();

  /**
   * Settles some spans of the only record; the reader continues with the remaining ones. They are booked at once, or
   * together with the remaining spans if both must survive together; if the record is given up later, only the
   * remaining spans are lost.
   *
   * @param spans how many; fewer than are left
   * @param booking moves them in the account; called under the log's lock, if at all
   * @return false, without a booking, if the reader was ended meanwhile and has answered for them already
   */
  boolean settlePart(int spans, Runnable booking);

  /**
   * Done with all records: the reader has settled them. The booking survives, or is lost, together with it; it
   * survives from the next {@link LogReader#prepare} on if the reader has any other unsettled record then, and a
   * moment later in any case; not before a disk that is behind has caught up.
   *
   * @param booking moves their spans in the account; called under the log's lock, if at all
   * @return false, without a booking, if the reader was ended meanwhile and has answered for them already
   */
  boolean settle(Runnable booking);

  /** Not in flight any more, but still this reader's. Leases of several records are dissolved first. */
  void park();

  /** The same after a request with these records failed: the vendor is probably the reason that they are still there. */
  default void parkFailed() {
    park();
  }

  /**
   * In flight again after {@link #park}.
   *
   * @return false if the log gave the records up meanwhile; the lease has ended then
   */
  boolean unpark();

  /** Returns true if the log gave the records up while the lease was parked. */
  boolean isGone();

  /** Returns the same records as leases of one record each, all in flight; this lease has ended. */
  List<Lease> dissolve();
}
