/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A record in memory, its position, and the claims of the readers that have not settled it. The table's lock guards it. */
final class MemoryEntry {

  private final BatchRecord record;
  private final long position;
  private final List<MemoryClaim> claims = new ArrayList<>(4);

  MemoryEntry(BatchRecord record, long position) {
    this.record = record;
    this.position = position;
  }

  BatchRecord record() {
    return record;
  }

  long position() {
    return position;
  }

  long sizeInBytes() {
    return record.sizeInBytes();
  }

  /** Returns the size of the body that most vendors are sent. */
  int fullBytes() {
    return record.bodies().get(0).bytes().length;
  }

  /** Has a reader claim it. */
  void claim(MemoryReaderState reader) {
    MemoryClaim claim = new MemoryClaim(reader, this);
    claims.add(claim);
    reader.add(claim);
  }

  /** Removes a claim; returns true if it was the last one. */
  boolean remove(MemoryClaim claim) {
    claims.remove(claim);
    return claims.isEmpty();
  }

  List<MemoryClaim> claims() {
    return Collections.unmodifiableList(claims);
  }

  boolean isClaimed() {
    return !claims.isEmpty();
  }

  boolean isClaimedBy(MemoryReaderState reader) {
    for (MemoryClaim claim : claims) {
      if (claim.reader() == reader) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if a reader has it in flight: it cannot be given up. */
  boolean isPinned() {
    for (MemoryClaim claim : claims) {
      if (claim.isInFlight()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the progress of the reader with the most progress among the readers that claim it. */
  long progress() {
    long progress = Long.MIN_VALUE;
    for (MemoryClaim claim : claims) {
      progress = Math.max(progress, claim.reader().progress());
    }
    return progress;
  }
}
