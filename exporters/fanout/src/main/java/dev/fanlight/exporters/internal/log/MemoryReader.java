/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lane's reader of a log in memory. */
final class MemoryReader implements LogReader {

  private final MemoryTable table;
  private final MemoryCapacity capacity;
  private final MemoryReaderState state;

  MemoryReader(MemoryTable table, MemoryCapacity capacity, MemoryReaderState state) {
    this.table = table;
    this.capacity = capacity;
    this.state = state;
  }

  @Override
  public void follow(String view) {
    setView(view);
  }

  @Override
  public void unfollow() {
    setView(null);
  }

  private void setView(@Nullable String view) {
    table.lock();
    try {
      state.follow(view);
    } finally {
      table.unlock();
    }
  }

  @Override
  public @Nullable Lease take(int maxSpans, int maxBytes) {
    table.lock();
    try {
      List<MemoryClaim> run = passLocked(maxSpans, maxBytes);
      if (run.isEmpty()) {
        return null;
      }
      MemoryHold hold = new MemoryHold(state, run);
      table.takeOff(hold);
      return new MemoryLease(table, capacity, hold);
    } finally {
      table.unlock();
    }
  }

  private List<MemoryClaim> passLocked(int maxSpans, int maxBytes) {
    List<MemoryClaim> run = new ArrayList<>(1);
    String view = null;
    long spans = 0;
    long bytes = 0;
    for (MemoryClaim next = state.next(); next != null; next = state.next()) {
      MemoryEntry entry = next.entry();
      spans += next.unsettledSpans();
      bytes += entry.fullBytes();
      boolean fits =
          spans <= maxSpans && bytes <= maxBytes && entry.record().view().equals(view);
      if (!run.isEmpty() && !fits) {
        break;
      }
      view = entry.record().view();
      run.add(next);
      state.pass(next);
    }
    return run;
  }

  /** Half of the log is for the records and copies in flight of all readers together. */
  @Override
  public boolean hasCapacity() {
    table.lock();
    try {
      int readers = Math.max(1, table.readers().size());
      return state.inFlightBytes() < table.limitInBytes() / (2L * readers);
    } finally {
      table.unlock();
    }
  }

  @Override
  public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
    long spans = 0;
    table.lock();
    try {
      for (MemoryClaim oldest = state.next();
          oldest != null && oldest.entry().record().appendedEpochNanos() < tooOldEpochNanos;
          oldest = state.next()) {
        spans += oldest.unsettledSpans();
        state.pass(oldest);
        table.end(oldest);
      }
      state.books().dropped(spans, DropReason.EXPIRED);
    } finally {
      table.unlock();
    }
    if (spans > 0) {
      state.losses().lost(spans, DropReason.EXPIRED);
    }
  }

  @Override
  public long end() {
    table.lock();
    try {
      return table.end();
    } finally {
      table.unlock();
    }
  }

  @Override
  public boolean hasSettled(long end) {
    table.lock();
    try {
      return state.oldestUnsettled() >= end;
    } finally {
      table.unlock();
    }
  }

  @Override
  public Backlog backlog() {
    table.lock();
    try {
      MemoryClaim oldest = state.oldest();
      long time = oldest == null ? Long.MAX_VALUE : oldest.entry().record().appendedEpochNanos();
      return new Backlog(state.unsettledBytes(), table.limitInBytes(), time);
    } finally {
      table.unlock();
    }
  }

  @Override
  public long unsettledSpans() {
    table.lock();
    try {
      return state.unsettledSpans();
    } finally {
      table.unlock();
    }
  }

  @Override
  public long keep() {
    return 0;
  }

  @Override
  public long abandon(DropReason reason) {
    table.lock();
    try {
      long spans = state.unsettledSpans();
      state.books().dropped(spans, reason);
      table.remove(state);
      state.follow(null);
      for (MemoryClaim claim : state.claims()) {
        table.end(claim);
      }
      return spans;
    } finally {
      table.unlock();
    }
  }
}
