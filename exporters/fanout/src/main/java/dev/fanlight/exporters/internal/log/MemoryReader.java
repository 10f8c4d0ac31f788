/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A lane's reader of a log in memory: the records that it has not taken yet, and the taken ones. */
final class MemoryReader implements LogReader {

  final Books books;
  final BatchLog.Losses losses;
  final Runnable wakeUp;
  private final MemoryLog log;

  // guarded by the log's lock, all that follows

  /** The unsettled claims, by position; claims that were not taken yet begin at {@code nextPosition}. */
  private final TreeMap<Long, MemoryClaim> claims = new TreeMap<>();

  private long nextPosition;
  private @Nullable String view;
  private long unsettledSpans;
  private long unsettledBytes;
  private long inFlightBytes;
  private long newestSettled;
  private boolean waitsForRoom;

  /**
   * Creates a reader that follows no view.
   *
   * @param progress position of the newest record; a reader without history counts as one that has got so far
   */
  MemoryReader(MemoryLog log, long progress, Books books, BatchLog.Losses losses, Runnable wakeUp) {
    this.log = log;
    this.newestSettled = progress;
    this.books = books;
    this.losses = losses;
    this.wakeUp = wakeUp;
  }

  // ---- for the log, which holds its lock ----

  boolean follows(BatchRecord record) {
    return record.view().equals(view);
  }

  /** Returns the view that it follows; null for none. */
  @Nullable String view() {
    return view;
  }

  void addLocked(MemoryClaim claim) {
    claims.put(claim.entry.position, claim);
    unsettledSpans += claim.unsettledSpans;
    unsettledBytes += claim.entry.sizeInBytes();
  }

  /** The claim has ended, settled or not. */
  void removeLocked(MemoryClaim claim) {
    claims.remove(claim.entry.position);
    unsettledSpans -= claim.unsettledSpans;
    unsettledBytes -= claim.entry.sizeInBytes();
  }

  /** Notes that some spans of a claim are settled. */
  void settledPartLocked(MemoryClaim claim, int spans) {
    claim.unsettledSpans -= spans;
    unsettledSpans -= spans;
  }

  /** This reader has settled the record at a position. */
  void gotTo(long position) {
    newestSettled = Math.max(newestSettled, position);
  }

  /**
   * Returns the progress of this reader: the position of the newest record that it has settled, except records that it
   * has passed by. A reader that loses unsettled records gets no farther by that.
   */
  long progress() {
    return claims.isEmpty() ? newestSettled : Math.min(newestSettled, claims.firstKey() - 1);
  }

  /** Position of the oldest record that this reader has not settled; the maximum value if it has settled all. */
  long oldestUnsettled() {
    return claims.isEmpty() ? Long.MAX_VALUE : claims.firstKey();
  }

  /** Returns true if a request with the oldest record that is not settled has failed, or waits for room. */
  boolean isHeldUp() {
    if (claims.isEmpty()) {
      return false;
    }
    MemoryClaim oldest = claims.firstEntry().getValue();
    boolean isParked = oldest.inFlight == null && oldest.entry.position < nextPosition;
    return oldest.hasFailed || (waitsForRoom && isParked);
  }

  /** Bytes of the records that this reader has not settled. */
  long unsettledBytes() {
    return unsettledBytes;
  }

  /** Records and copies in flight have become more or fewer. */
  void addInFlight(long bytes) {
    inFlightBytes += bytes;
  }

  /** Found no room for copies; is woken when some was made. */
  void waitForRoom() {
    waitsForRoom = true;
  }

  /** Returns true if it waited for room; the wait has ended then. */
  boolean takeWaitsForRoom() {
    boolean did = waitsForRoom;
    waitsForRoom = false;
    return did;
  }

  // ---- for the lane ----

  @Override
  public void follow(String newView) {
    setView(newView);
  }

  @Override
  public void unfollow() {
    setView(null);
  }

  private void setView(@Nullable String newView) {
    log.lock.lock();
    try {
      view = newView;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public @Nullable Lease take(int maxSpans, int maxBytes) {
    log.lock.lock();
    try {
      MemoryClaim first = nextLocked();
      if (first == null) {
        return null;
      }
      List<MemoryClaim> run = new ArrayList<>(1);
      String runView = first.entry.record.view();
      long spans = 0;
      long bytes = 0;
      for (MemoryClaim next = first; next != null; next = nextLocked()) {
        spans += next.unsettledSpans;
        bytes += next.entry.fullBytes();
        if (next != first
            && (spans > maxSpans
                || bytes > maxBytes
                || !next.entry.record.view().equals(runView))) {
          break;
        }
        run.add(next);
        nextPosition = next.entry.position + 1;
      }
      return log.leaseLocked(this, run);
    } finally {
      log.lock.unlock();
    }
  }

  private @Nullable MemoryClaim nextLocked() {
    Map.Entry<Long, MemoryClaim> next = claims.ceilingEntry(nextPosition);
    return next == null ? null : next.getValue();
  }

  @Override
  public boolean hasCapacity() {
    log.lock.lock();
    try {
      return inFlightBytes < log.shareLocked();
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
    long spans = 0;
    log.lock.lock();
    try {
      for (MemoryClaim oldest = nextLocked();
          oldest != null && oldest.entry.record.appendedEpochNanos() < tooOldEpochNanos;
          oldest = nextLocked()) {
        spans += oldest.unsettledSpans;
        nextPosition = oldest.entry.position + 1;
        log.endLocked(oldest);
      }
      books.dropped(spans, DropReason.EXPIRED);
    } finally {
      log.lock.unlock();
    }
    if (spans > 0) {
      losses.lost(spans, DropReason.EXPIRED);
    }
  }

  @Override
  public long end() {
    return log.end();
  }

  @Override
  public boolean hasSettled(long end) {
    log.lock.lock();
    try {
      return oldestUnsettled() >= end;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public Backlog backlog() {
    log.lock.lock();
    try {
      Map.Entry<Long, MemoryClaim> first = claims.firstEntry();
      long oldest =
          first == null ? Long.MAX_VALUE : first.getValue().entry.record.appendedEpochNanos();
      return new Backlog(unsettledBytes, log.limitInBytes(), oldest);
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long unsettledSpans() {
    log.lock.lock();
    try {
      return unsettledSpans;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long keep() {
    return 0;
  }

  @Override
  public long abandon(DropReason reason) {
    log.lock.lock();
    try {
      long spans = unsettledSpans;
      books.dropped(spans, reason);
      log.readers.remove(this);
      view = null;
      for (MemoryClaim claim : List.copyOf(claims.values())) {
        log.endLocked(claim);
      }
      return spans;
    } finally {
      log.lock.unlock();
    }
  }
}
