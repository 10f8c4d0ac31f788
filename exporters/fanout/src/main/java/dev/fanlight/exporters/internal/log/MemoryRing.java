/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * The entries of a log in memory, oldest first, and the bytes of these and of all reservations, bounded. The table's lock
 * guards it.
 */
final class MemoryRing {

  private final long limitInBytes;
  private final TreeMap<Long, MemoryEntry> entries = new TreeMap<>();
  private long sizeInBytes;

  MemoryRing(long limitInBytes) {
    this.limitInBytes = limitInBytes;
  }

  long sizeInBytes() {
    return sizeInBytes;
  }

  /** Returns true if so many more bytes are within the bound. */
  boolean hasRoomFor(long bytes) {
    return sizeInBytes + bytes <= limitInBytes;
  }

  void add(MemoryEntry entry) {
    entries.put(entry.position(), entry);
    sizeInBytes += entry.sizeInBytes();
  }

  void remove(MemoryEntry entry) {
    if (entries.remove(entry.position()) != null) {
      sizeInBytes -= entry.sizeInBytes();
    }
  }

  /** Returns all entries, oldest first. */
  Collection<MemoryEntry> oldestFirst() {
    return Collections.unmodifiableCollection(entries.values());
  }

  void reserve(long bytes) {
    sizeInBytes += bytes;
  }

  void release(long bytes) {
    sizeInBytes -= bytes;
  }

  void clear() {
    entries.clear();
    sizeInBytes = 0;
  }
}
