/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The position of a cursor in a segment, behind the header that was read last and is not yet passed. Only the thread
 * that reads ahead uses it.
 */
final class SegmentReading {

  private final Segment segment;
  private @Nullable RecordHeader header;
  private @Nullable SegmentScan scan;

  SegmentReading(Segment segment) {
    this.segment = segment;
  }

  Segment segment() {
    return segment;
  }

  /** Returns the walk through the segment. */
  SegmentScan scan(Disk disk) throws IOException {
    SegmentScan walk = scan;
    if (walk == null) {
      walk = new SegmentScan(segment.file(disk), segment.id());
      scan = walk;
    }
    return walk;
  }

  /**
   * Returns the header of the next record, the same until {@link #pass}.
   *
   * @param end bytes of the segment that may be read
   * @return null at the end
   */
  @Nullable RecordHeader header(Disk disk, long end) throws IOException {
    RecordHeader next = header;
    if (next == null) {
      next = scan(disk).next(end);
      header = next;
    }
    return next;
  }

  void pass() {
    header = null;
  }
}
