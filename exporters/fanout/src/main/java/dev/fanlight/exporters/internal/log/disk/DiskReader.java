/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Backlog;
import dev.fanlight.exporters.internal.log.BatchLog.Losses;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.disk.Cursor.Passed;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A lane's position in the log on disk. */
final class DiskReader implements LogReader {

  /*
   * A reader that keeps up takes from the records in memory. One that has fallen behind, or has something from an
   * earlier run, takes from `ahead`, which prepare() fills from the disk on the sender's thread, without a lock, as much
   * as fits into one request. Oldest run first, and in a run in order. If copies of a request find no room, the records of
   * all readers that were read ahead leave the memory, and are read again: readers that hold theirs and wait for each
   * other's would stop for ever.
   */

  final DiskLog log;
  final Place place;
  private final Cursor live;
  private final Books books;
  private final Losses losses;
  private final Runnable wakeUp;
  private final ReadAhead readAhead;

  // guarded by the log's lock, as the place is

  final Deque<Passed> ahead = new ArrayDeque<>();

  @Nullable Cursor aheadOf;

  boolean isReading;

  /** True if records could not be read, for want of room or by a fault of the disk: no event wakes a sender for them. */
  boolean isStalled;

  boolean isEnded;

  /** Records in flight, and copies of them. */
  long inFlightBytes;

  private Duration backfill;

  /** The log's change that was its last settlement. */
  long settledAs;

  DiskReader(
      DiskLog log, Place place, Duration backfill, Books books, Losses losses, Runnable wakeUp) {
    this.log = log;
    this.place = place;
    this.live = new Cursor(place, log.run, log.nextPosition);
    this.backfill = backfill;
    this.books = books;
    this.losses = losses;
    this.wakeUp = wakeUp;
    this.readAhead = new ReadAhead(this);
  }

  /** Returns the age at which it begins; asked for once. */
  Duration takeBackfill() {
    Duration once = backfill;
    backfill = Duration.ZERO;
    return once;
  }

  /** Returns the view that it follows now. */
  String viewLocked() {
    return live.viewAt(log.nextPosition);
  }

  Books books() {
    return books;
  }

  Losses losses() {
    return losses;
  }

  Runnable wakeUp() {
    return wakeUp;
  }

  /** Returns its cursor in the run that is being written now. */
  Cursor live() {
    return live;
  }

  @Override
  public void follow(String view) {
    log.places.follow(this, view);
  }

  @Override
  public void unfollow() {
    log.places.follow(this, Cursor.NO_VIEW);
  }

  @Override
  public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
    News news = new News();
    boolean reads;
    log.lock.lock();
    try {
      if (place.unsettled > 0 && !isEnded) {
        log.awaitChangesLocked(
            settledAs); // so that a successor repeats one request a sender at most
      }
      expireLocked(tooOldEpochNanos, news);
      reads = !isEnded && !isReading && ahead.isEmpty() && isBehind();
      isReading |= reads;
    } finally {
      log.lock.unlock();
    }
    if (reads) {
      try {
        readAhead.read(tooOldEpochNanos, maxSpans, maxBytes, news);
      } finally {
        log.lock.lock();
        try {
          isReading = false;
          isStalled = ahead.isEmpty() && !isEnded && isBehind();
        } finally {
          log.lock.unlock();
        }
      }
    }
    news.tell();
  }

  private void expireLocked(long tooOld, News news) {
    long expired = 0;
    while (!ahead.isEmpty() && ahead.element().entry.appendedEpochNanos < tooOld && !isEnded) {
      Passed old = ahead.remove();
      letGo(old);
      Cursor cursor = aheadOf();
      cursor.passed.remove(old.entry.position);
      log.releaseLocked(cursor, old.entry);
      expired += old.entry.spans;
    }
    if (!isReading && ahead.isEmpty() && !isBehind() && !isEnded) {
      for (Entry entry : List.copyOf(recentBefore(tooOld))) {
        live.step(entry.position, entry.spans);
        log.releaseLocked(live, entry);
        expired += entry.spans;
      }
    }
    place.lose(expired, DropReason.EXPIRED, news);
    log.changedLocked(expired > 0);
  }

  private List<Entry> recentBefore(long tooOld) {
    List<Entry> old = new ArrayList<>();
    if (live.unread > 0) {
      for (Entry entry : log.recent.from(live.next)) {
        if (live.wants(entry.position, entry.view)) {
          if (entry.appendedEpochNanos >= tooOld) {
            break;
          }
          old.add(entry);
        }
      }
    }
    return old;
  }

  private Cursor aheadOf() {
    return Objects.requireNonNull(aheadOf);
  }

  /** Returns true if its next record is not among the records in memory. */
  boolean isBehind() {
    for (Cursor cursor : place.cursors) {
      boolean isLive = cursor == live;
      if (cursor.unread > 0
          && (!isLive || !cursor.again.isEmpty() || cursor.next < log.recent.completeFrom())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Lease take(int maxSpans, int maxBytes) {
    DiskLease lease;
    boolean isMore;
    log.lock.lock();
    try {
      lease = isEnded ? null : takeLocked(maxSpans, maxBytes);
      isMore = lease != null && place.hasUnread();
    } finally {
      log.lock.unlock();
    }
    if (isMore) {
      wakeUp.run(); // another sender may go on, and read ahead
    }
    return lease;
  }

  private @Nullable DiskLease takeLocked(int maxSpans, int maxBytes) {
    List<Passed> run = new ArrayList<>(1);
    Room room = new Room(maxSpans, maxBytes);
    if (!ahead.isEmpty()) {
      while (!ahead.isEmpty() && room.takes(ahead.element().entry)) {
        run.add(takeAhead());
      }
      run.forEach(this::takeOff);
      return new DiskLease(this, aheadOf(), run);
    }
    if (isReading || live.unread == 0 || isBehind()) {
      return null;
    }
    for (Entry entry : log.recent.from(live.next)) {
      if (entry.position >= log.published) {
        break;
      }
      if (live.wants(entry.position, entry.view)) {
        if (!room.takes(entry)) {
          break;
        }
        log.recent.pin(entry);
        run.add(live.pass(entry));
      } else {
        live.jump(entry.position + 1);
      }
    }
    run.forEach(this::takeOff);
    return run.isEmpty() ? null : new DiskLease(this, live, run);
  }

  private Passed takeAhead() {
    Passed passed = ahead.remove();
    if (passed.isLetGo) {
      log.recent.pin(passed.entry);
      passed.isLetGo = false;
    }
    return passed; // else pinned as it was read
  }

  /** A record that was read ahead need not be in memory any more. */
  void letGo(Passed passed) {
    if (!passed.isLetGo) {
      log.recent.unpin(passed.entry);
      passed.isLetGo = true;
    }
  }

  /** This record is in flight from here on. */
  void takeOff(Passed passed) {
    passed.isInFlight = true;
    inFlightBytes += passed.entry.sizeInBytes;
  }

  /** This record is not in flight any more. */
  void land(Passed passed) {
    if (passed.isInFlight) {
      passed.isInFlight = false;
      inFlightBytes -= passed.entry.sizeInBytes;
    }
  }

  @Override
  public boolean hasCapacity() {
    log.lock.lock();
    try {
      return inFlightBytes < log.recent.limitInBytes() / (2L * Math.max(1, log.places.count()));
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long end() {
    log.lock.lock();
    try {
      return log.nextPosition;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public boolean hasSettled(long end) {
    log.lock.lock();
    try {
      if (place.unsettled == 0) {
        return true;
      }
      for (Cursor cursor : place.cursors) {
        if (cursor != live && (cursor.unread > 0 || !cursor.passed.isEmpty())) {
          return false;
        }
      }
      if (!live.again.isEmpty() || !live.passed.headMap(end).isEmpty()) {
        return false;
      }
      if (live.next >= end || live.unread == 0) {
        return true;
      }
      if (isBehind()) {
        return false;
      }
      for (Entry entry : log.recent.from(live.next)) {
        if (entry.position < end && live.wants(entry.position, entry.view)) {
          return false;
        }
      }
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public Backlog backlog() {
    log.lock.lock();
    try {
      return DiskBacklog.of(this);
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long unsettledSpans() {
    log.lock.lock();
    try {
      return isEnded ? 0 : place.unsettled;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long abandon(DropReason reason) {
    log.lock.lock();
    try {
      if (isEnded) {
        return 0;
      }
      endLocked();
      for (Cursor cursor : place.cursors) {
        for (Passed passed : cursor.passed.values()) {
          place.unsettled -= passed.bookParts();
        }
      }
      long rest = place.unsettled;
      log.places.forgetLocked(place);
      place.unsettled = 0; // a flush does not wait for booked spans
      if (rest > 0) {
        books.dropped(rest, reason);
      }
      log.places.rosterChangedLocked();
      return rest;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public long keep() {
    log.lock.lock();
    try {
      if (isEnded) {
        return 0;
      }
      endLocked();
      live.follow(Cursor.NO_VIEW, log.nextPosition);
      log.places.rosterChangedLocked();
      return place.unsettled;
    } finally {
      log.lock.unlock();
    }
  }

  private void endLocked() {
    isEnded = true;
    ahead.forEach(this::letGo);
    ahead.clear();
  }
}
