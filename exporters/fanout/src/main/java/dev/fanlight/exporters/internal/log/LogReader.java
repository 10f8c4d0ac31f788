/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import org.jspecify.annotations.Nullable;

/** A lane's position in the log. All methods are safe on any thread; only {@link #prepare} may wait for a disk. */
public interface LogReader {

  /**
   * Lets this reader get the records of one view from now on; its records of an earlier view stay its own.
   *
   * @param view identity of the view
   */
  void follow(String view);

  /** Lets this reader get no new records from now on. */
  void unfollow();

  /**
   * Drops the records of this reader that are not taken and too old, as {@code expired}, and makes the next ones
   * ready. To be called before {@link #take}, without a lock, by the thread that settled the records it had taken
   * before. It waits until a successor would know of that, a quarter of a second at the longest: so at most one lease
   * a thread is in flight, or settled and unknown to a successor, as long as the disk keeps up.
   *
   * @param tooOldEpochNanos records appended before this go
   * @param maxSpans as for {@link #take}
   * @param maxBytes as for {@link #take}
   */
  void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes);

  /**
   * Takes the oldest records that this reader has not taken, as many as fit together, all of one view.
   *
   * @param maxSpans most spans together; a single larger record is taken alone
   * @param maxBytes maximum bytes of full bodies together; a single larger record is taken alone
   * @return the taken records, held in flight; null if there are none
   */
  @Nullable Lease take(int maxSpans, int maxBytes);

  /**
   * Returns true if another request may be in flight: the records and copies in flight of one reader are bounded by
   * its share of the log's memory, or by one request if that is larger.
   */
  boolean hasCapacity();

  /** The end of the log as it is now for this reader; see {@link #hasSettled}. */
  long end();

  /** Returns true if this reader has settled everything before {@code end}. */
  boolean hasSettled(long end);

  /** Returns the unsettled records of this reader, in bytes and by age. */
  Backlog backlog();

  /** Returns the number of unsettled spans, including spans in flight. */
  long unsettledSpans();

  /**
   * Ends the reader and books its unsettled records, leases included.
   *
   * @param reason as the ledger counts it
   * @return the spans that were given up
   */
  long abandon(DropReason reason);

  /**
   * Ends the reader and leaves its unsettled records, leases included, for the next one of its name.
   *
   * @return the spans that stay; 0 in a log that ends with the process, which leaves all to {@link #abandon}
   */
  long keep();
}
