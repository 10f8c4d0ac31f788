/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog.Losses;
import dev.fanlight.exporters.internal.log.Books;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The part of a reader's state that ends with the process: the ledger and the callbacks of its lane, the records that
 * were read ahead, and the bytes in flight. The table's lock guards it.
 */
final class OpenReader {

  private final Books books;
  private final Losses losses;
  private final Runnable wakeUp;
  private final Cursor live;
  private Duration backfill;

  /** Records that were read from the disk and not taken yet, all of one cursor. */
  private final Deque<PassedRecord> ahead = new ArrayDeque<>();

  private @Nullable Cursor aheadOf;
  private boolean isReading;

  /** True if records could not be read, for want of room or by a fault of the disk: no event wakes a sender for them. */
  private boolean isStalled;

  private boolean isEnded;
  private long inFlightBytes; // records, and copies of them
  private long settledAs; // the change of the state that was its last settlement

  /**
   * A reader that follows no view.
   *
   * @param live its cursor in the run that is being written now
   * @param backfill age of the records with which it starts
   */
  OpenReader(Books books, Losses losses, Runnable wakeUp, Cursor live, Duration backfill) {
    this.books = books;
    this.losses = losses;
    this.wakeUp = wakeUp;
    this.live = live;
    this.backfill = backfill;
  }

  Books books() {
    return books;
  }

  Losses losses() {
    return losses;
  }

  Runnable wakeUp() {
    return wakeUp;
  }

  /** Returns its cursor in the run that is being written now. */
  Cursor live() {
    return live;
  }

  /** Returns the age of the records with which it starts; the first call alone, zero later. */
  Duration takeBackfill() {
    Duration once = backfill;
    backfill = Duration.ZERO;
    return once;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Ends it: it takes no more records. */
  void end(RecordCache cache) {
    isEnded = true;
    letGoOfAhead(cache);
    ahead.clear();
  }

  // ---- reading ahead ----

  /** Has one thread read ahead, unless there is a record already or another thread reads; true if it may. */
  boolean beginReading() {
    boolean begins = !isEnded && !isReading && ahead.isEmpty();
    isReading |= begins;
    return begins;
  }

  /** Notes that the thread has read as much as it could. */
  void endReading(boolean isBehind) {
    isReading = false;
    isStalled = ahead.isEmpty() && !isEnded && isBehind;
  }

  boolean isReading() {
    return isReading;
  }

  /** Returns true if records could not be read; asked for once. */
  boolean takeStalled() {
    boolean was = isStalled;
    isStalled = false;
    return was;
  }

  boolean hasAhead() {
    return !ahead.isEmpty();
  }

  /** Returns true if records of a cursor may be read ahead: one lease has records of one cursor. */
  boolean mayReadAheadOf(Cursor cursor) {
    return ahead.isEmpty() || aheadOf == cursor;
  }

  void readAhead(Cursor cursor, PassedRecord record, RecordCache cache) {
    record.readAhead(cache);
    ahead.add(record);
    aheadOf = cursor;
  }

  /** Returns the first record that was read ahead; null if there is none. */
  @Nullable PassedRecord peekAhead() {
    return ahead.peek();
  }

  PassedRecord takeAhead() {
    return ahead.remove();
  }

  /** Returns the cursor of the records that were read ahead last. */
  @Nullable Cursor aheadOf() {
    return aheadOf;
  }

  /** Has the records that were read ahead leave the memory; they are read again when they are taken. */
  void letGoOfAhead(RecordCache cache) {
    ahead.forEach(record -> record.letGo(cache));
  }

  /** Removes the records that were given up from the records that were read ahead. */
  void removeGoneAhead() {
    ahead.removeIf(PassedRecord::isGone);
  }

  // ---- in flight ----

  void takeOff(PassedRecord record, RecordCache cache) {
    record.takeOff(cache);
    inFlightBytes += record.entry().sizeInBytes();
  }

  /** Notes that a record is not in flight any more. */
  void land(PassedRecord record, RecordCache cache) {
    if (record.isInFlight()) {
      record.land(cache);
      inFlightBytes -= record.entry().sizeInBytes();
    }
  }

  /** Counts copies of records in flight; a negative number gives them back. */
  void reserve(long bytes) {
    inFlightBytes += bytes;
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  /** Notes the change of the state that has its last settlement. */
  void settled(long change) {
    settledAs = change;
  }

  /** Returns the change of the state that has its last settlement. */
  long settledAs() {
    return settledAs;
  }
}
