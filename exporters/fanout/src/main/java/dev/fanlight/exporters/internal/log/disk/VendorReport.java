/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.disk.SegmentReport.Amount;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The backlog of one vendor.
 *
 * @param name as the file calls it
 * @param waiting spans and bytes of the records that it has not settled
 * @param oldestEpochNanos of these; {@link Long#MAX_VALUE} if there are no buffered spans
 * @param oldestSegment file name of the segment in which the first of them is; empty if there are none
 * @param lostSpans spans that must wait according to the cursors and are not in the segments
 * @param columns its account, by the names under which the log keeps it
 */
public record VendorReport(
    String name,
    Amount waiting,
    long oldestEpochNanos,
    String oldestSegment,
    long lostSpans,
    Map<String, Long> columns) {

  /** Copies the map. */
  public VendorReport {
    columns = Map.copyOf(columns);
  }

  /** Returns the spans that were dropped, by reason. */
  public Map<String, Long> dropped() {
    Map<String, Long> dropped = new TreeMap<>();
    columns.forEach((name, spans) -> {
      if (name.startsWith(Books.DROPPED) && spans > 0) {
        dropped.put(name.substring(Books.DROPPED.length()), spans);
      }
    });
    return dropped;
  }

  /** Returns the report without a loss that may be wrong: segments were deleted while they were read. */
  VendorReport withoutLoss() {
    Map<String, Long> before = new TreeMap<>(columns);
    before.computeIfPresent(
        Books.DROPPED + DropReason.CORRUPT.code(),
        (column, spans) -> Math.max(0, spans - lostSpans));
    return new VendorReport(name, waiting, oldestEpochNanos, oldestSegment, 0, before);
  }

  /**
   * Reads the backlog from the segments.
   *
   * @param state of the slot; records that it knows were whole
   */
  static VendorReport of(
      ReaderState reader, Collection<Segment> segments, Disk disk, @Nullable LogState state)
      throws IOException {
    Amount waiting = Amount.NONE;
    long oldest = Long.MAX_VALUE;
    String oldestSegment = "";
    long lost = reader.damaged();
    for (Cursor cursor : reader.cursors()) {
      for (Segment segment : segments) {
        if (segment.run() != cursor.run() || cursor.claimed(segment) == 0) {
          continue;
        }
        SegmentScan scan;
        try {
          scan = new SegmentScan(segment.file(disk), segment.id());
        } catch (FileNotFoundException | NoSuchFileException ignored) {
          continue; // all vendors got it meanwhile
        }
        RecordHeader header;
        while ((header = scan.next(segment.end())) != null) {
          if (!cursor.wants(header.position(), header.view())) {
            continue;
          }
          if (scan.isTorn()) { // else it is the record that was being written
            boolean wasWhole =
                state != null && cursor.run() == state.run() && header.position() < state.end();
            lost += wasWhole ? header.spans() : 0;
          } else {
            waiting = waiting.plus(new Amount(header.spans(), header.recordBytes()));
            oldest = Math.min(oldest, header.appendedEpochNanos());
            oldestSegment = oldestSegment.isEmpty() ? segment.id().fileName() : oldestSegment;
          }
        }
      }
    }
    return new VendorReport(reader.name(), waiting, oldest, oldestSegment, lost, reader.columns());
  }
}
