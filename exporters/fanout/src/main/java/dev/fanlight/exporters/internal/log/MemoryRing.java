/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;

/** The entries of a log in memory, oldest first, and the bytes they take, bounded. The log's lock guards it. */
final class MemoryRing {

  /*
   * The bound gives up the oldest entry that is not pinned. With every entry pinned that is the newest one, which was just
   * written: what is in flight is never taken back. Copies that leases reserve count as well, and nobody is given up
   * for them.
   */

  private final long limitInBytes;
  private final ArrayDeque<MemoryEntry> entries = new ArrayDeque<>();
  private long sizeInBytes;

  MemoryRing(long limitInBytes) {
    this.limitInBytes = limitInBytes;
  }

  long sizeInBytes() {
    return sizeInBytes;
  }

  void add(MemoryEntry entry) {
    entries.add(entry);
    sizeInBytes += entry.record.sizeInBytes();
  }

  void remove(MemoryEntry entry) {
    entries.remove(entry);
    leave(entry);
  }

  private void leave(MemoryEntry entry) {
    entry.gone = true;
    sizeInBytes -= entry.record.sizeInBytes();
  }

  /** Gives up what the bound asks for, oldest first. */
  void makeRoom(Consumer<MemoryEntry> givenUp) {
    Iterator<MemoryEntry> oldestFirst = entries.iterator();
    while (sizeInBytes > limitInBytes && oldestFirst.hasNext()) {
      MemoryEntry entry = oldestFirst.next();
      if (entry.pins == 0) {
        oldestFirst.remove();
        leave(entry);
        givenUp.accept(entry);
      }
    }
  }

  boolean tryReserve(long bytes) {
    if (sizeInBytes + bytes > limitInBytes) {
      return false;
    }
    sizeInBytes += bytes;
    return true;
  }

  void release(long bytes) {
    sizeInBytes -= bytes;
  }

  void clear() {
    entries.clear();
    sizeInBytes = 0;
  }
}
