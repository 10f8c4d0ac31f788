/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Backlog;

/** Measures the backlog of a reader of the log on disk. The table's lock guards it. */
final class DiskBacklog {

  /*
   * A segment knows how many of its spans a cursor has not settled, and not which. Bytes and age are interpolated: the
   * unsettled spans are taken for the newest of the segment. So an error is at most one segment. Records that are in
   * memory only are added one by one.
   */

  private double bytes;
  private long oldest = Long.MAX_VALUE;

  private DiskBacklog() {}

  /**
   * Measures the backlog.
   *
   * @param live the reader's cursor in the run that is being written now
   */
  static Backlog ofLocked(LogTable table, ReaderState reader, Cursor live, long limitInBytes) {
    DiskBacklog backlog = new DiskBacklog();
    for (Segment segment : table.segments().all()) {
      backlog.add(segment, reader);
    }
    for (PassedRecord passed : live.passed()) {
      backlog.addUnwritten(passed.entry());
    }
    for (Entry entry : table.cache().from(live.next())) {
      if (live.wants(entry.position(), entry.view())) {
        backlog.addUnwritten(entry);
      }
    }
    return new Backlog((long) backlog.bytes, limitInBytes, backlog.oldest);
  }

  private void add(Segment segment, ReaderState reader) {
    long claimed = 0;
    for (Cursor cursor : reader.cursors()) {
      claimed += cursor.claimed(segment);
    }
    if (claimed > 0) {
      add(segment, claimed);
    }
  }

  private void add(Segment segment, long claimed) {
    SegmentSummary summary = segment.summary();
    long spans = 0;
    for (SegmentSummary.Totals totals : summary.views().values()) {
      spans += totals.spans();
    }
    double share = spans == 0 ? 1 : Math.min(1, (double) claimed / spans);
    long newest = summary.newestEpochNanos();
    long first = newest - (long) (share * (newest - summary.oldestEpochNanos()));
    bytes += share * segment.end();
    oldest = Math.min(oldest, first);
  }

  private void addUnwritten(Entry entry) {
    if (!entry.isOnDisk()) {
      bytes += entry.sizeInBytes();
      oldest = Math.min(oldest, entry.appendedEpochNanos());
    }
  }
}
