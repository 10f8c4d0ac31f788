/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.text.ForeignText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of one segment, every checksum verified.
 *
 * @param file its name
 * @param sizeInBytes of the file
 * @param condition sound, damaged, or not to be read by this program
 * @param records that are sound
 * @param damagedRecords records with a sound header and damaged bodies
 * @param damagedBytes that belong to no sound header
 * @param lostSpans spans that the vendors' cursors know of and that are not in its sound records
 * @param problem why the file cannot be read at all; empty if it can
 * @param unfinishedBytes at the end of a segment without a footer: a record that was being written
 * @param views spans and bytes of the sound records, by view
 * @param oldestEpochNanos of the sound records; {@link Long#MAX_VALUE} without one
 * @param newestEpochNanos of the sound records; {@link Long#MIN_VALUE} without one
 */
public record SegmentReport(
    String file,
    long sizeInBytes,
    Condition condition,
    long records,
    long damagedRecords,
    long damagedBytes,
    long lostSpans,
    String problem,
    long unfinishedBytes,
    Map<String, Amount> views,
    long oldestEpochNanos,
    long newestEpochNanos) {

  /** Copies the map. */
  public SegmentReport {
    views = Map.copyOf(views);
  }

  /** Of all views. */
  public Amount amount() {
    return views.values().stream().reduce(Amount.NONE, Amount::plus);
  }

  /** A file that cannot be opened or read. */
  static SegmentReport unreadable(SegmentId id, IOException e) {
    String reason = e instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : ForeignText.message(e);
    return new Tally().report(id, 0, Condition.DAMAGED).because(reason);
  }

  private SegmentReport because(String reason) {
    return with(Condition.DAMAGED, lostSpans, reason);
  }

  /** Compares with the counts that a state, which is not newer, has of the segment that was the last one then. */
  SegmentReport comparedWith(LogState state, SegmentId id) {
    if (condition == Condition.NEWER
        || !id.equals(new SegmentId(state.run(), state.mark().segment()))) {
      return this;
    }
    long lost = 0;
    for (Map.Entry<String, Long> known : state.mark().spans().entrySet()) {
      long found = views.getOrDefault(known.getKey(), Amount.NONE).spans();
      lost += Math.max(0, known.getValue() - found);
    }
    return lost == 0 ? this : with(Condition.DAMAGED, lost, problem);
  }

  private SegmentReport with(Condition how, long lost, String why) {
    return new SegmentReport(
        file,
        sizeInBytes,
        how,
        records,
        damagedRecords,
        damagedBytes,
        lost,
        why,
        unfinishedBytes,
        views,
        oldestEpochNanos,
        newestEpochNanos);
  }

  /**
   * Reads a segment to its end; it may grow meanwhile.
   *
   * @param mayBeOpen whether it is the newest of its run, which alone may lack a footer
   */
  static SegmentReport of(Disk disk, Path file, SegmentId id, boolean mayBeOpen)
      throws IOException {
    try (DiskFile open = disk.open(file)) {
      long size = open.size();
      byte[] header = new byte[SegmentHeader.BYTES];
      int headerBytes = open.read(0, header, header.length);
      Tally tally = new Tally();
      if (!SegmentHeader.isKnown(SegmentHeader.version(header, id))) {
        return tally.report(id, size, Condition.NEWER);
      }
      if (!SegmentHeader.isSound(header, id)) {
        tally.damagedBytes = headerBytes;
      }
      boolean mayGrow = mayBeOpen && SegmentScan.footer(open, id, size) == null;
      tally.read(new SegmentScan(open, id), size, mayGrow);
      boolean isSound = tally.damagedBytes == 0 && tally.damagedRecords == 0;
      return tally.report(id, size, isSound ? Condition.SOUND : Condition.DAMAGED);
    }
  }

  private static final class Tally {
    final Map<String, Amount> views = new TreeMap<>();
    long records;
    long damagedRecords;
    long damagedBytes;
    long unfinishedBytes;
    long oldest = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;

    void read(SegmentScan scan, long end, boolean mayGrow) throws IOException {
      long damagedBefore = 0;
      for (RecordHeader header = scan.next(end); header != null; header = scan.next(end)) {
        damagedBefore = scan.damagedBytes();
        boolean isWhole = scan.bodies() + header.bodyBytes() + header.sizeInBytes() <= end;
        if (!isWhole && mayGrow) {
          unfinishedBytes = end - scan.bodies() + header.sizeInBytes();
        } else if (!scan.isSound(header)) {
          damagedRecords++;
        } else {
          add(header);
          damagedBytes += scan.hasTrailer(header, end) ? 0 : header.sizeInBytes();
        }
      }
      long damagedAtTheEnd = scan.damagedBytes() - damagedBefore;
      unfinishedBytes += mayGrow ? damagedAtTheEnd : 0;
      damagedBytes += damagedBefore + (mayGrow ? 0 : damagedAtTheEnd);
    }

    private void add(RecordHeader header) {
      records++;
      views.merge(header.view(), new Amount(header.spans(), header.recordBytes()), Amount::plus);
      oldest = Math.min(oldest, header.appendedEpochNanos());
      newest = Math.max(newest, header.appendedEpochNanos());
    }

    SegmentReport report(SegmentId id, long size, Condition condition) {
      return new SegmentReport(
          id.fileName(),
          size,
          condition,
          records,
          damagedRecords,
          damagedBytes,
          0,
          "",
          unfinishedBytes,
          views,
          oldest,
          newest);
    }
  }

  /** The condition of a segment. */
  public enum Condition {
    /** Every byte is as it was written. */
    SOUND,
    /** Some records are not sound. */
    DAMAGED,
    /** A newer program wrote it; it is left alone. */
    NEWER
  }

  /**
   * So much.
   *
   * @param spans in the records
   * @param bytes of the records
   */
  public record Amount(long spans, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount plus(Amount other) {
      return new Amount(spans + other.spans, bytes + other.bytes);
    }
  }
}
