/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log in memory: one copy of each batch, however many vendors read it, bounded in bytes over all views.
 */
public final class MemoryLog implements BatchLog {

  /*
   * An entry lives in `entries` (oldest first) as long as some reader claims it. A reader's claim is in one of two
   * places: its queue of what nobody took yet, or a lease. An entry is pinned while a lease on it is in flight; the
   * bound gives up the oldest entry that is not pinned, for all its readers at once. With every entry pinned the
   * newest one, which is the one just written, goes: what is in flight is never taken back.
   *
   * One lock for the whole log: it is taken a few times per batch and vendor, never per span. Losses and wake-ups
   * are collected under the lock and told after it.
   */

  static final String BUFFER_FULL = "buffer_full";
  static final String EXPIRED = "expired";

  private final long limitInBytes;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  @GuardedBy("lock") private final List<Reader> readers = new ArrayList<>();

  @GuardedBy("lock") private long sizeInBytes;

  @GuardedBy("lock") private long nextPosition;

  /** An empty log that holds at most {@code limitInBytes}. */
  public MemoryLog(long limitInBytes) {
    this.limitInBytes = limitInBytes;
  }

  @Override
  public void append(BatchRecord record) {
    List<Runnable> news = new ArrayList<>();
    lock.lock();
    try {
      Entry entry = new Entry(record, nextPosition++);
      for (Reader reader : readers) {
        if (record.view().equals(reader.view)) {
          entry.claims.add(reader);
          reader.fresh.add(entry);
          reader.unsettledSpans += record.spans();
          news.add(reader.wakeUp);
        }
      }
      if (!entry.claims.isEmpty()) {
        entries.add(entry);
        sizeInBytes += record.sizeInBytes();
        makeRoomLocked(news);
      }
    } finally {
      lock.unlock();
    }
    news.forEach(Runnable::run);
  }

  @Override
  public LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    Reader reader = new Reader(books, losses, wakeUp);
    lock.lock();
    try {
      readers.add(reader);
    } finally {
      lock.unlock();
    }
    return reader;
  }

  @Override
  public long sizeInBytes() {
    lock.lock();
    try {
      return sizeInBytes;
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
      entries.clear();
      sizeInBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void makeRoomLocked(List<Runnable> news) {
    Iterator<Entry> oldestFirst = entries.iterator();
    while (sizeInBytes > limitInBytes && oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (entry.pins > 0) {
        continue;
      }
      oldestFirst.remove();
      sizeInBytes -= entry.record.sizeInBytes();
      entry.gone = true;
      for (Reader reader : entry.claims) {
        reader.fresh.removeFirstOccurrence(entry);
        reader.forgetLocked(entry);
        reader.books.dropped(entry.record.spans(), BUFFER_FULL);
        news.add(() -> reader.losses.lost(entry.record.spans(), BUFFER_FULL));
      }
      entry.claims.clear();
    }
  }

  /** One reader is done with an entry, and with the last one the entry goes; false if it had no claim. */
  @GuardedBy("lock") private boolean releaseLocked(Entry entry, Reader reader) {
    if (!entry.claims.remove(reader)) {
      return false;
    }
    reader.forgetLocked(entry);
    if (entry.claims.isEmpty()) {
      entry.gone = true;
      entries.remove(entry);
      sizeInBytes -= entry.record.sizeInBytes();
    }
    return true;
  }

  /** A record, its place, and who still wants it. */
  private static final class Entry {
    final BatchRecord record;
    final long position;
    final List<Reader> claims = new ArrayList<>(4);
    int pins;
    boolean gone;

    Entry(BatchRecord record, long position) {
      this.record = record;
      this.position = position;
    }
  }

  private final class Reader implements LogReader {

    // All that changes here is guarded by the log's lock.

    final Books books;
    final Losses losses;
    final Runnable wakeUp;

    final ArrayDeque<Entry> fresh = new ArrayDeque<>();

    final List<Entry> taken = new ArrayList<>();

    @Nullable String view;

    long unsettledSpans;

    Reader(Books books, Losses losses, Runnable wakeUp) {
      this.books = books;
      this.losses = losses;
      this.wakeUp = wakeUp;
    }

    void forgetLocked(Entry entry) {
      taken.remove(entry);
      unsettledSpans -= entry.record.spans();
    }

    @Override
    public void follow(String newView) {
      setView(newView);
    }

    @Override
    public void unfollow() {
      setView(null);
    }

    private void setView(@Nullable String newView) {
      lock.lock();
      try {
        view = newView;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public @Nullable Lease take(int maxSpans, int maxBytes) {
      lock.lock();
      try {
        Entry first = fresh.poll();
        if (first == null) {
          return null;
        }
        List<Entry> run = new ArrayList<>(1);
        run.add(first);
        long spans = first.record.spans();
        long bytes = fullBytes(first);
        for (Entry next = fresh.peek(); next != null; next = fresh.peek()) {
          spans += next.record.spans();
          bytes += fullBytes(next);
          if (spans > maxSpans
              || bytes > maxBytes
              || !next.record.view().equals(first.record.view())) {
            break;
          }
          run.add(fresh.remove());
        }
        for (Entry entry : run) {
          entry.pins++;
        }
        taken.addAll(run);
        return new MemoryLease(this, run);
      } finally {
        lock.unlock();
      }
    }

    private static int fullBytes(Entry entry) {
      return entry.record.bodies().get(0).bytes().length;
    }

    @Override
    public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
      int spans = 0;
      lock.lock();
      try {
        for (Entry oldest = fresh.peek();
            oldest != null && oldest.record.appendedEpochNanos() < tooOldEpochNanos;
            oldest = fresh.peek()) {
          spans += oldest.record.spans();
          releaseLocked(fresh.remove(), this);
        }
        books.dropped(spans, EXPIRED);
      } finally {
        lock.unlock();
      }
      if (spans > 0) {
        losses.lost(spans, EXPIRED);
      }
    }

    @Override
    public long end() {
      lock.lock();
      try {
        return nextPosition;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean hasSettled(long end) {
      lock.lock();
      try {
        Entry oldest = fresh.peek();
        return (oldest == null || oldest.position >= end)
            && taken.stream().allMatch(entry -> entry.position >= end);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long unsettledSpans() {
      lock.lock();
      try {
        return unsettledSpans;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long keep() {
      return 0;
    }

    @Override
    public long abandon(String reason) {
      lock.lock();
      try {
        long spans = unsettledSpans;
        books.dropped(spans, reason);
        readers.remove(this);
        view = null;
        for (Entry entry : List.copyOf(fresh)) {
          releaseLocked(entry, this);
        }
        fresh.clear();
        for (Entry entry : List.copyOf(taken)) {
          releaseLocked(entry, this);
        }
        return spans;
      } finally {
        lock.unlock();
      }
    }
  }

  private final class MemoryLease implements Lease {

    private final Reader reader;
    private final List<Entry> run;
    private long reserved;

    MemoryLease(Reader reader, List<Entry> run) {
      this.reader = reader;
      this.run = run;
    }

    @Override
    public List<BatchRecord> records() {
      return run.stream().map(entry -> entry.record).toList();
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
      return run.stream().mapToInt(entry -> entry.record.spans()).sum();
    }

    @Override
    public boolean tryReserve(long bytes) {
      lock.lock();
      try {
        if (sizeInBytes + bytes > limitInBytes) {
          return false;
        }
        reserved += bytes;
        sizeInBytes += bytes;
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean settle(Runnable booking) {
      lock.lock();
      try {
        unpinLocked();
        boolean held = true;
        for (Entry entry : run) {
          held &= releaseLocked(entry, reader);
        }
        if (held) {
          booking.run();
        }
        return held;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void park() {
      List<Runnable> news = new ArrayList<>();
      lock.lock();
      try {
        unpinLocked();
        makeRoomLocked(news);
      } finally {
        lock.unlock();
      }
      news.forEach(Runnable::run);
    }

    @Override
    public boolean unpark() {
      lock.lock();
      try {
        if (run.stream().anyMatch(entry -> entry.gone)) {
          return false;
        }
        for (Entry entry : run) {
          entry.pins++;
        }
        return true;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean isGone() {
      lock.lock();
      try {
        return run.stream().anyMatch(entry -> entry.gone);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public List<Lease> dissolve() {
      lock.lock();
      try {
        sizeInBytes -= reserved;
        reserved = 0;
        return run.stream()
            .<Lease>map(entry -> new MemoryLease(reader, List.of(entry)))
            .toList();
      } finally {
        lock.unlock();
      }
    }

    @GuardedBy("lock") private void unpinLocked() {
      sizeInBytes -= reserved;
      reserved = 0;
      for (Entry entry : run) {
        entry.pins--;
      }
    }
  }
}
