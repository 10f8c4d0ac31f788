/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import java.util.List;

/**
 * The header of a record, which is written before its bodies and again behind them.
 *
 * @param sizeInBytes of the header itself
 * @param position in the run, never used twice
 * @param appendedEpochNanos when the batch was encoded
 * @param spans how many each body holds
 * @param spansBefore of the same view in the same segment before this record
 * @param roster number of the roster under which it was appended: see {@link LogState}
 * @param view identity of the view
 * @param format how to read the bodies
 * @param bodies the full one first
 */
record RecordHeader(
    int sizeInBytes,
    long position,
    long appendedEpochNanos,
    int spans,
    long spansBefore,
    int roster,
    String view,
    Format format,
    List<BodyHeader> bodies) {

  /** Returns the size of all bodies together. */
  long bodyBytes() {
    long bytes = 0;
    for (BodyHeader body : bodies) {
      bytes += body.sizeInBytes;
    }
    return bytes;
  }

  /** The header, the bodies and the trailer. */
  long recordBytes() {
    return 2L * sizeInBytes + bodyBytes();
  }

  /**
   * The header of one body.
   *
   * @param sizeInBytes as it lies in the file and goes on the wire
   * @param messageBytes before compression
   * @param attributeLimit longest attribute value in it
   * @param crc CRC32C of its bytes
   */
  record BodyHeader(int sizeInBytes, int messageBytes, int attributeLimit, int crc) {}
}
