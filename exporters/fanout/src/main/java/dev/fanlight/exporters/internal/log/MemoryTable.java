/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.threads.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The records in memory, the readers that claim them, and the records in flight. All methods but {@link #lock} need the
 * lock.
 */
final class MemoryTable {

  /*
   * One lock for the whole log: it is taken a few times per batch and vendor, never per span. Losses and wake-ups
   * are collected under the lock and told after it.
   */

  private final ReentrantLock lock = Threads.current().newLock();
  private final long limitInBytes;
  private final MemoryRing ring;
  private final List<MemoryReaderState> readers = new ArrayList<>();
  private final Set<MemoryHold> inFlight = new LinkedHashSet<>();
  private long nextPosition;

  MemoryTable(long limitInBytes) {
    this.limitInBytes = limitInBytes;
    this.ring = new MemoryRing(limitInBytes);
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  Condition newCondition() {
    return lock.newCondition();
  }

  // ---- records ----

  /** Returns the bound of all records and copies. */
  long limitInBytes() {
    return limitInBytes;
  }

  /** Returns the records, and the bytes of these and of all copies. */
  MemoryRing ring() {
    return ring;
  }

  /** Returns the position of the next record. */
  long end() {
    return nextPosition;
  }

  /** Adds a record for the readers that follow its view now. */
  MemoryEntry append(BatchRecord record, List<Runnable> news) {
    MemoryEntry entry = new MemoryEntry(record, nextPosition++);
    for (MemoryReaderState reader : readers) {
      if (reader.follows(record)) {
        entry.claim(reader);
        news.add(reader.wakeUp());
      }
    }
    if (entry.isClaimed()) {
      ring.add(entry); // from here the record exists
    }
    return entry;
  }

  /** Gives an entry up, for all readers that claim it. */
  void giveUp(MemoryEntry entry, List<Runnable> news) {
    for (MemoryClaim claim : List.copyOf(entry.claims())) {
      int spans = claim.unsettledSpans();
      MemoryReaderState reader = claim.reader();
      end(claim);
      reader.books().dropped(spans, DropReason.BUFFER_FULL);
      news.add(() -> reader.losses().lost(spans, DropReason.BUFFER_FULL));
    }
  }

  /**
   * Ends the claim of one reader to an entry, and removes the entry with its last claim; false if the claim had ended
   * before.
   */
  boolean end(MemoryClaim claim) {
    if (!claim.end()) {
      return false;
    }
    if (claim.entry().remove(claim)) {
      ring.remove(claim.entry());
    }
    return true;
  }

  // ---- readers ----

  void add(MemoryReaderState reader) {
    readers.add(reader);
  }

  void remove(MemoryReaderState reader) {
    readers.remove(reader);
  }

  List<MemoryReaderState> readers() {
    return Collections.unmodifiableList(readers);
  }

  /** Returns the number of records that the log gets of one batch. */
  int views() {
    Set<String> views = new LinkedHashSet<>();
    for (MemoryReaderState reader : readers) {
      views.add(String.valueOf(reader.view()));
    }
    return views.size();
  }

  /** Removes all readers and records. */
  void clear() {
    readers.clear();
    ring.clear();
  }

  // ---- records in flight ----

  /** Returns the records in flight, in the order in which they were taken. */
  Set<MemoryHold> inFlight() {
    return Collections.unmodifiableSet(inFlight);
  }

  void takeOff(MemoryHold hold) {
    hold.takeOff();
    inFlight.add(hold);
  }

  void land(MemoryHold hold) {
    releaseCopies(hold);
    hold.land();
    inFlight.remove(hold);
  }

  /** Counts more copies of records in flight; a negative number gives them back. */
  void reserveCopies(MemoryHold hold, long bytes) {
    ring.reserve(bytes);
    hold.reader().addInFlight(bytes);
    hold.reserve(hold.reserved() + bytes);
  }

  private void releaseCopies(MemoryHold hold) {
    reserveCopies(hold, -hold.reserved());
  }
}
