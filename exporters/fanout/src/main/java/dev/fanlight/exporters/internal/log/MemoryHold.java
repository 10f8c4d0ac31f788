/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records that one reader took, as the log sees them: pinned while they are in flight. The table's lock guards it. */
final class MemoryHold {

  private final MemoryReaderState reader;
  private final List<MemoryClaim> run;
  private long reserved;

  /** The thread that has the records in flight; null while they are parked, and after the end. */
  private @Nullable Thread holder;

  private boolean isRecalled;

  /** Claims that are not in flight elsewhere. */
  MemoryHold(MemoryReaderState reader, List<MemoryClaim> run) {
    this.reader = reader;
    this.run = run;
  }

  MemoryReaderState reader() {
    return reader;
  }

  /** Returns its records, as claims of its reader. */
  List<MemoryClaim> run() {
    return run;
  }

  /**
   * Returns true if no request can be sent without copies: of one record a part, while several records can be sent
   * apart.
   */
  boolean needsCopies() {
    return run.size() == 1;
  }

  /** Returns the bytes of copies. */
  long reserved() {
    return reserved;
  }

  void reserve(long bytes) {
    reserved = bytes;
  }

  /** Notes that the records are in flight from here on, in the hand of this thread. */
  void takeOff() {
    for (MemoryClaim claim : run) {
      claim.takeOff(this);
    }
    holder = Thread.currentThread();
  }

  /** Notes that they are not in flight any more. An interrupt that came too late for the request is not for the next one. */
  void land() {
    for (MemoryClaim claim : run) {
      claim.land(this);
    }
    if (isRecalled && holder == Thread.currentThread()) {
      boolean ignored = Thread.interrupted();
    }
    isRecalled = false;
    holder = null;
  }

  /** Has the thread that holds it park it soon. */
  void recall() {
    Thread held = holder;
    if (!isRecalled && held != null) {
      isRecalled = true;
      held.interrupt();
    }
  }

  /** Returns true if it is to be parked soon. */
  boolean isRecalled() {
    return isRecalled;
  }

  /** Returns true if another thread than this one has it in flight. */
  boolean isHeldElsewhere() {
    return holder != null && holder != Thread.currentThread();
  }

  /** Returns true if the log gave up one of the records. */
  boolean isGone() {
    for (MemoryClaim claim : run) {
      if (claim.isEnded()) {
        return true;
      }
    }
    return false;
  }
}
