/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** Room in the log in memory, for records and for copies, and the waits for it. Used under the table's lock. */
final class MemoryCapacity {

  /*
   * A record waits, PATIENCE at the longest, while records and copies in flight leave no room: they are recalled, which
   * interrupts the senders that hold them. So a request that hangs costs its own vendor a batch, and no other one.
   */

  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final MemoryTable table;
  private final MemoryEviction eviction;
  private final Condition roomMade; // a record waits for it

  /** For records that are about to be written and wait for it; no copy may take it. */
  private final List<AwaitedRoom> awaited = new ArrayList<>(1);

  /** Whether a record waited for room in vain, and nothing has landed since: the next one does not wait. */
  private boolean waitsInVain;

  MemoryCapacity(MemoryTable table) {
    this.table = table;
    this.eviction = new MemoryEviction(table);
    this.roomMade = table.newCondition();
  }

  /** Makes room for a record that is about to be written; false if there is still none. */
  boolean awaitRoom(BatchRecord record, List<Runnable> news) {
    MemoryReaderState farthest = farthestFollower(record);
    return farthest == null || awaitRoom(new AwaitedRoom(farthest, record.sizeInBytes()), news);
  }

  /** Returns the reader with the most progress among the followers of a record's view; null if there is none. */
  private @Nullable MemoryReaderState farthestFollower(BatchRecord record) {
    MemoryReaderState farthest = null;
    for (MemoryReaderState reader : table.readers()) {
      if (reader.follows(record) && (farthest == null || reader.progress() > farthest.progress())) {
        farthest = reader;
      }
    }
    return farthest;
  }

  private boolean awaitRoom(AwaitedRoom room, List<Runnable> news) {
    awaited.add(room);
    try {
      long left = PATIENCE_NANOS;
      while (!eviction.makeRoomLocked(room, news)) {
        boolean mayCome = eviction.recallLocked(room) && !waitsInVain;
        if (!room.isLate() && (!mayCome || left <= PATIENCE_NANOS - LATE_NANOS)) {
          room.late();
          continue;
        }
        waitsInVain |= mayCome && left <= 0;
        if (!mayCome || left <= 0) {
          return eviction.makeRoomAtAnyCostLocked(room, news);
        }
        long wait = room.isLate() ? left : left - (PATIENCE_NANOS - LATE_NANOS);
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

  /** Counts the copies of a lease, more or fewer than before; false, without a change, if there is no room now. */
  boolean tryReserve(MemoryHold hold, long bytes, List<Runnable> news) {
    if (bytes <= 0) {
      table.reserveCopies(hold, bytes);
      landed(news);
      roomMade(news);
      return true;
    }
    long withAwaited = bytes;
    for (AwaitedRoom room : awaited) {
      withAwaited += room.bytes();
    }
    if (!eviction.makeRoomForCopiesLocked(hold, withAwaited, news)) {
      if (hold.needsCopies()) {
        hold.reader().waitForRoom(); // others are sent apart, at once
      }
      return false;
    }
    table.reserveCopies(hold, bytes);
    return true;
  }

  /** Notes that records are not in flight any more: they go at once if a record that is about to be written needs the room. */
  void landed(List<Runnable> news) {
    waitsInVain = false;
    if (!awaited.isEmpty()) {
      eviction.makeRoomLocked(awaited.get(0), news);
      roomMade.signalAll();
    }
  }

  /**
   * Notes that bytes are free: readers that wait for room look again. A record that was parked is no such news, or two
   * readers that find no room would wake each other for ever.
   */
  void roomMade(List<Runnable> news) {
    for (MemoryReaderState reader : table.readers()) {
      if (reader.takeWaitsForRoom()) {
        news.add(reader.wakeUp());
      }
    }
  }
}
