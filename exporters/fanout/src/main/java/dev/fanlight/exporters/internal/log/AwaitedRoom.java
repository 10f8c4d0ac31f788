/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

/** Room in a memory log that a record needs which is about to be written. The table's lock guards it. */
final class AwaitedRoom {

  private final MemoryReaderState reader;
  private final long bytes;
  private boolean isLate;

  /**
   * Room for a record.
   *
   * @param reader the reader with the most progress among the followers of the record's view
   */
  AwaitedRoom(MemoryReaderState reader, long bytes) {
    this.reader = reader;
    this.bytes = bytes;
  }

  MemoryReaderState reader() {
    return reader;
  }

  long bytes() {
    return bytes;
  }

  /** Returns true after a wait so long that readers near the leader make room as well, if they are behind this one. */
  boolean isLate() {
    return isLate;
  }

  void late() {
    isLate = true;
  }
}
