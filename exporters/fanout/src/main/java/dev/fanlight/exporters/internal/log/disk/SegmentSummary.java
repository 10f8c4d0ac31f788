/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a segment, by view; kept in memory for each segment, and at the end of its file. Not safe on several
 * threads.
 */
final class SegmentSummary {

  /*
   * Footer, big-endian:
   *    0    4   magic 0x464C4654, "FLFT"
   *    4    4   CRC32C of the segment's id and of the footer from byte 8 on
   *    8    4   length f of the footer
   *   12    8   first position
   *   20    8   end: one more than the last position
   *   28    8   oldest batch, epoch nanoseconds
   *   36    8   newest batch
   *   44    4   newest roster
   *   48    2   number of views; for each
   *    .  2+n     view (length, UTF-8)
   *    .    4     records
   *    .    8     spans
   *    .    8     bytes of the records
   *  f-4    4   f again, by which the footer is found from the end of the file
   */

  static final int MAX_FOOTER_BYTES = 1 << 16;
  static final int MAGIC = 0x464C4654;
  private static final int PREFIX_BYTES = 12;
  private static final int MAX_VIEWS = 100;
  private static final long MAX_AMOUNT = 1L << 53;

  private final Map<String, Totals> views = new TreeMap<>();
  private long firstPosition = Long.MAX_VALUE;
  private long endPosition;
  private long oldestEpochNanos = Long.MAX_VALUE;
  private long newestEpochNanos = Long.MIN_VALUE;
  private int newestRoster;

  /** Adds a record behind the earlier ones. */
  void add(RecordHeader header) {
    Totals totals = views.getOrDefault(header.view(), Totals.NONE);
    views.put(
        header.view(),
        new Totals(
            totals.records + 1,
            header.spansBefore() + header.spans(), // including spans of damaged records before it
            totals.bytes + header.recordBytes()));
    firstPosition = Math.min(firstPosition, header.position());
    endPosition = Math.max(endPosition, header.position() + 1);
    oldestEpochNanos = Math.min(oldestEpochNanos, header.appendedEpochNanos());
    newestEpochNanos = Math.max(newestEpochNanos, header.appendedEpochNanos());
    newestRoster = Math.max(newestRoster, header.roster());
  }

  /** Sets the minimum number of spans of each view, however many of them are left. */
  void addDamaged(Map<String, Long> spans) {
    spans.forEach((view, atLeast) -> {
      Totals known = views.getOrDefault(view, Totals.NONE);
      views.put(view, new Totals(known.records, Math.max(known.spans, atLeast), known.bytes));
    });
  }

  /** Returns true if another view fits. */
  boolean hasRoomFor(String view) {
    return views.containsKey(view) || views.size() < MAX_VIEWS;
  }

  boolean isEmpty() {
    return views.isEmpty();
  }

  /** By view. */
  Map<String, Totals> views() {
    return views;
  }

  /** Spans by view, as they are now. */
  Map<String, Long> spans() {
    Map<String, Long> spans = new TreeMap<>();
    views.forEach((view, totals) -> spans.put(view, totals.spans));
    return spans;
  }

  long spans(String view) {
    return views.getOrDefault(view, Totals.NONE).spans;
  }

  /** Returns the position of the first record; {@link Long#MAX_VALUE} if there is none. */
  long firstPosition() {
    return firstPosition;
  }

  /** Returns one more than the last position; 0 if there is none. */
  long endPosition() {
    return endPosition;
  }

  long oldestEpochNanos() {
    return oldestEpochNanos;
  }

  long newestEpochNanos() {
    return newestEpochNanos;
  }

  /** The newest roster of any record. */
  int newestRoster() {
    return newestRoster;
  }

  /** The footer's bytes. */
  byte[] footer(SegmentId id) {
    ByteBuffer footer = ByteBuffer.allocate(MAX_FOOTER_BYTES);
    footer.position(PREFIX_BYTES);
    footer.putLong(firstPosition).putLong(endPosition);
    footer.putLong(oldestEpochNanos).putLong(newestEpochNanos);
    footer.putInt(newestRoster).putShort((short) views.size());
    views.forEach((view, totals) -> {
      Names.put(footer, view);
      footer.putInt(totals.records).putLong(totals.spans).putLong(totals.bytes);
    });
    byte[] bytes = new byte[footer.position() + 4];
    footer.putInt(bytes.length).putInt(0, MAGIC).putInt(8, bytes.length);
    footer.putInt(4, Checksums.of(id, footer.array(), 8, bytes.length));
    footer.get(0, bytes);
    return bytes;
  }

  /** Returns the sound footer in these bytes; null if it is not sound. */
  static @Nullable SegmentSummary parse(byte[] footer, SegmentId id) {
    ByteBuffer in = ByteBuffer.wrap(footer);
    if (footer.length < PREFIX_BYTES
        || in.getInt(0) != MAGIC
        || in.getInt(8) != footer.length
        || in.getInt(4) != Checksums.of(id, footer, 8, footer.length)) {
      return null;
    }
    try {
      SegmentSummary summary = new SegmentSummary();
      in.position(PREFIX_BYTES);
      summary.firstPosition = in.getLong();
      summary.endPosition = in.getLong();
      summary.oldestEpochNanos = in.getLong();
      summary.newestEpochNanos = in.getLong();
      summary.newestRoster = in.getInt();
      for (int left = in.getShort(); left > 0; left--) {
        summary.views.put(Names.get(in), new Totals(in.getInt(), in.getLong(), in.getLong()));
      }
      return summary.isInRange() ? summary : null;
    } catch (BufferUnderflowException | IllegalArgumentException writtenByNobody) {
      return null;
    }
  }

  /** Returns true if records can make it: sums are within the range of the ledger. */
  private boolean isInRange() {
    for (Totals totals : views.values()) {
      if (totals.records < 0
          || totals.spans < 0
          || totals.spans > MAX_AMOUNT
          || totals.bytes < 0
          || totals.bytes > MAX_AMOUNT) {
        return false;
      }
    }
    return views.isEmpty() || (firstPosition >= 0 && firstPosition < endPosition);
  }

  /**
   * The totals of a view in a segment.
   *
   * @param records that are sound
   * @param spans of all, the damaged included where a later record of the view or the footer tells of them
   * @param bytes of the sound records
   */
  record Totals(int records, long spans, long bytes) {
    static final Totals NONE = new Totals(0, 0, 0);
  }
}
