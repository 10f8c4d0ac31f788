/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private final SegmentWriter segments;
  private final StateWriter state;
  private final Housekeeping housekeeping;
  private final Threads threads = Threads.current();
  private final Thread thread;
  private final SpaceRelief relief = new SpaceRelief();
  private boolean isUnsynced;
  private boolean isFailing;
  private boolean isRelieved; // the next round comes at once
  private boolean wasMemoryShort; // as the last round failed

  LogWriter(LogTable table, DiskLogEnvironment environment, ReaderRegistry registry, Slots slots) {
    this.table = table;
    this.environment = environment;
    this.segments = new SegmentWriter(table, environment);
    this.state = new StateWriter(table, environment);
    this.housekeeping = new Housekeeping(table, environment, registry, slots, state);
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
    housekeeping.close();
  }

  private boolean isClosing() {
    return table.read(() -> table.progress().isClosing());
  }

  /** Waits for work; true if it is the last. */
  private boolean awaitWork() {
    LogTuning tuning = environment.tuning();
    long longest = isRelieved ? 0 : isFailing ? tuning.retryNanos() : tuning.idleNanos();
    isRelieved = false;
    return table.read(() -> table.progress().awaitWork(longest, !isFailing, this::hasWorkLocked));
  }

  /**
   * Returns whether a round may begin before its time. While the disk refuses, only this: memory has become short, and
   * segments may make way before records in memory are lost. Once it was short in a round that failed, it is no news.
   */
  private boolean hasWorkLocked() {
    if (isFailing) {
      return !wasMemoryShort && isMemoryShort() && relief.mayDelete(nanoTime(), true);
    }
    return !table.progress().hasAllWritten();
  }

  /** Returns true if the records that are not on disk take more than half of the memory. */
  private boolean isMemoryShort() {
    return table.read(() -> table.pending().sizeInBytes() > table.cache().limitInBytes() / 2);
  }

  private long nanoTime() {
    return environment.clock().nanoTime();
  }

  private void round(boolean isLast) throws IOException {
    long began = nanoTime();
    Path folder = housekeeping.folder(this::closeFiles);
    if (!state.isOpen()) {
      state.open(folder);
      state.write();
    }
    List<Entry> batch = table.read(() -> table.pending().list());
    if (table.read(() -> table.progress().hasUnwrittenChange())) {
      state.write(); // it knows all that is wanted of these records
    }
    segments.tidyUp();
    housekeeping
        .makeRoom(); // before the records: a disk that refuses each sync has a limit as well
    writeRecords(batch, folder);
    if (isLast) {
      segments.seal();
      state.write();
      housekeeping.makeRoom();
    }
    syncRegularly(isLast);
    housekeeping.lookAtSlots();
    caughtUp(nanoTime() - began);
  }

  private void writeRecords(List<Entry> batch, Path folder) throws IOException {
    for (Entry entry : batch) {
      BatchRecord record = table.read(() -> holdLocked(entry));
      if (record != null) { // else given up, or settled, meanwhile
        try {
          segments.write(entry, record, folder);
          relief.written();
        } finally {
          table.update(() -> letGoLocked(entry));
        }
        isUnsynced = true;
      }
    }
    if (environment.syncsEveryBatch() && (!batch.isEmpty() || segments.hasLeftUnsynced())) {
      segments.sync();
    }
    if (!batch.isEmpty()) { // else it would wake threads that wait for a state
      table.update(() -> table.progress().publishWritten());
    }
  }

  /** Keeps a record from being given up while it is written: the next process would find and send it. */
  private @Nullable BatchRecord holdLocked(Entry entry) {
    if (!table.cache().contains(entry) || table.progress().isClosed()) {
      return null; // booked as lost, if we were too slow to the end
    }
    table.cache().pin(entry);
    table.pending().write(entry);
    return entry.record();
  }

  private void letGoLocked(Entry entry) {
    table.cache().unpin(entry);
    table.pending().write(null);
    if (table.progress().isClosed()) {
      table.pending().remove(entry); // it stays buffered, and is not tried again
    }
  }

  private void syncRegularly(boolean isLast) throws IOException {
    boolean isTime = isLast || housekeeping.isTick();
    if (isTime && environment.syncs() && (isUnsynced || state.isUnsynced())) {
      segments.sync();
      state.syncRegularly();
      isUnsynced = false;
    }
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /**
   * Notes that everything pending at the start of the round is on disk. Threads wait for the writer again, unless the
   * round took too long.
   */
  private void caughtUp(long tookNanos) {
    isFailing = false;
    if (table.read(() -> table.progress().caughtUp(tookNanos))) {
      environment.health().caughtUp();
    }
  }

  private void goOnAfter(Throwable e) {
    try {
      if (e instanceof IOException refusal) {
        goOnAfter(refusal);
      } else { // a defect, or lack of memory
        environment.health().defect(e);
        failed(e);
      }
    } catch (Throwable ignored) {
      // the disk refuses still, or memory is short even for this; the next round tells it
    }
  }

  private void goOnAfter(IOException refusal) throws IOException {
    segments.abandon(); // so that it can make way as well
    isRelieved = environment.disk().isFull(refusal) && makesRoom(refusal);
    if (!isRelieved) {
      failed(refusal);
      housekeeping.relieve();
    }
  }

  /** Deletes the oldest segments for the next record; false if that may not be, or was refused. */
  private boolean makesRoom(IOException refusal) {
    long now = nanoTime();
    relief.full(now);
    try {
      long needed = bytesOfNextRecord();
      if (housekeeping.relieve()) {
        return true; // without a claim
      }
      if (needed == 0 || !relief.mayDelete(now, isMemoryShort())) {
        return false;
      }
      relief.deleted(now);
      return housekeeping.giveUpOldest(needed, () -> environment.health().full(refusal, now));
    } catch (IOException ignored) { // these files are deleted later
      return false; // the cause is the refusal before
    }
  }

  private long bytesOfNextRecord() {
    Entry next = table.read(() -> table.pending().first());
    return next == null
        ? 0
        : next.sizeInBytes() + 2L * RecordFormat.MAX_HEADER_BYTES + 2L * state.lastBytes();
  }

  private void failed(Throwable e) {
    wasMemoryShort = isMemoryShort();
    environment.health().failing(e);
    segments.abandon();
    table.updateAndNotify(notifications -> {
      table.progress().goOnFromMemory();
      boolean ignored = table.makeRoomLocked(notifications);
    });
  }

  private void closeFiles() {
    segments.abandon();
    state.close();
  }

  /** Writes pending records, and ends; waits at most this long. */
  void close(Duration longest) {
    table.update(() -> table.progress().closing());
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
