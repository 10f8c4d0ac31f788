/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

/** Room in a memory log that a record needs which is about to be written. The log's lock guards it. */
final class AwaitedRoom {

  /** The reader that has got farthest of those that follow the record's view. */
  final MemoryReader reader;

  final long bytes;

  /** Whether it was waited for so long that readers near the farthest make room as well, if they are behind this one. */
  boolean isLate;

  AwaitedRoom(MemoryReader reader, long bytes) {
    this.reader = reader;
    this.bytes = bytes;
  }
}
