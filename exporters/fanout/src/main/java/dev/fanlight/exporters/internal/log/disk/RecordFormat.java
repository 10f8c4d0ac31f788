/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.disk.RecordHeader.BodyHeader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch as bytes of a segment. */
final class RecordFormat {

  /*
   * Record, big-endian:
   *    0    4   magic 0x464C5245, "FLRE"
   *    4    4   CRC32C of the segment's id and of the header from byte 8 on
   *    8    4   length h of the header
   *   12    8   position
   *   20    8   appended, epoch nanoseconds
   *   28    4   spans
   *   32    8   spans of this view before it in this segment
   *   40    4   roster: the state of at least this roster says who wants it
   *   44  2+n   view (length, UTF-8)
   *    .  2+n   wire
   *    .  2+n   HTTP content coding
   *    .    2   number of bodies, the full one first; for each
   *    .    4     length
   *    .    4     length before compression
   *    .    4     longest attribute value, 0x7FFFFFFF where nothing was shortened
   *    .    4     CRC32C
   *    h        the bodies, without anything between
   *    .    h   the trailer: the header again, but for its magic 0x464C5254, "FLRT"
   *
   * One damaged spot leaves the header or the trailer, so that no span is lost with either; a record with damaged or
   * missing bodies is lost alone, and both have the number of its spans. Behind a spot that took more, the next magic
   * is searched; "spans before" in the next sound header of the view says how many lie in between. The segment's id in
   * the checksum keeps bytes of another file, or a span that looks like a record, from being taken for one.
   */

  static final int MAX_HEADER_BYTES = 4096;
  static final int MAGIC = 0x464C5245;
  static final int TRAILER_MAGIC = 0x464C5254;
  private static final int PREFIX_BYTES = 12;
  private static final int FIXED_BYTES = 46; // but for the names and the bodies
  private static final int BODY_BYTES = 16;
  private static final int MAX_BODIES = 100;
  private static final long MAX_SPANS = 1L << 53;

  private RecordFormat() {}

  /** Returns true if a header can describe a record: names and number of bodies may be a plugin's. */
  static boolean takes(BatchRecord record) {
    return record.bodies().size() <= MAX_BODIES
        && Names.fits(record.view())
        && Names.fits(record.format().wire())
        && Names.fits(record.format().encoding());
  }

  /** Returns the header of a record. */
  static RecordHeader header(BatchRecord record, long position, long spansBefore, int roster) {
    List<BodyHeader> bodies = new ArrayList<>(record.bodies().size());
    for (Body body : record.bodies()) {
      byte[] bytes = body.bytes();
      bodies.add(new BodyHeader(
          bytes.length, body.messageBytes(), body.attributeLimit(), Checksums.of(bytes)));
    }
    Format format = record.format();
    int size = FIXED_BYTES
        + Names.sizeOf(record.view())
        + Names.sizeOf(format.wire())
        + Names.sizeOf(format.encoding())
        + BODY_BYTES * bodies.size();
    return new RecordHeader(
        size,
        position,
        record.appendedEpochNanos(),
        record.spans(),
        spansBefore,
        roster,
        record.view(),
        format,
        bodies);
  }

  /** The header's bytes. */
  static byte[] encode(RecordHeader header, SegmentId segment) {
    byte[] bytes = new byte[header.sizeInBytes()];
    ByteBuffer to = ByteBuffer.wrap(bytes);
    to.putInt(MAGIC).putInt(0).putInt(bytes.length);
    to.putLong(header.position()).putLong(header.appendedEpochNanos()).putInt(header.spans());
    to.putLong(header.spansBefore()).putInt(header.roster());
    Names.put(to, header.view());
    Names.put(to, header.format().wire());
    Names.put(to, header.format().encoding());
    to.putShort((short) header.bodies().size());
    for (BodyHeader body : header.bodies()) {
      to.putInt(body.sizeInBytes()).putInt(body.messageBytes()).putInt(body.attributeLimit());
      to.putInt(body.crc());
    }
    to.putInt(4, Checksums.of(segment, bytes, 8, bytes.length));
    return bytes;
  }

  /** The trailer of a record with this header. */
  static byte[] trailer(byte[] header) {
    byte[] trailer = header.clone();
    ByteBuffer.wrap(trailer).putInt(0, TRAILER_MAGIC);
    return trailer;
  }

  /** Returns the sound header that begins at the buffer's position; null if there is none. */
  static @Nullable RecordHeader parse(ByteBuffer buffer, SegmentId segment) {
    return parse(buffer, segment, MAGIC);
  }

  /** Returns the header in the sound trailer that begins at the buffer's position; null if there is none. */
  static @Nullable RecordHeader parseTrailer(ByteBuffer buffer, SegmentId segment) {
    return parse(buffer, segment, TRAILER_MAGIC);
  }

  private static @Nullable RecordHeader parse(ByteBuffer buffer, SegmentId segment, int magic) {
    int start = buffer.position();
    if (buffer.remaining() < PREFIX_BYTES || buffer.getInt(start) != magic) {
      return null;
    }
    int size = buffer.getInt(start + 8);
    if (size <= PREFIX_BYTES || size > Math.min(MAX_HEADER_BYTES, buffer.remaining())) {
      return null;
    }
    try {
      ByteBuffer fields = buffer.duplicate().position(start + PREFIX_BYTES).limit(start + size);
      RecordHeader header = fields(fields, size);
      return isSound(buffer, start, size, segment) ? header : null;
    } catch (BufferUnderflowException | IllegalArgumentException notWrittenByThisProgram) {
      return null;
    }
  }

  /** Asked last: bytes that look like the beginning of a header at every fourth byte cost little then. */
  private static boolean isSound(ByteBuffer buffer, int start, int size, SegmentId segment) {
    int from = buffer.arrayOffset() + start;
    return buffer.getInt(start + 4) == Checksums.of(segment, buffer.array(), from + 8, from + size);
  }

  private static RecordHeader fields(ByteBuffer in, int size) {
    long position = in.getLong();
    long appended = in.getLong();
    int spans = in.getInt();
    long before = in.getLong();
    int roster = in.getInt();
    String view = Names.get(in);
    Format format = new Format(Names.get(in), Names.get(in));
    int count = in.getShort();
    checkRange(count >= 1 && count <= MAX_BODIES && in.remaining() == count * BODY_BYTES);
    checkRange(position >= 0 && spans >= 1 && before >= 0 && before <= MAX_SPANS);
    List<BodyHeader> bodies = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      BodyHeader body = new BodyHeader(in.getInt(), in.getInt(), in.getInt(), in.getInt());
      checkRange(body.sizeInBytes() >= 0 && body.messageBytes() >= 0);
      bodies.add(body);
    }
    return new RecordHeader(size, position, appended, spans, before, roster, view, format, bodies);
  }

  private static void checkRange(boolean isInRange) {
    if (!isInRange) {
      throw new IllegalArgumentException("out of range");
    }
  }
}
