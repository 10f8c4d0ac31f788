/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a reader of the log in memory: the records that it has not settled, and the callbacks of its lane. The
 * table's lock guards it.
 */
final class MemoryReaderState {

  private final Books books;
  private final BatchLog.Losses losses;
  private final Runnable wakeUp;

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
  MemoryReaderState(long progress, Books books, BatchLog.Losses losses, Runnable wakeUp) {
    this.newestSettled = progress;
    this.books = books;
    this.losses = losses;
    this.wakeUp = wakeUp;
  }

  Books books() {
    return books;
  }

  BatchLog.Losses losses() {
    return losses;
  }

  Runnable wakeUp() {
    return wakeUp;
  }

  // ---- the view ----

  /** Has it get the records of one view from now on; null for no records. */
  void follow(@Nullable String newView) {
    view = newView;
  }

  boolean follows(BatchRecord record) {
    return record.view().equals(view);
  }

  /** Returns the view that it follows; null for none. */
  @Nullable String view() {
    return view;
  }

  // ---- claims ----

  void add(MemoryClaim claim) {
    claims.put(claim.entry().position(), claim);
    unsettledSpans += claim.unsettledSpans();
    unsettledBytes += claim.entry().sizeInBytes();
  }

  /** Removes a claim that has ended, settled or not. */
  void remove(MemoryClaim claim) {
    claims.remove(claim.entry().position());
    unsettledSpans -= claim.unsettledSpans();
    unsettledBytes -= claim.entry().sizeInBytes();
  }

  /** Notes that some spans of a claim are settled. */
  void settledPart(int spans) {
    unsettledSpans -= spans;
  }

  /** Returns the oldest claim that was not taken; null if there is none. */
  @Nullable MemoryClaim next() {
    Map.Entry<Long, MemoryClaim> next = claims.ceilingEntry(nextPosition);
    return next == null ? null : next.getValue();
  }

  /** Passes a claim, which {@link #next} gave. */
  void pass(MemoryClaim claim) {
    nextPosition = claim.entry().position() + 1;
  }

  /** Returns a copy of the claims, oldest first. */
  List<MemoryClaim> claims() {
    return List.copyOf(claims.values());
  }

  /** Returns the oldest claim; null if there is none. */
  @Nullable MemoryClaim oldest() {
    return claims.isEmpty() ? null : claims.firstEntry().getValue();
  }

  /** Returns the position of the oldest record that is not settled; the maximum value if all are. */
  long oldestUnsettled() {
    return claims.isEmpty() ? Long.MAX_VALUE : claims.firstKey();
  }

  long unsettledSpans() {
    return unsettledSpans;
  }

  /** Returns the bytes of the records that are not settled. */
  long unsettledBytes() {
    return unsettledBytes;
  }

  // ---- progress ----

  /** Notes that it has settled the record at a position. */
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

  /** Returns true if a request with the oldest record that is not settled has failed, or waits for room. */
  boolean isHeldUp() {
    MemoryClaim oldest = oldest();
    if (oldest == null) {
      return false;
    }
    boolean isParked = !oldest.isInFlight() && oldest.entry().position() < nextPosition;
    return oldest.hasFailed() || (waitsForRoom && isParked);
  }

  // ---- in flight ----

  /** Notes that records and copies in flight have become more or fewer. */
  void addInFlight(long bytes) {
    inFlightBytes += bytes;
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  /** Notes that it found no room for copies; it is woken when some was made. */
  void waitForRoom() {
    waitsForRoom = true;
  }

  /** Returns true if it waited for room; the wait has ended then. */
  boolean takeWaitsForRoom() {
    boolean did = waitsForRoom;
    waitsForRoom = false;
    return did;
  }
}
