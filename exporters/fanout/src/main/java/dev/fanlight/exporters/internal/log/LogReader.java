/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import org.jspecify.annotations.Nullable;

/** One lane's place in the log. All methods are safe on any thread; only {@link #prepare} may wait for a disk. */
public interface LogReader {

  /**
   * From now on this reader gets the records of one view; what it has of an earlier view stays its own.
   *
   * @param view identity of the view
   */
  void follow(String view);

  /** From now on this reader gets nothing new. */
  void unfollow();

  /**
   * Gives up what this reader has not taken and is too old, as lost for {@code expired}, and has ready what comes next.
   * To be called before {@link #take}, without a lock, by the thread that settled what it had taken before. It waits until
   * a successor would know of that, a quarter of a second at the longest: so what is in flight, or settled and unknown to
   * a successor, is one lease a thread at most, as long as the disk keeps up.
   *
   * @param tooOldEpochNanos records appended before this go
   * @param maxSpans as for {@link #take}
   * @param maxBytes likewise
   */
  void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes);

  /**
   * Takes the oldest records that nobody of this reader has taken, as many as fit together, all of one view.
   *
   * @param maxSpans most spans together; a single larger record is taken alone
   * @param maxBytes most bytes of full bodies together, likewise
   * @return what was taken, held in flight; null where there is nothing
   */
  @Nullable Lease take(int maxSpans, int maxBytes);

  /**
   * Whether another request may be in flight beside those that are: the records and copies in flight of one reader are
   * bounded by its share of the log's memory, or by one request where that is larger.
   */
  boolean hasCapacity();

  /** The end of the log as it is now for this reader; see {@link #hasSettled}. */
  long end();

  /** Whether this reader holds nothing any more that stood before {@code end}. */
  boolean hasSettled(long end);

  /** Returns what this reader has not settled, in bytes and by age. */
  Backlog backlog();

  /** Spans not settled, those in flight included. */
  long unsettledSpans();

  /**
   * Ends the reader and books what it had not settled, leases included.
   *
   * @param reason as the ledger counts it
   * @return the spans that were given up
   */
  long abandon(String reason);

  /**
   * Ends the reader and leaves what it had not settled, leases included, for the next one of its name.
   *
   * @return the spans that stay; 0 in a log that ends with the process, which leaves all to {@link #abandon}
   */
  long keep();
}
