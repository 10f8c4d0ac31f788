/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The place of a record in a segment.
 *
 * @param header of the record
 * @param bodies offset of its bodies in the file
 */
record RecordLocation(Segment segment, RecordHeader header, long bodies) {

  /** Reads the record; returns null if it is damaged. */
  @Nullable BatchRecord read(Disk disk) throws IOException {
    return SegmentScan.read(segment.file(disk), header, bodies);
  }
}
