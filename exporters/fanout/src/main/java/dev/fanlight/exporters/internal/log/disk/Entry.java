/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import org.jspecify.annotations.Nullable;

/** A record of the log: in memory, on disk, or both. The table's lock guards all that changes. */
final class Entry {

  private final long position;
  private final int roster;
  private final String view;
  private final int spans;
  private final int sizeInBytes;
  private final int fullBytes;
  private final long appendedEpochNanos;

  private @Nullable BatchRecord record; // null while it is on disk only
  private @Nullable RecordLocation location; // null until it is on disk
  private int claims;
  private int pins;

  /** A record in memory that is not on disk yet. */
  Entry(long position, int roster, BatchRecord record) {
    this.position = position;
    this.roster = roster;
    this.view = record.view();
    this.spans = record.spans();
    this.sizeInBytes = record.sizeInBytes();
    this.fullBytes = record.bodies().get(0).bytes().length;
    this.appendedEpochNanos = record.appendedEpochNanos();
    this.record = record;
  }

  /** A record that was read from the disk. */
  static Entry read(BatchRecord record, RecordLocation location) {
    Entry entry = new Entry(location.header().position(), location.header().roster(), record);
    entry.written(location);
    return entry;
  }

  long position() {
    return position;
  }

  /** Returns the number of the roster under which it was appended. */
  int roster() {
    return roster;
  }

  String view() {
    return view;
  }

  int spans() {
    return spans;
  }

  int sizeInBytes() {
    return sizeInBytes;
  }

  /** Returns the size of the full body. */
  int fullBytes() {
    return fullBytes;
  }

  long appendedEpochNanos() {
    return appendedEpochNanos;
  }

  /** Returns the bytes; null while they are on disk only. */
  @Nullable BatchRecord record() {
    return record;
  }

  /** Returns its place on disk; null until it was written. */
  @Nullable RecordLocation location() {
    return location;
  }

  boolean isOnDisk() {
    return location != null;
  }

  boolean isIn(Segment segment) {
    return location != null && location.segment() == segment;
  }

  /** Notes that it is on disk from now on. */
  void written(RecordLocation at) {
    location = at;
  }

  /** Notes that its bytes are in memory again; they are counted since it was pinned. */
  void readAgain(BatchRecord read) {
    record = read;
  }

  /** Notes that its bytes leave the memory. */
  void leaveMemory() {
    if (location != null) {
      record = null;
    }
  }

  // ---- the cursors that have not settled it, as far as it is in the cache ----

  void claim(int more) {
    claims += more;
  }

  /** Ends the claim of one cursor; returns true if it was the last one. */
  boolean release() {
    return --claims == 0;
  }

  boolean isClaimed() {
    return claims > 0;
  }

  // ---- users that must find it in memory ----

  /** Returns true if this is the first pin. */
  boolean pin() {
    return pins++ == 0;
  }

  void unpin() {
    pins--;
  }

  boolean isPinned() {
    return pins > 0;
  }
}
