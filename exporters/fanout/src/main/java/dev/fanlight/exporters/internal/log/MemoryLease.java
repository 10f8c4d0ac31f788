/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records that one reader took, pinned while they are in flight. */
final class MemoryLease implements Lease {

  private final MemoryLog log;
  private final MemoryReader reader;
  private final List<MemoryClaim> run;

  // guarded by the log's lock, all that follows

  private long reserved;

  /** The thread that has the records in flight; null while they are parked, and after the end. */
  private @Nullable Thread holder;

  private boolean isRecalled;

  /** Claims that are not in flight elsewhere. */
  MemoryLease(MemoryLog log, MemoryReader reader, List<MemoryClaim> run) {
    this.log = log;
    this.reader = reader;
    this.run = run;
  }

  @Override
  public List<BatchRecord> records() {
    List<BatchRecord> records = new ArrayList<>(run.size());
    for (MemoryClaim claim : run) {
      records.add(claim.entry.record);
    }
    return records;
  }

  @Override
  public int size() {
    return run.size();
  }

  @Override
  public long appendedEpochNanos() {
    return run.get(0).entry.record.appendedEpochNanos();
  }

  @Override
  public int spans() {
    int spans = 0;
    for (MemoryClaim claim : run) {
      spans += claim.entry.record.spans();
    }
    return spans;
  }

  @Override
  public boolean tryReserve(long bytes) {
    List<Runnable> news = new ArrayList<>(0);
    log.lock.lock();
    try {
      if (!log.tryReserveLocked(this, bytes - reserved, news)) {
        return false;
      }
      reserved = bytes;
      return true;
    } finally {
      log.lock.unlock();
      news.forEach(Runnable::run);
    }
  }

  @Override
  public long maxReservation() {
    long records = 0;
    for (MemoryClaim claim : run) {
      records += claim.entry.sizeInBytes();
    }
    return log.limitInBytes() - records;
  }

  @Override
  public boolean settle(Runnable booking) {
    List<Runnable> news = new ArrayList<>(0);
    log.lock.lock();
    try {
      landLocked();
      boolean held = true;
      for (MemoryClaim claim : run) {
        if (!claim.isEnded) {
          reader.gotTo(claim.entry.position);
        }
        held &= log.endLocked(claim);
      }
      if (held) {
        booking.run();
      }
      log.landedLocked(news);
      log.roomMadeLocked(news);
      return held;
    } finally {
      log.lock.unlock();
      news.forEach(Runnable::run);
    }
  }

  @Override
  public boolean settlePart(int spans, Runnable booking) {
    log.lock.lock();
    try {
      MemoryClaim claim = run.get(0);
      if (claim.isEnded) {
        return false;
      }
      reader.settledPartLocked(claim, spans);
      booking.run();
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public void park() {
    List<Runnable> news = new ArrayList<>(0);
    log.lock.lock();
    try {
      boolean hadCopies = reserved > 0;
      landLocked();
      log.landedLocked(news);
      if (hadCopies) {
        log.roomMadeLocked(news);
      }
    } finally {
      log.lock.unlock();
    }
    news.forEach(Runnable::run);
  }

  @Override
  public void parkFailed() {
    log.lock.lock();
    try {
      run.forEach(claim -> claim.hasFailed = true);
    } finally {
      log.lock.unlock();
    }
    park();
  }

  /** In flight from here on, in the hand of this thread. */
  void takeOffLocked() {
    for (MemoryClaim claim : run) {
      claim.inFlight = this;
      reader.addInFlight(claim.entry.sizeInBytes());
    }
    holder = Thread.currentThread();
    log.inFlight.add(this);
  }

  private void landLocked() {
    releaseReservedLocked();
    for (MemoryClaim claim : run) {
      if (claim.inFlight == this) {
        claim.inFlight = null;
        reader.addInFlight(-claim.entry.sizeInBytes());
      }
    }
    forgetHolderLocked();
  }

  /** An interrupt that came too late for the request is not for the next one. */
  private void forgetHolderLocked() {
    if (isRecalled && holder == Thread.currentThread()) {
      boolean ignored = Thread.interrupted();
    }
    isRecalled = false;
    holder = null;
    log.inFlight.remove(this);
  }

  private void releaseReservedLocked() {
    log.releaseLocked(reader, reserved);
    reserved = 0;
  }

  MemoryReader reader() {
    return reader;
  }

  /**
   * Returns true if no request can be sent without copies: of one record a part, while several records can be sent
   * apart.
   */
  boolean needsCopies() {
    return run.size() == 1;
  }

  /** Its records, as claims of its reader. */
  List<MemoryClaim> run() {
    return run;
  }

  /** Bytes of copies. */
  long reservedBytesLocked() {
    return reserved;
  }

  /** Has the thread that holds it park it soon. */
  void recallLocked() {
    Thread held = holder;
    if (!isRecalled && held != null) {
      isRecalled = true;
      held.interrupt();
    }
  }

  /** Returns true if it is to be parked soon. */
  boolean isRecalledLocked() {
    return isRecalled;
  }

  /** Returns true if another thread than this one has it in flight. */
  boolean isHeldElsewhereLocked() {
    return holder != null && holder != Thread.currentThread();
  }

  @Override
  public boolean unpark() {
    log.lock.lock();
    try {
      if (isGoneLocked()) {
        return false;
      }
      takeOffLocked();
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
    for (MemoryClaim claim : run) {
      if (claim.isEnded) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Lease> dissolve() {
    log.lock.lock();
    try {
      landLocked();
      List<Lease> singles = new ArrayList<>(run.size());
      for (MemoryClaim claim : run) {
        MemoryLease single = new MemoryLease(log, reader, List.of(claim));
        single.takeOffLocked();
        singles.add(single);
      }
      return singles;
    } finally {
      log.lock.unlock();
    }
  }
}
