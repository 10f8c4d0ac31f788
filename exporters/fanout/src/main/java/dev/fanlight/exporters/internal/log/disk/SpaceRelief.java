/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.concurrent.TimeUnit;

/** Decides whether the oldest segments are deleted for new records on a full disk. The writer's thread only. */
final class SpaceRelief {

  /*
   * On a full disk the oldest segments of this process make way for new records, as at the limit. Two points are
   * different: the space may come back by itself, and another process may take the space that we free.
   *
   * So at first the records wait in memory, for GRACE or until memory is half full of them. Once a segment has made way,
   * the next ones do so at once, until the disk has not been full for INCIDENT.
   *
   * And after a deletion a record must have been written before the next deletion. If no batch was, another process
   * has taken the space, or a snapshot keeps the blocks: the deletion was in vain. The next one is tried after a
   * minute, then after two, four and so on. Meanwhile the segments stay, and new records that memory cannot hold are
   * lost.
   */

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long INCIDENT_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long MAX_PAUSE_NANOS = TimeUnit.HOURS.toNanos(4);

  private boolean isFull;
  private long fullSinceNanos;
  private long lastFullNanos;
  private boolean hasDeleted;
  private boolean isInVain;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long deletedAtNanos;

  /** The disk refused a write for want of space. */
  void full(long nowNanos) {
    if (!isFull || nowNanos - lastFullNanos > INCIDENT_NANOS) {
      isFull = true;
      fullSinceNanos = nowNanos;
      hasDeleted = false;
    }
    lastFullNanos = nowNanos;
  }

  /** A record was written: a deletion before it was of use. */
  void written() {
    isFull &= hasDeleted;
    isInVain = false;
    pauseNanos = FIRST_PAUSE_NANOS;
  }

  /**
   * Returns true if segments may be deleted now.
   *
   * @param isMemoryShort whether new records would soon find no memory
   */
  boolean mayDelete(long nowNanos, boolean isMemoryShort) {
    if (!isFull || (isInVain && nowNanos - deletedAtNanos < pauseNanos)) {
      return false;
    }
    return hasDeleted || isMemoryShort || nowNanos - fullSinceNanos >= GRACE_NANOS;
  }

  /** Segments are deleted. */
  void deleted(long nowNanos) {
    if (isInVain) {
      pauseNanos = Math.min(2 * pauseNanos, MAX_PAUSE_NANOS);
    }
    hasDeleted = true;
    isInVain = true;
    deletedAtNanos = nowNanos;
  }
}
