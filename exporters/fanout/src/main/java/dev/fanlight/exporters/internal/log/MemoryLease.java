/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.List;

/** Records that one reader took, pinned while they are in flight. */
final class MemoryLease implements Lease {

  private final MemoryTable table;
  private final MemoryCapacity capacity;
  private final MemoryHold hold;
  private final List<MemoryClaim> run;

  MemoryLease(MemoryTable table, MemoryCapacity capacity, MemoryHold hold) {
    this.table = table;
    this.capacity = capacity;
    this.hold = hold;
    this.run = hold.run();
  }

  @Override
  public List<BatchRecord> records() {
    List<BatchRecord> records = new ArrayList<>(run.size());
    for (MemoryClaim claim : run) {
      records.add(claim.entry().record());
    }
    return records;
  }

  @Override
  public int size() {
    return run.size();
  }

  @Override
  public long appendedEpochNanos() {
    return run.get(0).entry().record().appendedEpochNanos();
  }

  @Override
  public int spans() {
    int spans = 0;
    for (MemoryClaim claim : run) {
      spans += claim.entry().record().spans();
    }
    return spans;
  }

  @Override
  public boolean tryReserve(long bytes) {
    List<Runnable> news = new ArrayList<>(0);
    table.lock();
    try {
      return capacity.tryReserve(hold, bytes - hold.reserved(), news);
    } finally {
      table.unlock();
      news.forEach(Runnable::run);
    }
  }

  @Override
  public long maxReservation() {
    long records = 0;
    for (MemoryClaim claim : run) {
      records += claim.entry().sizeInBytes();
    }
    return table.limitInBytes() - records;
  }

  @Override
  public boolean settle(Runnable booking) {
    List<Runnable> news = new ArrayList<>(0);
    table.lock();
    try {
      table.land(hold);
      boolean held = true;
      for (MemoryClaim claim : run) {
        if (!claim.isEnded()) {
          claim.reader().gotTo(claim.entry().position());
        }
        held &= table.end(claim);
      }
      if (held) {
        booking.run();
      }
      capacity.landed(news);
      capacity.roomMade(news);
      return held;
    } finally {
      table.unlock();
      news.forEach(Runnable::run);
    }
  }

  @Override
  public boolean settlePart(int spans, Runnable booking) {
    table.lock();
    try {
      MemoryClaim claim = run.get(0);
      if (claim.isEnded()) {
        return false;
      }
      claim.settlePart(spans);
      booking.run();
      return true;
    } finally {
      table.unlock();
    }
  }

  @Override
  public void park() {
    List<Runnable> news = new ArrayList<>(0);
    table.lock();
    try {
      boolean hadCopies = hold.reserved() > 0;
      table.land(hold);
      capacity.landed(news);
      if (hadCopies) {
        capacity.roomMade(news);
      }
    } finally {
      table.unlock();
    }
    news.forEach(Runnable::run);
  }

  @Override
  public void parkFailed() {
    table.lock();
    try {
      run.forEach(MemoryClaim::fail);
    } finally {
      table.unlock();
    }
    park();
  }

  @Override
  public boolean unpark() {
    table.lock();
    try {
      if (hold.isGone()) {
        return false;
      }
      table.takeOff(hold);
      return true;
    } finally {
      table.unlock();
    }
  }

  @Override
  public boolean isGone() {
    table.lock();
    try {
      return hold.isGone();
    } finally {
      table.unlock();
    }
  }

  @Override
  public List<Lease> dissolve() {
    table.lock();
    try {
      table.land(hold);
      List<Lease> singles = new ArrayList<>(run.size());
      for (MemoryClaim claim : run) {
        MemoryHold single = new MemoryHold(claim.reader(), List.of(claim));
        table.takeOff(single);
        singles.add(new MemoryLease(table, capacity, single));
      }
      return singles;
    } finally {
      table.unlock();
    }
  }
}
