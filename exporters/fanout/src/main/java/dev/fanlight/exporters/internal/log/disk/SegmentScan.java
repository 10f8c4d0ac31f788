/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.disk.RecordHeader.BodyHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Walks a segment from sound record to sound record, headers only. Not safe on several threads. */
final class SegmentScan {

  /*
   * Headers are read through a small window; bodies are stepped over, and read when asked for. If no sound record
   * begins, the window moves on byte by byte to the next magic that has a sound header behind it, or to a sound
   * trailer, which has the beginning of its record: the offset always grows, so that a scan of any bytes ends.
   *
   * Positions grow within a segment. A sound record that is not behind the last one in position is a copy, or was moved:
   * it counts as damage, else its spans would be counted twice.
   */

  private static final int WINDOW_BYTES = 1 << 14;
  private static final int PART_BYTES = 1 << 16;

  private final DiskFile file;
  private final SegmentId id;
  private final byte[] window = new byte[WINDOW_BYTES];
  private long windowStart;
  private int windowLength;
  private long offset = SegmentHeader.BYTES;
  private long lastEnd =
      offset; // of sound records: no record that a trailer describes began before it
  private long lastPosition = -1;
  private long bodies;
  private boolean isTorn;
  private long damagedBytes;
  private long footerEnd = -1; // for which footerStart was asked
  private long footerStart;

  /** A scan that stands before the first record. */
  SegmentScan(DiskFile file, SegmentId id) {
    this.file = file;
    this.id = id;
  }

  /**
   * Returns the next sound header, or the content of a sound trailer.
   *
   * @param end of the readable part; it may be further at the next call, if the file still grows
   * @return null at the end
   */
  @Nullable RecordHeader next(long end) throws IOException {
    while (offset < end) {
      ByteBuffer here = at(offset, end);
      RecordHeader header = RecordFormat.parse(here, id);
      if (header != null && header.position() > lastPosition) {
        return found(header, offset + header.sizeInBytes(), end);
      }
      RecordHeader behind = trailerAt(here);
      if (behind != null) {
        damagedBytes -= behind.bodyBytes(); // these were passed, and are not
        return found(behind, offset - behind.bodyBytes(), end);
      }
      if (isFooter(end)) {
        offset = end;
        return null;
      }
      long search = nextMagic(offset + 1, end);
      damagedBytes += search - offset;
      offset = search;
    }
    return null;
  }

  /** A record ends within the file, or at the latest with it: then it is torn. */
  private RecordHeader found(RecordHeader header, long bodiesAt, long end) {
    bodies = bodiesAt;
    isTorn = bodies + header.bodyBytes() > end;
    offset = Math.min(end, bodies + header.bodyBytes() + header.sizeInBytes());
    lastEnd = offset;
    lastPosition = header.position();
    return header;
  }

  /** Returns the content of a trailer of a record with a damaged header; null if there is none. */
  private @Nullable RecordHeader trailerAt(ByteBuffer here) {
    RecordHeader header = RecordFormat.parseTrailer(here, id);
    boolean isOurs = header != null
        && header.position() > lastPosition
        && offset - header.bodyBytes() - header.sizeInBytes() >= lastEnd;
    return isOurs ? header : null;
  }

  private boolean isFooter(long end) throws IOException {
    ByteBuffer here = at(offset, end);
    return here.remaining() >= 4
        && here.getInt(here.position()) == SegmentSummary.MAGIC
        && footerStart(end) == offset;
  }

  /**
   * Returns the start of the footer. Asked once for each end: damage, or an attacker, may have left the magic of a
   * footer at every fourth byte.
   */
  private long footerStart(long end) throws IOException {
    if (end != footerEnd) {
      footerStart = footer(file, id, end) == null ? -1 : end - footerBytes(file, end);
      footerEnd = end;
    }
    return footerStart;
  }

  private long nextMagic(long from, long end) throws IOException {
    long search = from;
    while (search < end) {
      ByteBuffer here = at(search, end);
      int last = here.limit() - 4;
      for (int i = here.position(); i <= last; i++) {
        int word = here.getInt(i);
        if (word == RecordFormat.MAGIC
            || word == RecordFormat.TRAILER_MAGIC
            || word == SegmentSummary.MAGIC) {
          return search + (i - here.position());
        }
      }
      search += Math.max(1, last + 1 - here.position());
    }
    return end;
  }

  /** The bytes from an offset on, as many as a header may have. */
  private ByteBuffer at(long from, long end) throws IOException {
    long wanted = Math.min(end - from, RecordFormat.MAX_HEADER_BYTES);
    if (from < windowStart || from + wanted > windowStart + windowLength) {
      windowStart = from;
      windowLength = 0; // if the read fails: the earlier content of the window is elsewhere
      windowLength = file.read(from, window, (int) Math.min(end - from, window.length));
    }
    int limit = (int) Math.min(windowLength, end - windowStart);
    int start = (int) Math.min(from - windowStart, limit);
    return ByteBuffer.wrap(window, 0, limit).position(start);
  }

  /** Returns the offset at which the next record is looked for: the end of the one that {@link #next} gave. */
  long offset() {
    return offset;
  }

  /** Returns the offset of the bodies of the record that {@link #next} gave. */
  long bodies() {
    return bodies;
  }

  /** Returns true if the record that {@link #next} gave is incomplete: the file ends within its bodies. */
  boolean isTorn() {
    return isTorn;
  }

  /** Returns true if the record that {@link #next} gave has the trailer that belongs to it. */
  boolean hasTrailer(RecordHeader header, long end) throws IOException {
    long at = bodies + header.bodyBytes();
    return at < end && header.equals(RecordFormat.parseTrailer(at(at, end), id));
  }

  /** Bytes passed that belong to no record of which the header or the trailer is sound. */
  long damagedBytes() {
    return damagedBytes;
  }

  /**
   * The record of the header that {@link #next} gave last; null if its bodies are damaged or torn. Takes as much memory as
   * the header says: the caller has checked that.
   */
  @Nullable BatchRecord read(RecordHeader header) throws IOException {
    return isTorn ? null : read(file, header, bodies);
  }

  /** Returns true if the bodies of the header that {@link #next} gave last are unchanged; takes little memory. */
  boolean isSound(RecordHeader header) throws IOException {
    if (isTorn) {
      return false;
    }
    byte[] part = new byte[PART_BYTES];
    long at = bodies;
    for (BodyHeader body : header.bodies()) {
      CRC32C crc = new CRC32C();
      int left = body.sizeInBytes();
      while (left > 0) {
        int read = file.read(at, part, Math.min(left, part.length));
        if (read <= 0) {
          return false;
        }
        crc.update(part, 0, read);
        at += read;
        left -= read;
      }
      if ((int) crc.getValue() != body.crc()) {
        return false;
      }
    }
    return true;
  }

  /**
   * A record.
   *
   * @param bodies where its bodies begin
   * @return null if they are damaged
   */
  static @Nullable BatchRecord read(DiskFile file, RecordHeader header, long bodies)
      throws IOException {
    long at = bodies;
    List<Body> read = new ArrayList<>(header.bodies().size());
    for (BodyHeader body : header.bodies()) {
      byte[] bytes = new byte[body.sizeInBytes()];
      if (file.read(at, bytes, bytes.length) < bytes.length || Checksums.of(bytes) != body.crc()) {
        return null;
      }
      read.add(new Body(bytes, body.messageBytes(), body.attributeLimit()));
      at += bytes.length;
    }
    return new BatchRecord(
        header.view(), header.format(), header.appendedEpochNanos(), header.spans(), read);
  }

  /** Returns the footer at the end of a file; null if it has no sound one. */
  static @Nullable SegmentSummary footer(DiskFile file, SegmentId id, long size)
      throws IOException {
    int length = footerBytes(file, size);
    if (length <= 0 || length > SegmentSummary.MAX_FOOTER_BYTES || length > size) {
      return null;
    }
    byte[] footer = new byte[length];
    int read = file.read(size - length, footer, length);
    return SegmentSummary.parse(Arrays.copyOf(footer, read), id);
  }

  private static int footerBytes(DiskFile file, long size) throws IOException {
    byte[] last = new byte[4];
    if (size < SegmentHeader.BYTES + 4 || file.read(size - 4, last, 4) < 4) {
      return 0;
    }
    return ByteBuffer.wrap(last).getInt();
  }
}
