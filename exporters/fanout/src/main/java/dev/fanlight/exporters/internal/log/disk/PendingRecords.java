/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records that are not on disk yet, oldest first, and the readers that claim each. The table's lock guards it. */
final class PendingRecords {

  private final Map<Entry, List<ReaderState>> claims = new LinkedHashMap<>();
  private @Nullable Entry writing;

  boolean isEmpty() {
    return claims.isEmpty();
  }

  void add(Entry entry, List<ReaderState> claimants) {
    claims.put(entry, claimants);
  }

  /** Returns a copy of the records. */
  List<Entry> list() {
    return List.copyOf(claims.keySet());
  }

  /** Returns the oldest record; null if there is none. */
  @Nullable Entry first() {
    Iterator<Entry> oldestFirst = claims.keySet().iterator();
    return oldestFirst.hasNext() ? oldestFirst.next() : null;
  }

  long sizeInBytes() {
    long bytes = 0;
    for (Entry entry : claims.keySet()) {
      bytes += entry.sizeInBytes();
    }
    return bytes;
  }

  /** Adds the claim of a reader that was there after the record. */
  void claim(Entry entry, ReaderState reader) {
    List<ReaderState> claimants = claims.get(entry);
    if (claimants != null) {
      claimants.add(reader);
      entry.claim(1);
    }
  }

  /** Returns the records that a reader claims. */
  List<Entry> claimedBy(ReaderState reader) {
    List<Entry> claimed = new ArrayList<>();
    claims.forEach((entry, claimants) -> {
      if (claimants.contains(reader)) {
        claimed.add(entry);
      }
    });
    return claimed;
  }

  /** Ends the claim of a reader. */
  void release(Entry entry, ReaderState reader) {
    List<ReaderState> claimants = claims.get(entry);
    if (claimants != null) {
      claimants.remove(reader);
    }
  }

  boolean contains(Entry entry) {
    return claims.containsKey(entry);
  }

  /** Removes a record; returns the readers that claim it. */
  List<ReaderState> remove(Entry entry) {
    List<ReaderState> claimants = claims.remove(entry);
    return claimants == null ? List.of() : claimants;
  }

  /** Notes that a record is being written from here on; null for none. */
  void write(@Nullable Entry entry) {
    writing = entry;
  }

  /** Returns the records that the writer does not hold at this moment. */
  List<Entry> notInWriting() {
    List<Entry> others = new ArrayList<>(claims.keySet());
    others.remove(writing);
    return others;
  }
}
