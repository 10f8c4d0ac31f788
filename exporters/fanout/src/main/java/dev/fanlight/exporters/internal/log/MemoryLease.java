/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/** Entries that one reader took, pinned while they are in flight. */
final class MemoryLease implements Lease {

  private final MemoryLog log;
  private final MemoryReader reader;
  private final List<MemoryEntry> run;

  @GuardedBy("log.lock") private long reserved;

  /** Takes over entries that are pinned once more. */
  MemoryLease(MemoryLog log, MemoryReader reader, List<MemoryEntry> run) {
    this.log = log;
    this.reader = reader;
    this.run = run;
  }

  @Override
  public List<BatchRecord> records() {
    List<BatchRecord> records = new ArrayList<>(run.size());
    for (MemoryEntry entry : run) {
      records.add(entry.record);
    }
    return records;
  }

  @Override
  public int size() {
    return run.size();
  }

  @Override
  public long appendedEpochNanos() {
    return run.get(0).record.appendedEpochNanos();
  }

  @Override
  public int spans() {
    int spans = 0;
    for (MemoryEntry entry : run) {
      spans += entry.spans();
    }
    return spans;
  }

  @Override
  public boolean tryReserve(long bytes) {
    log.lock.lock();
    try {
      boolean hasRoom = log.ring.tryReserve(bytes);
      reserved += hasRoom ? bytes : 0;
      return hasRoom;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public boolean settle(Runnable booking) {
    log.lock.lock();
    try {
      unpinLocked();
      boolean held = true;
      for (MemoryEntry entry : run) {
        held &= log.releaseLocked(entry, reader);
      }
      if (held) {
        booking.run();
      }
      return held;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public void park() {
    List<Runnable> news = new ArrayList<>(0);
    log.lock.lock();
    try {
      unpinLocked();
      log.makeRoomLocked(news);
    } finally {
      log.lock.unlock();
    }
    news.forEach(Runnable::run);
  }

  @GuardedBy("log.lock") private void unpinLocked() {
    releaseReservedLocked();
    for (MemoryEntry entry : run) {
      entry.pins--;
    }
  }

  @GuardedBy("log.lock") private void releaseReservedLocked() {
    log.ring.release(reserved);
    reserved = 0;
  }

  @Override
  public boolean unpark() {
    log.lock.lock();
    try {
      if (isGoneLocked()) {
        return false;
      }
      for (MemoryEntry entry : run) {
        entry.pins++;
      }
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public boolean isGone() {
    log.lock.lock();
    try {
      return isGoneLocked();
    } finally {
      log.lock.unlock();
    }
  }

  private boolean isGoneLocked() {
    for (MemoryEntry entry : run) {
      if (entry.gone) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Lease> dissolve() {
    log.lock.lock();
    try {
      releaseReservedLocked();
      List<Lease> singles = new ArrayList<>(run.size());
      for (MemoryEntry entry : run) {
        singles.add(new MemoryLease(log, reader, List.of(entry)));
      }
      return singles;
    } finally {
      log.lock.unlock();
    }
  }
}
