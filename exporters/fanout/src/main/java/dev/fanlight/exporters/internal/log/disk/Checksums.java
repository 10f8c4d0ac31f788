/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C (RFC 3720, appendix B.4), which processors count themselves. */
final class Checksums {

  private Checksums() {}

  /** Of a whole array. */
  static int of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** Of a part of an array. */
  static int of(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /** Of a segment's id and a part of an array. */
  static int of(SegmentId segment, byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(12).putLong(segment.run()).putInt(segment.number()).array());
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
