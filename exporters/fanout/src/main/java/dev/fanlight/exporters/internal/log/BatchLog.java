/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.time.Duration;
import java.util.Set;

/**
 * Encoded batches in the order they were written, bounded in bytes, each read by every lane that follows its view.
 *
 * <p>All methods are safe on any thread and none waits for a vendor. When the log is full the oldest batch not in
 * flight goes, and each reader that had not settled it hears of it through its {@link Losses}.
 */
public interface BatchLog extends AutoCloseable {

  /** What a disk that is well needs at most for the last write. */
  Duration CLOSE_TIME = Duration.ofSeconds(1);

  /** Writes a record for the readers that follow its view now. Once this returns, it is theirs. */
  void append(BatchRecord record);

  /**
   * A reader that follows no view yet. It has what one of its name and destination left in the log.
   *
   * @param books its account, one for all readers of its name; what the log gives up is booked there
   * @param losses hears what was given up; called without a lock held
   * @param wakeUp called when this reader got something to take; must return at once
   */
  LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp);

  /**
   * All readers that the file names are there: what others left is given up.
   *
   * @param names that keep what they have, also where no reader could be made for them
   */
  void forgetAllBut(Set<String> names);

  /**
   * The name by which this log knows a view or a destination: equal definitions, equal names. A log that outlives the
   * process takes a hash, for a definition may hold addresses and tokens.
   */
  default String nameOf(String definition) {
    return definition;
  }

  /** Where the batches survive the process, for people to read; empty where they do not. */
  String place();

  /** Whether batches survive the process as things are: the log is in files, and the disk takes them. */
  default boolean isOnDisk() {
    return !place().isEmpty();
  }

  /** Bytes in memory now: records, and copies that readers reserved. */
  long sizeInBytes();

  /**
   * Waits until everything that has happened so far is where the next process finds it; at once in a log that ends with
   * the process.
   *
   * @param longest maximum wait
   */
  default void awaitWritten(Duration longest) throws InterruptedException {}

  /**
   * Ends the log; readers get nothing more. What outlives the process stays.
   *
   * @param longest how long it may take; what could not be written until then is lost, and booked
   */
  void close(Duration longest);

  /** The same with time enough for a disk that is well. */
  @Override
  default void close() {
    close(CLOSE_TIME);
  }

  /**
   * Who reads.
   *
   * @param name the lane's; by it the reader is known again
   * @param destination {@link #nameOf name} of where its spans go; another one under the same name is another reader
   * @param backfill how old the batches may be that a reader new to the log begins with; zero for none
   */
  record ReaderSettings(String name, String destination, Duration backfill) {}

  /** Hears what a log gave up. */
  interface Losses {
    /**
     * Spans of this reader are gone, and booked.
     *
     * @param spans how many
     * @param reason as the ledger counts it
     */
    void lost(long spans, String reason);
  }
}
