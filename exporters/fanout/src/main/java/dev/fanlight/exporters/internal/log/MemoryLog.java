/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log in memory: one copy of each batch, however many vendors read it, bounded in bytes over all views.
 */
public final class MemoryLog implements BatchLog {

  /*
   * An entry lives in the ring as long as some reader claims it. A reader's claim is in one of two places: its queue of
   * what nobody took yet (MemoryReader), or a lease (MemoryLease), which pins the entry while it is in flight. What the
   * ring gives up for want of room goes for all its readers at once.
   *
   * One lock for the whole log: it is taken a few times per batch and vendor, never per span. Losses and wake-ups
   * are collected under the lock and told after it.
   */

  private static final String BUFFER_FULL = "buffer_full";

  final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") final MemoryRing ring;

  @GuardedBy("lock") final List<MemoryReader> readers = new ArrayList<>();

  @GuardedBy("lock") private long nextPosition;

  /** An empty log that holds at most {@code limitInBytes}. */
  public MemoryLog(long limitInBytes) {
    this.ring = new MemoryRing(limitInBytes);
  }

  @Override
  public void append(BatchRecord record) {
    List<Runnable> news = new ArrayList<>();
    lock.lock();
    try {
      MemoryEntry entry = new MemoryEntry(record, nextPosition++);
      for (MemoryReader reader : readers) {
        if (reader.follows(record)) {
          entry.claims.add(reader);
          news.add(reader.wakeUp);
        }
      }
      if (!entry.claims.isEmpty()) {
        ring.add(entry); // from here the record exists
        for (MemoryReader reader : entry.claims) {
          reader.addLocked(entry);
        }
        makeRoomLocked(news);
      }
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
  }

  /** Memory is within its bound after this, but for what is in flight. */
  @GuardedBy("lock")
  void makeRoomLocked(List<Runnable> news) {
    ring.makeRoom(entry -> {
      int spans = entry.spans();
      for (MemoryReader reader : entry.claims) {
        reader.giveUpLocked(entry);
        reader.books.dropped(spans, BUFFER_FULL);
        news.add(() -> reader.losses.lost(spans, BUFFER_FULL));
      }
      entry.claims.clear();
    });
  }

  /** One reader is done with an entry, and with the last one the entry goes; false if it had no claim. */
  @GuardedBy("lock") boolean releaseLocked(MemoryEntry entry, MemoryReader reader) {
    if (!entry.claims.remove(reader)) {
      return false;
    }
    reader.forgetLocked(entry);
    if (entry.claims.isEmpty()) {
      ring.remove(entry);
    }
    return true;
  }

  @Override
  public LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    MemoryReader reader = new MemoryReader(this, books, losses, wakeUp);
    lock.lock();
    try {
      readers.add(reader);
    } finally {
      lock.unlock();
    }
    return reader;
  }

  /** The position of what is written next. */
  long end() {
    lock.lock();
    try {
      return nextPosition;
    } finally {
      lock.unlock();
    }
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
    // nothing is there but what the readers have
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
