/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.time.Duration;
import java.util.Set;

/**
 * Encoded batches in the order they were written, bounded in bytes, each read by every lane that follows its view.
 *
 * <p>All methods are safe on any thread and no method waits for a vendor. When the log is full the oldest batch not in
 * flight goes, and each reader that had not settled it hears of it through its {@link Losses}.
 */
public interface BatchLog extends AutoCloseable {

  /** The maximum time that a healthy disk needs for the last write. */
  Duration CLOSE_TIME = Duration.ofSeconds(1);

  /**
   * Writes a record for the readers that follow its view now. Once this returns, the record belongs to the readers.
   */
  void append(BatchRecord record);

  /**
   * A reader that follows no view yet. It continues with the records that a reader of its name and destination left in
   * the log.
   *
   * @param books its ledger, one for all readers of its name; the log books dropped records there
   * @param losses is told of dropped records; called without a lock held
   * @param wakeUp called when this reader got a record; must return at once
   */
  LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp);

  /**
   * Notes that all readers of the file are open: records of other readers are given up.
   *
   * @param names readers that keep their records, even if no reader could be opened for them
   */
  void forgetAllBut(Set<String> names);

  /**
   * The name by which this log knows a view or a destination: equal definitions, equal names. A log that outlives the
   * process takes a hash, for a definition may hold addresses and tokens.
   */
  default String nameOf(String definition) {
    return definition;
  }

  /** Returns the place of the batches that survive the process, for messages; empty if they do not survive. */
  String place();

  /** Returns true if batches survive the process now: the log is in files, and the disk accepts writes. */
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
   * Waits until each record that was appended before is where the next process finds it, as {@link #awaitWritten} does
   * without the progress of readers.
   *
   * @param longest maximum wait
   * @return false if it took longer, or the log was closed; true in a log that ends with the process
   */
  default boolean awaitAppended(Duration longest) throws InterruptedException {
    return true;
  }

  /**
   * Ends the log; readers get no more records. Records that outlive the process stay.
   *
   * @param longest maximum time; records that could not be written until then are lost, and booked
   */
  void close(Duration longest);

  /** Closes with enough time for a healthy disk. */
  @Override
  default void close() {
    close(CLOSE_TIME);
  }

  /**
   * The identity of a reader.
   *
   * @param name the lane's; by it the reader is known again
   * @param destination {@link #nameOf name} of where its spans go; another one under the same name is another reader
   * @param backfill maximum age of the batches with which a reader starts that is new to the log; zero for no batches
   */
  record ReaderSettings(String name, String destination, Duration backfill) {}

  /** The listener for records that a log gave up. */
  interface Losses {
    /**
     * Spans of this reader are gone, and booked.
     *
     * @param spans how many
     * @param reason as the ledger counts it
     */
    void lost(long spans, DropReason reason);
  }
}
