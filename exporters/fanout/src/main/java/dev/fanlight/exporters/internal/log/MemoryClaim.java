/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import org.jspecify.annotations.Nullable;

/** A reader's claim to a record in memory. The table's lock guards it. */
final class MemoryClaim {

  private final MemoryReaderState reader;
  private final MemoryEntry entry;
  private int unsettledSpans;
  private @Nullable MemoryHold hold; // null while the record is not in flight
  private boolean hasFailed;
  private boolean isEnded;

  MemoryClaim(MemoryReaderState reader, MemoryEntry entry) {
    this.reader = reader;
    this.entry = entry;
    this.unsettledSpans = entry.record().spans();
  }

  MemoryReaderState reader() {
    return reader;
  }

  MemoryEntry entry() {
    return entry;
  }

  /** Returns the spans of the record that the reader has not settled. */
  int unsettledSpans() {
    return unsettledSpans;
  }

  /** Settles some of the spans. */
  void settlePart(int spans) {
    unsettledSpans -= spans;
    reader.settledPart(spans);
  }

  void takeOff(MemoryHold by) {
    hold = by;
    reader.addInFlight(entry.sizeInBytes());
  }

  /** Notes that the record is not in flight any more; no effect if another hold has it. */
  void land(MemoryHold from) {
    if (hold == from) {
      hold = null;
      reader.addInFlight(-entry.sizeInBytes());
    }
  }

  boolean isInFlight() {
    return hold != null;
  }

  /** Returns the hold that has the record in flight; null while it is not. */
  @Nullable MemoryHold hold() {
    return hold;
  }

  /** Notes that a request with the record has failed. */
  void fail() {
    hasFailed = true;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  /** Ends it, settled or given up; returns false if it had ended before. */
  boolean end() {
    if (isEnded) {
      return false;
    }
    isEnded = true;
    reader.remove(this);
    return true;
  }

  boolean isEnded() {
    return isEnded;
  }
}
