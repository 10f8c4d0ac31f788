/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The progress of the writer, and the waits for it. The table's lock guards it.
 *
 * <p>Two counters grow: positions, one for each record, and changes of the state. A record is <i>published</i>, which
 * means that readers may take it, once it is on disk or its append does not wait for that any more.
 */
final class WriteProgress {

  /*
   *   published, writtenUpTo  <=  nextPosition           changesWritten  <=  changes
   *
   * Appenders wait until their record is published, senders until the state has their last settlement; both patience
   * at the longest. A wait in vain makes the log `behind`: everything is published at once, and no thread waits until
   * the writer has caught up. A disk that refuses is the same case.
   */

  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final PendingRecords pending;
  private final LogTuning tuning;
  private final Clock clock;
  private final Condition work; // the writer waits for it
  private final Condition written; // appenders and senders wait for it

  private long nextPosition;
  private long published;
  private long writtenUpTo;
  private long changes;
  private long changesWritten;
  private long changesAwaited; // a thread waits for the state up to here
  private boolean isBehind;
  private long behindSinceNanos;
  private boolean isIdle;
  private boolean isClosing;
  private boolean isClosed;

  WriteProgress(ReentrantLock lock, PendingRecords pending, LogTuning tuning, Clock clock) {
    this.pending = pending;
    this.tuning = tuning;
    this.clock = clock;
    this.work = lock.newCondition();
    this.written = lock.newCondition();
  }

  /** Returns the position of the next record. */
  long nextPosition() {
    return nextPosition;
  }

  /** Returns one more than the last position that was written. */
  long writtenUpTo() {
    return writtenUpTo;
  }

  boolean isPublished(long position) {
    return position < published;
  }

  // ---- appenders and senders ----

  /** Counts a record that the writer has to write. */
  void appended() {
    nextPosition++;
    isIdle = false;
    work.signal();
  }

  /** Waits until a record is written, or need not be any more; it is published then. */
  void awaitRecord(long position, BooleanSupplier isObsolete) {
    await(() -> isPublished(position) || isObsolete.getAsBoolean());
    published = Math.max(published, position + 1);
  }

  /** Notes a change of the state; a successor must know it. */
  void changed() {
    changes++;
    isIdle = false;
    if (changes == changesWritten + 1) { // else the writer knows, and lingers or is at work
      work.signal();
    }
  }

  /** Returns the number of changes. */
  long changes() {
    return changes;
  }

  /** Waits until the state has the changes up to this one. */
  void awaitChange(long change) {
    if (changesWritten < change) {
      hurry(change);
      await(() -> changesWritten >= change);
    }
  }

  /** Has the writer write a state with this change without waiting for more. */
  private void hurry(long change) {
    changesAwaited = Math.max(changesAwaited, change);
    work.signal();
  }

  /** Waits for the writer, unless it is behind. */
  private void await(BooleanSupplier isDone) {
    long left = tuning.patienceNanos();
    while (!isDone.getAsBoolean() && !isBehind && !isClosed) {
      if (left <= 0) {
        goOnFromMemory();
        return;
      }
      try {
        left = written.awaitNanos(left);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt(); // a stopping thread does not wait
        return;
      }
    }
  }

  /** Lets no thread wait until the writer has caught up. */
  void goOnFromMemory() {
    behindSinceNanos = isBehind ? behindSinceNanos : clock.nanoTime();
    isBehind = true;
    published = nextPosition;
    written.signalAll();
  }

  boolean isBehind() {
    return isBehind;
  }

  /** Returns true if the writer has been behind for seconds, or at all if that cost a record. */
  boolean isSlow(boolean hasLost) {
    return isBehind && (hasLost || clock.nanoTime() - behindSinceNanos > SLOW_NANOS);
  }

  /** Has threads that wait look again: a record need not be written any more. */
  void released() {
    written.signalAll();
  }

  // ---- the writer ----

  /**
   * Waits for work. The vendors of one batch answer at about the same time: one state is enough for all, so that it
   * waits for a moment more if no thread waits for the state.
   *
   * @param isWork whether a round may begin before its time
   * @return true if the log is closing
   */
  boolean awaitWork(long nanos, boolean lingers, BooleanSupplier isWork) {
    try {
      long left = nanos;
      while (!isClosing && left > 0 && !isWork.getAsBoolean()) {
        isIdle = true;
        written.signalAll();
        left = work.awaitNanos(left);
      }
      left = lingers ? tuning.lingerNanos() : 0;
      while (left > 0 && mayLinger()) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException ignored) {
      // by foreign code, if at all; an interrupt ends no wait here
    }
    return isClosing;
  }

  private boolean mayLinger() {
    return !isClosing
        && !isBehind
        && changesAwaited <= changesWritten
        && pending.isEmpty()
        && hasUnwrittenChange();
  }

  boolean hasUnwrittenChange() {
    return changes != changesWritten;
  }

  /** Returns true if everything is on disk. */
  boolean hasAllWritten() {
    return pending.isEmpty() && !hasUnwrittenChange();
  }

  /** Notes that a record is written. */
  void recordWritten(long position) {
    writtenUpTo = position + 1;
  }

  /** Publishes the records that are written; waiting threads continue. */
  void publishWritten() {
    published = Math.max(published, writtenUpTo);
    isBehind &= !hasAllWritten();
    written.signalAll();
  }

  /** Notes that the state has all changes up to this one. */
  void stateWritten(long change) {
    changesWritten = change;
    publishWritten();
  }

  /**
   * Notes the end of a round without a failure. Threads wait for the writer again, unless the round took too long;
   * returns false then.
   */
  boolean caughtUp(long tookNanos) {
    isBehind &= !hasAllWritten() && tookNanos > tuning.patienceNanos();
    return !isBehind;
  }

  // ---- the end ----

  /** Has the writer end after one more round. */
  void closing() {
    isClosing = true;
    work.signalAll();
  }

  boolean isClosing() {
    return isClosing;
  }

  /** Notes that no record is written any more; no thread waits from here on. */
  void closed() {
    isClosed = true;
    written.signalAll();
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Waits until everything that has happened so far is on disk, or the time is over. */
  void awaitAll(long nanos) throws InterruptedException {
    long left = nanos;
    while (!isClosed && !hasAllWritten() && left > 0) {
      hurry(changes);
      left = written.awaitNanos(left);
    }
  }

  /** Waits until every record that was appended so far is on disk; returns false if the time was over before. */
  boolean awaitAppended(long nanos) throws InterruptedException {
    long end = nextPosition;
    long left = nanos;
    while (!isClosed && !hasWrittenUpTo(end) && left > 0) {
      left = written.awaitNanos(left);
    }
    return !isClosed && hasWrittenUpTo(end);
  }

  /** Returns true if no record before this position waits for the disk. */
  private boolean hasWrittenUpTo(long end) {
    Entry oldest = pending.first();
    return oldest == null || oldest.position() >= end;
  }

  /** Waits until the writer is idle; for tests, which look at the files then. */
  void awaitIdle() throws InterruptedException {
    while (!isIdle()) {
      if (changesAwaited < changes) {
        hurry(changes);
      }
      written.await();
    }
  }

  /** Returns true if the writer has nothing to do. */
  boolean isIdle() {
    return isIdle && hasAllWritten();
  }

  /** Returns the number of changes that no state has; for tests. */
  long unwrittenChanges() {
    return changes - changesWritten;
  }
}
