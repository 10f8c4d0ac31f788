/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The log in memory: one copy of each batch, however many vendors read it, bounded in bytes over all views.
 */
public final class MemoryLog implements BatchLog {

  /*
   * An entry lives in the table as long as some reader claims it. A claim is pinned while it is in flight (MemoryHold),
   * and the entry with it. Which claims go when the log is full is decided in MemoryEviction; who waits for room, in
   * MemoryCapacity.
   */

  private final MemoryTable table;
  private final MemoryCapacity capacity;

  /** An empty log that holds at most {@code limitInBytes}. */
  public MemoryLog(long limitInBytes) {
    this.table = new MemoryTable(limitInBytes);
    this.capacity = new MemoryCapacity(table);
  }

  @Override
  public void append(BatchRecord record) {
    List<Runnable> news = new ArrayList<>();
    table.lock();
    try {
      boolean fits = capacity.awaitRoom(record, news);
      MemoryEntry entry = table.append(record, news);
      if (!fits) {
        table.giveUp(entry, news);
      }
    } finally {
      table.unlock();
    }
    news.forEach(Runnable::run);
  }

  @Override
  public LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    table.lock();
    try {
      MemoryReaderState reader = new MemoryReaderState(table.end() - 1, books, losses, wakeUp);
      table.add(reader);
      return new MemoryReader(table, capacity, reader);
    } finally {
      table.unlock();
    }
  }

  @Override
  public long sizeInBytes() {
    table.lock();
    try {
      return table.ring().sizeInBytes();
    } finally {
      table.unlock();
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
    table.lock();
    try {
      table.clear();
    } finally {
      table.unlock();
    }
  }
}
