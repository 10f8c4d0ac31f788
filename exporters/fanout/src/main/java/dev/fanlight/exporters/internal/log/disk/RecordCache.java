/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * The records that are in memory: the newest, by position, and the records in hand. The table's lock guards it.
 */
final class RecordCache {

  /*
   * All records from `completeFrom` on are here, so that a reader that keeps up never reads the disk, and eight
   * readers share one copy. For lack of room the oldest go: a record on disk costs no span; other records are lost.
   */

  private final long limitInBytes;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private long sizeInBytes;
  private long completeFrom;

  RecordCache(long limitInBytes) {
    this.limitInBytes = limitInBytes;
  }

  long limitInBytes() {
    return limitInBytes;
  }

  /** Returns the size of all records in memory, and of reservations. */
  long sizeInBytes() {
    return sizeInBytes;
  }

  /** From this position on every record that is still wanted is among the recent ones. */
  long completeFrom() {
    return completeFrom;
  }

  /** Before this position records may be missing. */
  void isCompleteFrom(long position) {
    completeFrom = Math.max(completeFrom, position);
  }

  /** From a position on, oldest first. */
  Iterable<Entry> from(long position) {
    return entries.tailMap(position).values();
  }

  void add(Entry entry) {
    entries.put(entry.position(), entry);
    sizeInBytes += entry.sizeInBytes();
  }

  /** Returns true if a record is among the recent ones. */
  boolean contains(Entry entry) {
    return entries.get(entry.position()) == entry;
  }

  /** Removes a record without a claim. */
  void remove(Entry entry) {
    if (contains(entry)) {
      entries.remove(entry.position());
      letGo(entry);
    }
  }

  /** Removes records that were given up with their segment; records in flight stay until they land. */
  void remove(Segment givenUp) {
    for (Iterator<Entry> each = entries.values().iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (entry.isIn(givenUp)) {
        each.remove();
        letGo(entry);
      }
    }
  }

  /** Keeps the record in memory until {@link #unpin}. */
  void pin(Entry entry) {
    if (entry.pin() && !contains(entry)) {
      sizeInBytes += entry.sizeInBytes();
    }
  }

  void unpin(Entry entry) {
    entry.unpin();
    if (!contains(entry)) {
      letGo(entry);
    }
  }

  /** A record that is not among the recent ones leaves the memory, unless it is pinned. */
  private void letGo(Entry entry) {
    if (!entry.isPinned()) {
      sizeInBytes -= entry.sizeInBytes();
      entry.leaveMemory();
    }
  }

  /** Counts bytes against the bound if they fit without a loss. */
  boolean tryReserve(long bytes) {
    evict(bytes);
    if (sizeInBytes + bytes > limitInBytes) {
      return false;
    }
    sizeInBytes += bytes;
    return true;
  }

  void free(long bytes) {
    sizeInBytes -= bytes;
  }

  /**
   * Returns true if a record of this size can be read into memory.
   *
   * @param beyond bytes by which the bound may be exceeded, for a reader that could not go on otherwise
   */
  boolean hasRoomFor(long bytes, long beyond) {
    evict(bytes);
    return sizeInBytes + bytes <= limitInBytes + beyond;
  }

  /** Lets go of the oldest that are on disk, as far as needed for so many more bytes. */
  private void evict(long bytes) {
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (sizeInBytes + bytes > limitInBytes && oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (!entry.isOnDisk()) {
        return; // and so are all after it
      }
      oldestFirst.remove();
      completeFrom = entry.position() + 1;
      letGo(entry);
    }
  }

  /**
   * Brings the size back within the bound.
   *
   * @return records that are lost: they were only here, and not in hand
   */
  List<Entry> makeRoom() {
    evict(0);
    List<Entry> lost = new ArrayList<>();
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (sizeInBytes > limitInBytes && oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (!entry.isPinned() && !entry.isOnDisk()) {
        oldestFirst.remove();
        letGo(entry);
        lost.add(entry);
      }
    }
    return lost;
  }
}
