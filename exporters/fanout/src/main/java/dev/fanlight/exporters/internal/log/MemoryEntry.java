/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.List;

/** A record in memory, its position, and the claims of the readers that have not settled it. The log's lock guards it. */
final class MemoryEntry {

  final BatchRecord record;
  final long position;
  final List<MemoryClaim> claims = new ArrayList<>(4);

  MemoryEntry(BatchRecord record, long position) {
    this.record = record;
    this.position = position;
  }

  long sizeInBytes() {
    return record.sizeInBytes();
  }

  /** Of the body that most vendors are sent. */
  int fullBytes() {
    return record.bodies().get(0).bytes().length;
  }

  /** Returns true if a reader has it in flight: it cannot be given up. */
  boolean isPinned() {
    for (MemoryClaim claim : claims) {
      if (claim.inFlight != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns the progress of the reader with the most progress among the readers that claim it. */
  long progress() {
    long progress = Long.MIN_VALUE;
    for (MemoryClaim claim : claims) {
      progress = Math.max(progress, claim.reader.progress());
    }
    return progress;
  }
}
