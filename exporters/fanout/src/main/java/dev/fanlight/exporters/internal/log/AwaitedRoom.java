/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

/** Room in a memory log that a record needs which is about to be written. The log's lock guards it. */
final class AwaitedRoom {

  /** The reader with the most progress among the followers of the record's view. */
  final MemoryReader reader;

  final long bytes;

  /** True after a wait so long that readers near the leader make room as well, if they are behind this one. */
  boolean isLate;

  AwaitedRoom(MemoryReader reader, long bytes) {
    this.reader = reader;
    this.bytes = bytes;
  }
}
