/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lane's place in a log in memory: what it has not taken yet, and what it took. */
final class MemoryReader implements LogReader {

  private static final String EXPIRED = "expired";

  final Books books;
  final BatchLog.Losses losses;
  final Runnable wakeUp;
  private final MemoryLog log;

  // guarded by the log's lock, all that follows

  private final ArrayDeque<MemoryEntry> fresh = new ArrayDeque<>();
  private final List<MemoryEntry> taken = new ArrayList<>();
  private @Nullable String view;
  private long unsettledSpans;

  MemoryReader(MemoryLog log, Books books, BatchLog.Losses losses, Runnable wakeUp) {
    this.log = log;
    this.books = books;
    this.losses = losses;
    this.wakeUp = wakeUp;
  }

  // ---- for the log, which holds its lock ----

  boolean follows(BatchRecord record) {
    return record.view().equals(view);
  }

  void addLocked(MemoryEntry entry) {
    fresh.add(entry);
    unsettledSpans += entry.spans();
  }

  /** The log has given it up, wherever it is. */
  void giveUpLocked(MemoryEntry entry) {
    fresh.removeFirstOccurrence(entry);
    forgetLocked(entry);
  }

  void forgetLocked(MemoryEntry entry) {
    taken.remove(entry);
    unsettledSpans -= entry.spans();
  }

  // ---- for the lane ----

  @Override
  public void follow(String newView) {
    setView(newView);
  }

  @Override
  public void unfollow() {
    setView(null);
  }

  private void setView(@Nullable String newView) {
    log.lock.lock();
    try {
      view = newView;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public @Nullable Lease take(int maxSpans, int maxBytes) {
    log.lock.lock();
    try {
      MemoryEntry first = fresh.poll();
      if (first == null) {
        return null;
      }
      List<MemoryEntry> run = new ArrayList<>(1);
      run.add(first);
      long spans = first.spans();
      long bytes = first.fullBytes();
      for (MemoryEntry next = fresh.peek(); next != null; next = fresh.peek()) {
        spans += next.spans();
        bytes += next.fullBytes();
        if (spans > maxSpans
            || bytes > maxBytes
            || !next.record.view().equals(first.record.view())) {
          break;
        }
        run.add(fresh.remove());
      }
      for (MemoryEntry entry : run) {
        entry.pins++;
      }
      taken.addAll(run);
      return new MemoryLease(log, this, run);
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
    int spans = 0;
    log.lock.lock();
    try {
      for (MemoryEntry oldest = fresh.peek();
          oldest != null && oldest.record.appendedEpochNanos() < tooOldEpochNanos;
          oldest = fresh.peek()) {
        spans += oldest.spans();
        log.releaseLocked(fresh.remove(), this);
      }
      books.dropped(spans, EXPIRED);
    } finally {
      log.lock.unlock();
    }
    if (spans > 0) {
      losses.lost(spans, EXPIRED);
    }
  }

  @Override
  public long end() {
    return log.end();
  }

  @Override
  public boolean hasSettled(long end) {
    log.lock.lock();
    try {
      MemoryEntry oldest = fresh.peek();
      if (oldest != null && oldest.position < end) {
        return false;
      }
      for (MemoryEntry entry : taken) {
        if (entry.position < end) {
          return false;
        }
      }
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long unsettledSpans() {
    log.lock.lock();
    try {
      return unsettledSpans;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long keep() {
    return 0;
  }

  @Override
  public long abandon(String reason) {
    log.lock.lock();
    try {
      long spans = unsettledSpans;
      books.dropped(spans, reason);
      log.readers.remove(this);
      view = null;
      for (MemoryEntry entry : fresh) {
        log.releaseLocked(entry, this);
      }
      fresh.clear();
      for (MemoryEntry entry : List.copyOf(taken)) {
        log.releaseLocked(entry, this);
      }
      return spans;
    } finally {
      log.lock.unlock();
    }
  }
}
