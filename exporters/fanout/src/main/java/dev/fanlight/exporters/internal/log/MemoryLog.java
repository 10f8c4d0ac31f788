/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.threads.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log in memory: one copy of each batch, however many vendors read it, bounded in bytes over all views.
 */
public final class MemoryLog implements BatchLog {

  /*
   * An entry lives in the ring as long as some reader claims it. A claim is pinned while it is in flight (MemoryLease),
   * and the entry with it. Which claims go when the log is full is decided in MemoryEviction.
   *
   * One lock for the whole log: it is taken a few times per batch and vendor, never per span. Losses and wake-ups
   * are collected under the lock and told after it.
   *
   * append() waits, PATIENCE at the longest, while records and copies in flight leave no room: they are recalled, which
   * interrupts the senders that hold them. So a request that hangs costs its own vendor a batch, and no other one.
   */

  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  final ReentrantLock lock = Threads.current().newLock();
  private final Condition roomMade = lock.newCondition(); // append() waits for it
  private final long limitInBytes;

  // guarded by the lock, all that follows

  final MemoryRing ring;

  final List<MemoryReader> readers = new ArrayList<>();

  final Set<MemoryLease> inFlight = new LinkedHashSet<>();

  private long nextPosition;

  /** For records that are about to be written and wait for it; no copy may take it. */
  private final List<AwaitedRoom> awaited = new ArrayList<>(1);

  /** Whether a record waited for room in vain, and nothing has landed since: the next one does not wait. */
  private boolean waitsInVain;

  private final MemoryEviction eviction = new MemoryEviction(this);

  /** An empty log that holds at most {@code limitInBytes}. */
  public MemoryLog(long limitInBytes) {
    this.limitInBytes = limitInBytes;
    this.ring = new MemoryRing(limitInBytes);
  }

  @Override
  public void append(BatchRecord record) {
    List<Runnable> news = new ArrayList<>();
    lock.lock();
    try {
      MemoryReader farthest = farthestFollowerLocked(record);
      boolean fits = farthest == null
          || awaitRoomLocked(new AwaitedRoom(farthest, record.sizeInBytes()), news);
      MemoryEntry entry = new MemoryEntry(record, nextPosition++);
      for (MemoryReader reader : readers) {
        if (reader.follows(record)) {
          MemoryClaim claim = new MemoryClaim(reader, entry);
          entry.claims.add(claim);
          reader.addLocked(claim);
          news.add(reader.wakeUp);
        }
      }
      if (!entry.claims.isEmpty()) {
        ring.add(entry); // from here the record exists
      }
      if (!fits) {
        giveUpLocked(entry, news);
      }
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
  }

  /** Returns the reader with the most progress among the followers of a record's view; null if there is none. */
  private @Nullable MemoryReader farthestFollowerLocked(BatchRecord record) {
    MemoryReader farthest = null;
    for (MemoryReader reader : readers) {
      if (reader.follows(record) && (farthest == null || reader.progress() > farthest.progress())) {
        farthest = reader;
      }
    }
    return farthest;
  }

  /** Makes room for a record of a reader; false if there is still none. */
  private boolean awaitRoomLocked(AwaitedRoom room, List<Runnable> news) {
    awaited.add(room);
    try {
      long left = PATIENCE_NANOS;
      while (!eviction.makeRoomLocked(room, news)) {
        boolean mayCome = eviction.recallLocked(room) && !waitsInVain;
        if (!room.isLate && (!mayCome || left <= PATIENCE_NANOS - LATE_NANOS)) {
          room.isLate = true;
          continue;
        }
        waitsInVain |= mayCome && left <= 0;
        if (!mayCome || left <= 0) {
          return eviction.makeRoomAtAnyCostLocked(room, news);
        }
        long wait = room.isLate ? left : left - (PATIENCE_NANOS - LATE_NANOS);
        left += roomMade.awaitNanos(wait) - wait;
      }
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // a stopping thread does not wait
      return eviction.makeRoomAtAnyCostLocked(room, news);
    } finally {
      awaited.remove(room);
    }
  }

  /** The log gives an entry up, for all readers that claim it. */
  void giveUpLocked(MemoryEntry entry, List<Runnable> news) {
    for (MemoryClaim claim : List.copyOf(entry.claims)) {
      int spans = claim.unsettledSpans;
      MemoryReader reader = claim.reader;
      endLocked(claim);
      reader.books.dropped(spans, DropReason.BUFFER_FULL);
      news.add(() -> reader.losses.lost(spans, DropReason.BUFFER_FULL));
    }
  }

  /**
   * Ends the claim of one reader to an entry, and removes the entry with its last claim; false if the claim had ended
   * before.
   */
  boolean endLocked(MemoryClaim claim) {
    if (claim.isEnded) {
      return false;
    }
    claim.isEnded = true;
    claim.reader.removeLocked(claim);
    claim.entry.claims.remove(claim);
    if (claim.entry.claims.isEmpty()) {
      ring.remove(claim.entry);
    }
    return true;
  }

  Lease leaseLocked(MemoryReader reader, List<MemoryClaim> run) {
    MemoryLease lease = new MemoryLease(this, reader, run);
    lease.takeOffLocked();
    return lease;
  }

  /** Bytes in flight from which on a reader starts no further request: half of the log is for all of them together. */
  long shareLocked() {
    return limitInBytes / (2L * Math.max(1, readers.size()));
  }

  boolean tryReserveLocked(MemoryLease lease, long bytes, List<Runnable> news) {
    MemoryReader reader = lease.reader();
    if (bytes <= 0) {
      releaseLocked(reader, -bytes);
      landedLocked(news);
      roomMadeLocked(news);
      return true;
    }
    long withAwaited = bytes;
    for (AwaitedRoom room : awaited) {
      withAwaited += room.bytes;
    }
    if (!eviction.makeRoomForCopiesLocked(lease, withAwaited, news)) {
      if (lease.needsCopies()) {
        reader.waitForRoom(); // others are sent apart, at once
      }
      return false;
    }
    ring.reserve(bytes);
    reader.addInFlight(bytes);
    return true;
  }

  void releaseLocked(MemoryReader reader, long bytes) {
    ring.release(bytes);
    reader.addInFlight(-bytes);
  }

  /** Records are not in flight any more: they go at once if a record that is about to be written needs the room. */
  void landedLocked(List<Runnable> news) {
    waitsInVain = false;
    if (!awaited.isEmpty()) {
      eviction.makeRoomLocked(awaited.get(0), news);
      roomMade.signalAll();
    }
  }

  /**
   * Bytes are free: readers that wait for room look again. A record that was parked is no such news, or two readers that
   * find no room would wake each other for ever.
   */
  void roomMadeLocked(List<Runnable> news) {
    for (MemoryReader reader : readers) {
      if (reader.takeWaitsForRoom()) {
        news.add(reader.wakeUp);
      }
    }
  }

  @Override
  public LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    lock.lock();
    try {
      MemoryReader reader = new MemoryReader(this, nextPosition - 1, books, losses, wakeUp);
      readers.add(reader);
      return reader;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the position of the next record. */
  long end() {
    lock.lock();
    try {
      return nextPosition;
    } finally {
      lock.unlock();
    }
  }

  long endLocked() {
    return nextPosition;
  }

  long limitInBytes() {
    return limitInBytes;
  }

  @Override
  public long sizeInBytes() {
    lock.lock();
    try {
      return ring.sizeInBytes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forgetAllBut(Set<String> names) {
    // the log has only the readers' records
  }

  @Override
  public String place() {
    return "";
  }

  @Override
  public void close(Duration longest) {
    lock.lock();
    try {
      readers.clear();
      ring.clear();
    } finally {
      lock.unlock();
    }
  }
}
