/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.ArrayList;
import java.util.List;

/** A record that a reader has passed and not settled. The table's lock guards it. */
final class PassedRecord {

  /*
   *                   readAhead            takeOff
   *   IN_HAND  ----------------->  AHEAD  -------->  IN_FLIGHT
   *      |     <-----------------                        |
   *      |            letGo                              |
   *      |     ----------------- takeOff ------------->  |
   *      |     <----------------- land ----------------  |
   *      v
   *     GONE   giveUp, not from IN_FLIGHT
   *
   * It is pinned in memory while it is AHEAD or IN_FLIGHT. IN_HAND it is parked, or was read ahead and left the memory
   * since; it is read again.
   */

  private enum State {
    IN_HAND,
    AHEAD,
    IN_FLIGHT,
    GONE
  }

  private final Entry entry;
  private State state = State.IN_HAND;
  private int settledSpans;
  private final List<Runnable> bookings = new ArrayList<>(0);

  PassedRecord(Entry entry) {
    this.entry = entry;
  }

  Entry entry() {
    return entry;
  }

  /** Pins it until it is taken. */
  void readAhead(RecordCache cache) {
    cache.pin(entry);
    state = State.AHEAD;
  }

  /** Ends the pin of a record that was read ahead; no effect in another state. */
  void letGo(RecordCache cache) {
    if (state == State.AHEAD) {
      state = State.IN_HAND;
      cache.unpin(entry);
    }
  }

  /** Notes that it is in flight from here on. */
  void takeOff(RecordCache cache) {
    if (state != State.AHEAD) {
      cache.pin(entry);
    }
    state = State.IN_FLIGHT;
  }

  /** Notes that it is not in flight any more. */
  void land(RecordCache cache) {
    state = State.IN_HAND;
    cache.unpin(entry);
  }

  boolean isInFlight() {
    return state == State.IN_FLIGHT;
  }

  /** Gives it up; it is not in flight. */
  void giveUp(RecordCache cache) {
    letGo(cache);
    state = State.GONE;
  }

  boolean isGone() {
    return state == State.GONE;
  }

  /** Settles some spans of the record; they are booked with the end of the record. */
  void settlePart(int spans, Runnable booking) {
    settledSpans += spans;
    bookings.add(booking);
  }

  /** Books the parts that are settled; returns the number of their spans. */
  int bookParts() {
    bookings.forEach(Runnable::run);
    bookings.clear();
    int booked = settledSpans;
    settledSpans = 0;
    return booked;
  }
}
