/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.SegmentReport.Amount;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/**
 * What waits for one vendor.
 *
 * @param name as the file calls it
 * @param waiting spans and bytes of the records that it has not settled
 * @param oldestEpochNanos of these; {@link Long#MAX_VALUE} where nothing waits
 * @param oldestSegment file name of the segment in which the first of them is; empty where nothing waits
 * @param columns its account, by the names under which the log keeps it
 */
public record VendorReport(
    String name,
    Amount waiting,
    long oldestEpochNanos,
    String oldestSegment,
    Map<String, Long> columns) {

  /** Copies the map. */
  public VendorReport {
    columns = Map.copyOf(columns);
  }

  static VendorReport of(Place place, Collection<Segment> segments, Disk disk) throws IOException {
    Amount waiting = Amount.NONE;
    long oldest = Long.MAX_VALUE;
    String oldestSegment = "";
    for (Cursor cursor : place.cursors) {
      for (Segment segment : segments) {
        if (segment.id.run() != cursor.run || segment.claimed(cursor) == 0) {
          continue;
        }
        SegmentScan scan;
        try {
          scan = new SegmentScan(segment.file(disk), segment.id);
        } catch (FileNotFoundException ignored) {
          continue; // all vendors got it meanwhile
        }
        RecordHeader header;
        while ((header = scan.next(segment.end)) != null) {
          if (cursor.wants(header.position(), header.view())) {
            waiting = waiting.plus(new Amount(header.spans(), header.recordBytes()));
            oldest = Math.min(oldest, header.appendedEpochNanos());
            oldestSegment = oldestSegment.isEmpty() ? segment.id.fileName() : oldestSegment;
          }
        }
      }
    }
    return new VendorReport(place.name, waiting, oldest, oldestSegment, place.columns());
  }
}
