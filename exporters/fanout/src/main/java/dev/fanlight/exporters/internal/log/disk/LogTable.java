/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The state that readers, appenders and the writer share: which records there are, where each one is, and which
 * readers claim it. Any thread.
 */
final class LogTable {

  /*
   * One lock guards the table and its parts; the parts have no lock of their own. Each transition is one method that
   * runs under the lock: here, or passed to read() or update() by the class whose transition it is. No thread reads or
   * writes a file, and none calls foreign code but ledgers, while it holds the lock.
   */

  private final ReentrantLock lock = Threads.current().newLock();
  private final long run;
  private final long retainNanos;
  private final Clock clock;

  // guarded by the lock, all that follows

  private final RecordCache cache;
  private final Segments segments = new Segments();
  private final ReaderStates readers = new ReaderStates();
  private final PendingRecords pending = new PendingRecords();
  private final WriteProgress progress;

  LogTable(long run, long memoryInBytes, DiskSettings settings, LogTuning tuning, Clock clock) {
    this.run = run;
    this.retainNanos = settings.retain().toNanos();
    this.clock = clock;
    this.cache = new RecordCache(memoryInBytes);
    this.progress = new WriteProgress(lock, pending, tuning, clock);
  }

  /** Returns the run of this process. */
  long run() {
    return run;
  }

  // ---- the lock ----

  /** Runs a transition under the lock. */
  <T> T read(Supplier<T> transition) {
    lock.lock();
    try {
      return transition.get();
    } finally {
      lock.unlock();
    }
  }

  /** Runs a transition under the lock. */
  void update(Runnable transition) {
    lock.lock();
    try {
      transition.run();
    } finally {
      lock.unlock();
    }
  }

  /** Runs a transition under the lock, and notifies readers after it. */
  void updateAndNotify(Consumer<Notifications> transition) {
    Notifications notifications = new Notifications();
    lock.lock();
    try {
      transition.accept(notifications);
    } finally {
      lock.unlock();
    }
    notifications.deliver();
  }

  RecordCache cache() {
    assert lock.isHeldByCurrentThread();
    return cache;
  }

  Segments segments() {
    assert lock.isHeldByCurrentThread();
    return segments;
  }

  ReaderStates readers() {
    assert lock.isHeldByCurrentThread();
    return readers;
  }

  PendingRecords pending() {
    assert lock.isHeldByCurrentThread();
    return pending;
  }

  WriteProgress progress() {
    assert lock.isHeldByCurrentThread();
    return progress;
  }

  // ---- appending ----

  /**
   * Adds a record for the readers that follow its view now, and waits for the writer. Memory is within its bound after
   * this.
   *
   * @return true if the writer has been too slow for some time
   */
  boolean append(BatchRecord record, Notifications notifications) {
    lock.lock();
    try {
      if (progress.isClosed()) {
        return false; // no reader follows any more
      }
      Entry entry = new Entry(progress.nextPosition(), readers.roster(), record);
      List<ReaderState> claimants = readers.claim(entry, notifications);
      if (claimants.isEmpty() && retainNanos == 0) {
        return false;
      }
      cache.add(entry);
      pending.add(entry, claimants);
      progress.appended();
      progress.awaitRecord(entry.position(), () -> !cache.contains(entry));
      boolean hasLost =
          makeRoomLocked(notifications); // now, because records on disk can be released for free
      return progress.isSlow(hasLost);
    } finally {
      lock.unlock();
    }
  }

  /** Books a record that no segment can have as lost. */
  void refuse(BatchRecord record) {
    updateAndNotify(notifications -> {
      Entry entry = new Entry(progress.nextPosition(), readers.roster(), record);
      pending.add(entry, readers.claim(entry, notifications));
      loseLocked(entry, DropReason.ENCODING_ERROR, notifications);
    });
  }

  // ---- records that leave ----

  /** Brings the memory within its bound; returns true if that cost a record which is not on disk. */
  boolean makeRoomLocked(Notifications notifications) {
    List<Entry> lost = cache.makeRoom();
    for (Entry entry : lost) {
      loseLocked(entry, DropReason.DISK_UNAVAILABLE, notifications);
    }
    return !lost.isEmpty();
  }

  private void loseLocked(Entry lost, DropReason reason, Notifications notifications) {
    for (ReaderState reader : pending.remove(lost)) {
      reader.loseUnwritten(lost, reason, cache, notifications);
    }
    progress.changed();
  }

  /** Ends the use of an entry by one cursor; with the last one it leaves the memory. */
  void releaseLocked(ReaderState reader, Cursor cursor, Entry entry) {
    boolean isLast = entry.release();
    RecordLocation location = entry.location();
    if (location != null) {
      reader.release(cursor, location.segment(), entry.spans());
    } else {
      pending.release(entry, reader);
    }
    boolean mustBeWritten = location == null && retainNanos > 0;
    if (isLast && !mustBeWritten) {
      if (pending.contains(entry)) {
        pending.remove(entry);
        progress.released(); // its append may wait for it
      }
      cache.remove(entry);
    }
  }

  /** Gives up the next segment for lack of room; empty if there is none. */
  Optional<Segment> giveUpOldestLocked(Notifications notifications) {
    Optional<Segment> oldest = segments.takeOldest();
    oldest.ifPresent(segment -> {
      readers.all().forEach(reader -> reader.lose(segment, cache, notifications));
      cache.remove(segment);
      progress.changed();
    });
    return oldest;
  }

  /** Removes and returns the segments without claims that need not be retained. */
  List<Segment> takeUnwantedLocked() {
    return readers.isComplete() ? segments.takeUnwanted(clock.now() - retainNanos) : List.of();
  }

  // ---- readers that leave ----

  /** Removes a reader and its claims. */
  void forgetLocked(ReaderState reader) {
    readers.remove(reader);
    OpenReader open = reader.reader();
    if (open != null) {
      for (Entry entry : pending.claimedBy(reader)) {
        releaseLocked(reader, open.live(), entry);
      }
    }
    reader.cursors().forEach(Cursor::forget);
  }

  /** Removes cursors in runs that have no records any more. */
  void forgetRunsLocked() {
    readers.forgetRuns(other -> other == run || segments.has(other));
  }

  /** Notes a change of the readers' views: records from now on belong to a new roster. */
  void rosterChangedLocked() {
    readers.changeRoster();
    progress.changed();
  }

  // ---- for a successor, and the end ----

  /** Returns the state as a successor needs it: not a copy, so that it is valid only under the lock. */
  LogState stateLocked() {
    return new LogState(
        run,
        progress.writtenUpTo(),
        segments.mark(run),
        readers.roster(),
        readers.unclaimed(),
        readers.states());
  }

  /** Waits until everything that has happened so far is on disk. */
  void awaitWritten(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      progress.awaitAll(longest.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every record that was appended so far is on disk; returns false if that took too long. */
  boolean awaitAppended(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return progress.awaitAppended(longest.toNanos());
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the writer is idle; for tests. */
  void awaitIdle() throws InterruptedException {
    lock.lock();
    try {
      progress.awaitIdle();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Books the records that were not written as lost. The exception is the one record that a slow disk may yet take: it
   * stays buffered, and the next process finds it or its beginning.
   */
  void close() {
    updateAndNotify(notifications -> {
      progress.closed();
      for (Entry entry : pending.notInWriting()) {
        for (ReaderState reader : pending.remove(entry)) {
          reader.lose(entry.spans(), DropReason.SHUTDOWN, notifications);
        }
      }
    });
  }
}
