/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Backlog;
import dev.fanlight.exporters.internal.log.disk.Cursor.Passed;

/** Measures the backlog of a reader of the log on disk. The log's lock guards it. */
final class DiskBacklog {

  /*
   * A segment knows how many of its spans a cursor has not settled, and not which. Bytes and age are interpolated: the
   * unsettled spans are taken for the newest of the segment. So an error is at most one segment. Records that are in
   * memory only are added one by one.
   */

  private final DiskReader reader;
  private double bytes;
  private long oldest = Long.MAX_VALUE;

  private DiskBacklog(DiskReader reader) {
    this.reader = reader;
  }

  static Backlog of(DiskReader reader) {
    DiskBacklog backlog = new DiskBacklog(reader);
    backlog.addSegments();
    backlog.addMemory();
    return new Backlog((long) backlog.bytes, reader.log.settings.limitInBytes(), backlog.oldest);
  }

  private void addSegments() {
    for (Segment segment : reader.log.segments.all()) {
      long claimed = 0;
      for (Cursor cursor : reader.place.cursors) {
        claimed += segment.claimed(cursor);
      }
      if (claimed > 0) {
        add(segment, claimed);
      }
    }
  }

  private void add(Segment segment, long claimed) {
    long spans = 0;
    for (SegmentSummary.Totals totals : segment.summary.views().values()) {
      spans += totals.spans();
    }
    double share = spans == 0 ? 1 : Math.min(1, (double) claimed / spans);
    long newest = segment.summary.newestEpochNanos();
    long first = newest - (long) (share * (newest - segment.summary.oldestEpochNanos()));
    bytes += share * segment.end;
    oldest = Math.min(oldest, first);
  }

  private void addMemory() {
    Cursor live = reader.live();
    for (Passed passed : live.passed.values()) {
      addUnwritten(passed.entry);
    }
    for (Entry entry : reader.log.recent.from(live.next)) {
      if (live.wants(entry.position, entry.view)) {
        addUnwritten(entry);
      }
    }
  }

  private void addUnwritten(Entry entry) {
    if (entry.segment == null) {
      bytes += entry.sizeInBytes;
      oldest = Math.min(oldest, entry.appendedEpochNanos);
    }
  }
}
