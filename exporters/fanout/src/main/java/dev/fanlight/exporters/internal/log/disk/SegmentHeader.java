/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.ByteBuffer;

/** The first bytes of a segment. */
final class SegmentHeader {

  /*
   * Segment, big-endian; these bytes keep their place in every version:
   *    0    4   magic 0x464C5347, "FLSG"
   *    4    1   version, 1
   *    5    3   zero
   *    8    8   run
   *   16    4   number
   *   20    8   created, epoch nanoseconds
   *   28    4   CRC32C of the segment's id (again) and of bytes 0 to 28
   *   32        records, then perhaps a footer
   *
   * Name and header have the same data, so that a segment with a damaged header is still read. A sound header with
   * another version is a newer program's: the file is left alone.
   */

  static final int BYTES = 32;
  private static final int MAGIC = 0x464C5347;
  private static final int VERSION = 1;

  private SegmentHeader() {}

  static byte[] of(SegmentId id, long createdEpochNanos) {
    ByteBuffer header = ByteBuffer.allocate(BYTES).putInt(MAGIC).put((byte) VERSION);
    header.position(8);
    header.putLong(id.run()).putInt(id.number()).putLong(createdEpochNanos);
    header.putInt(Checksums.of(id, header.array(), 0, header.position()));
    return header.array();
  }

  /** The version that a sound header says; 1 where the header is damaged or not all there. */
  static int version(byte[] header, SegmentId id) {
    return isSound(header, id) ? header[4] : VERSION;
  }

  /** Returns true if these bytes are unchanged, for this segment. */
  static boolean isSound(byte[] header, SegmentId id) {
    ByteBuffer in = ByteBuffer.wrap(header);
    return header.length >= BYTES
        && in.getInt(0) == MAGIC
        && in.getInt(BYTES - 4) == Checksums.of(id, header, 0, BYTES - 4);
  }

  /** Returns true if this program can read a version. */
  static boolean isKnown(int version) {
    return version == VERSION;
  }
}
