/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of the log: in memory, on disk, or both. The log's lock guards all that changes. */
final class Entry {

  final long position;

  /** Number of the roster under which it was appended. */
  final int roster;

  final String view;
  final int spans;
  final int sizeInBytes;

  /** Of the full body. */
  final int fullBytes;

  final long appendedEpochNanos;

  /** Null while it is on disk only. */
  @Nullable BatchRecord record;

  /** Its segment; null until it was written. */
  @Nullable Segment segment;

  /** Its header there, and where the bodies begin. */
  @Nullable RecordHeader header;

  long bodies;

  /** The cursors that claim it, as long as it is not on disk; from then on its segment has them. */
  List<Cursor> claims = new ArrayList<>(4);

  /** Cursors that have not settled it, where it is among the recent ones. */
  int wanted;

  /** The number of users that must find it in memory. */
  int pins;

  /** True if it is among the recent ones. */
  boolean isRecent;

  /** An entry that is in memory. */
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

  /** Notes that it is on disk from now on. */
  void written(Segment in, RecordHeader as, long bodiesAt) {
    segment = in;
    header = as;
    bodies = bodiesAt;
    claims = List.of();
  }
}
