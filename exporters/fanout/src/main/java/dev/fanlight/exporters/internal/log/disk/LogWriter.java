/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.internal.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The thread that writes: records, state, and the housekeeping of the folder. */
final class LogWriter {

  /*
   * A round: the state, room, records, then, once a second, the rest: sync, the other slots. Any failure ends the round;
   * the current segment is left, the log continues from memory, and after a while a round is tried again with the
   * pending records. If the disk is full, the oldest segments make way and the round is tried again at once.
   *
   * The order makes a kill harmless: the claims to a record are in the state before the record is in a segment, and
   * that before its append returns; a settlement is in the state before the sender that made it takes more; a file is
   * deleted after the state that does not claim it any more.
   */

  private final DiskLog log;
  private final SegmentWriter segments;
  private final Upkeep upkeep;
  private final Threads threads = Threads.current();
  private final Thread thread;
  private final SpaceRelief relief = new SpaceRelief();
  private @Nullable StateFile state;
  private int lastStateBytes;
  private boolean isUnsynced;
  private boolean isFailing;
  private boolean isRelieved; // the next round comes at once
  private boolean wasMemoryShort; // as the last round failed
  private boolean closing; // guarded by the log's lock

  LogWriter(DiskLog log, Slots slots) {
    this.log = log;
    this.segments = new SegmentWriter(log);
    this.upkeep = new Upkeep(log, slots);
    this.thread = threads.make("log-writer", this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    boolean isLast = false;
    while (!isLast) {
      try {
        isLast = awaitWork();
        round(isLast);
      } catch (Throwable e) {
        isFailing = true;
        goOnAfter(e);
        isLast = isClosing() && isLast && !isRelieved; // else pending records may yet be written
      }
    }
    closeFiles();
    upkeep.close();
  }

  private boolean isClosing() {
    log.lock.lock();
    try {
      return closing;
    } finally {
      log.lock.unlock();
    }
  }

  /** Waits for work; true if it is the last. */
  private boolean awaitWork() {
    long left = isRelieved ? 0 : isFailing ? log.retryNanos : log.idleNanos;
    isRelieved = false;
    log.lock.lock();
    try {
      while (!closing && left > 0 && !hasWorkLocked()) {
        log.idleLocked();
        left = log.work.awaitNanos(left);
      }
      if (!isFailing) {
        lingerLocked();
      }
      return closing;
    } catch (InterruptedException e) {
      return closing; // by foreign code, if at all; an interrupt ends no wait here
    } finally {
      log.lock.unlock();
    }
  }

  /**
   * Returns whether a round may begin before its time. While the disk refuses, only this: memory has become short, and
   * segments may make way before records in memory are lost. Once it was short in a round that failed, it is no news.
   */
  private boolean hasWorkLocked() {
    if (isFailing) {
      return !wasMemoryShort
          && log.isMemoryShortLocked()
          && relief.mayDelete(log.clock.nanoTime(), true);
    }
    return !log.pending.isEmpty() || log.changes != log.changesWritten;
  }

  /**
   * Waits for a moment. The vendors of one batch answer at about the same time: one state is enough for all, if no
   * thread waits for it.
   */
  private void lingerLocked() throws InterruptedException {
    long left = log.lingerNanos;
    while (!closing
        && left > 0
        && !log.isBehind
        && log.changesAwaited <= log.changesWritten
        && log.pending.isEmpty()
        && log.changes != log.changesWritten) {
      left = log.work.awaitNanos(left);
    }
  }

  private void round(boolean isLast) throws IOException {
    long began = log.clock.nanoTime();
    Path folder = upkeep.folder(this::closeFiles);
    if (state == null) {
      state = new StateFile(log.disk, log.folders, folder);
      writeState();
    }
    List<Entry> batch = pending();
    if (hasChanged()) {
      writeState(); // it knows all that is wanted of these records
    }
    segments.tidyUp();
    upkeep.makeRoom(this); // before the records: a disk that refuses each sync has a limit as well
    writeRecords(batch, folder);
    if (isLast) {
      segments.seal();
      writeState();
      upkeep.makeRoom(this);
    }
    if (isUnsynced && log.settings.sync() != Sync.NEVER && (isLast || upkeep.isTick())) {
      segments.sync();
      state.sync();
      isUnsynced = false;
    }
    upkeep.lookAtSlots(this);
    caughtUp(log.clock.nanoTime() - began);
  }

  private List<Entry> pending() {
    log.lock.lock();
    try {
      return List.copyOf(log.pending);
    } finally {
      log.lock.unlock();
    }
  }

  private void writeRecords(List<Entry> batch, Path folder) throws IOException {
    for (Entry entry : batch) {
      BatchRecord record = hold(entry);
      if (record != null) { // else given up, or settled, meanwhile
        try {
          segments.write(entry, record, folder);
          relief.written();
        } finally {
          letGo(entry);
        }
        isUnsynced = true;
      }
    }
    if (log.settings.sync() == Sync.EVERY_BATCH
        && (!batch.isEmpty() || segments.hasLeftUnsynced())) {
      segments.sync();
    }
    if (!batch.isEmpty()) { // else it would wake threads that wait for a state
      log.lock.lock();
      try {
        log.writtenLocked();
      } finally {
        log.lock.unlock();
      }
    }
  }

  /** Keeps a record from being given up while it is written: the next process would find and send it. */
  private @Nullable BatchRecord hold(Entry entry) {
    log.lock.lock();
    try {
      if (!entry.isRecent || log.isClosed) {
        return null; // booked as lost, if we were too slow to the end
      }
      log.recent.pin(entry);
      log.writing = entry;
      return entry.record;
    } finally {
      log.lock.unlock();
    }
  }

  private void letGo(Entry entry) {
    log.lock.lock();
    try {
      log.recent.unpin(entry);
      log.writing = null;
    } finally {
      log.lock.unlock();
    }
  }

  private boolean hasChanged() {
    log.lock.lock();
    try {
      return log.changes != log.changesWritten;
    } finally {
      log.lock.unlock();
    }
  }

  /** Writes the state as it is now. */
  void writeState() throws IOException {
    byte[] now;
    long version;
    log.lock.lock();
    try {
      version = log.changes;
      now = log.stateLocked();
    } finally {
      log.lock.unlock();
    }
    StateFile to = Objects.requireNonNull(state);
    lastStateBytes = now.length;
    to.write(now);
    isUnsynced = true;
    if (log.settings.sync() == Sync.EVERY_BATCH) {
      to.sync();
    }
    log.lock.lock();
    try {
      log.changesWritten = version;
      log.writtenLocked();
    } finally {
      log.lock.unlock();
    }
  }

  /**
   * Writes it twice, so that no single damaged spot makes an older state valid, which claims files that are about to
   * be deleted.
   */
  void writeStateTwice() throws IOException {
    writeState();
    writeState();
    if (log.settings.sync() != Sync.NEVER) {
      syncState();
    }
  }

  void syncState() throws IOException {
    Objects.requireNonNull(state).sync();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  long stateBytes() {
    return state == null ? 0 : state.size();
  }

  /**
   * Notes that everything pending at the start of the round is on disk. Threads wait for the writer again, unless the
   * round took too long.
   */
  private void caughtUp(long tookNanos) {
    isFailing = false;
    boolean isBehind;
    log.lock.lock();
    try {
      log.isBehind &= !log.hasAllWrittenLocked() && tookNanos > log.patienceNanos;
      isBehind = log.isBehind;
    } finally {
      log.lock.unlock();
    }
    if (!isBehind) {
      log.health.caughtUp();
    }
  }

  private void goOnAfter(Throwable e) {
    try {
      if (e instanceof IOException refusal) {
        goOnAfter(refusal);
      } else { // a defect, or lack of memory
        log.health.defect(e);
        failed(e);
      }
    } catch (Throwable ignored) {
      // the disk refuses still, or memory is short even for this; the next round tells it
    }
  }

  private void goOnAfter(IOException refusal) throws IOException {
    segments.abandon(); // so that it can make way as well
    isRelieved = log.disk.isFull(refusal) && makesRoom(refusal);
    if (!isRelieved) {
      failed(refusal);
      upkeep.relieve();
    }
  }

  /** Deletes the oldest segments for the next record; false if that may not be, or was refused. */
  private boolean makesRoom(IOException refusal) {
    long now = log.clock.nanoTime();
    relief.full(now);
    try {
      long needed = bytesOfNextRecord();
      if (upkeep.relieve()) {
        return true; // without a claim
      }
      if (needed == 0 || !relief.mayDelete(now, isMemoryShort())) {
        return false;
      }
      relief.deleted(now);
      return upkeep.giveUpOldest(needed, () -> log.health.full(refusal, now));
    } catch (IOException ignored) {
      return false; // files that could not be deleted are deleted later; the cause is the refusal
      // before
    }
  }

  private boolean isMemoryShort() {
    log.lock.lock();
    try {
      return log.isMemoryShortLocked();
    } finally {
      log.lock.unlock();
    }
  }

  private long bytesOfNextRecord() {
    log.lock.lock();
    try {
      Entry next = log.pending.peek();
      return next == null
          ? 0
          : next.sizeInBytes + 2L * RecordFormat.MAX_HEADER_BYTES + 2L * lastStateBytes;
    } finally {
      log.lock.unlock();
    }
  }

  private void failed(Throwable e) {
    wasMemoryShort = isMemoryShort();
    log.health.failing(e);
    segments.abandon();
    goOnFromMemory();
  }

  private void goOnFromMemory() {
    News news = new News();
    log.lock.lock();
    try {
      log.goOnFromMemoryLocked();
      log.makeRoomLocked(news);
    } finally {
      log.lock.unlock();
    }
    news.tell();
  }

  private void closeFiles() {
    segments.abandon();
    if (state != null) {
      state.close();
      state = null;
    }
  }

  /** Writes pending records, and ends; waits at most this long. */
  void close(Duration longest) {
    log.lock.lock();
    try {
      closing = true;
      log.work.signalAll();
    } finally {
      log.lock.unlock();
    }
    boolean interrupted = false;
    try {
      threads.join(thread, Math.max(1, longest.toNanos())); // at least looks at it
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
