/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Backlog;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A lane's position in the log on disk. */
final class DiskReader implements LogReader {

  /*
   * A reader that keeps up takes from the records in memory. One that has fallen behind, or has something from an
   * earlier run, takes records that prepare() has read ahead on the sender's thread, without a lock, as much as fits
   * into one request. Oldest run first, and in a run in order. If copies of a request find no room, the records of all
   * readers that were read ahead leave the memory, and are read again: readers that hold theirs and wait for each
   * other's would stop for ever.
   */

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private final ReaderRegistry registry;
  private final ReaderState state;
  private final OpenReader open;
  private final ReadAhead readAhead;

  DiskReader(
      LogTable table, DiskLogEnvironment environment, ReaderRegistry registry, ReaderState state) {
    this.table = table;
    this.environment = environment;
    this.registry = registry;
    this.state = state;
    this.open = Objects.requireNonNull(state.reader());
    this.readAhead = new ReadAhead(table, environment, state, open);
  }

  @Override
  public void follow(String view) {
    registry.follow(state, open, view);
  }

  @Override
  public void unfollow() {
    registry.follow(state, open, Cursor.NO_VIEW);
  }

  // ---- taking records ----

  @Override
  public void prepare(long tooOldEpochNanos, int maxSpans, int maxBytes) {
    Notifications notifications = new Notifications();
    boolean reads = table.read(() -> {
      if (state.unsettled() > 0 && !open.isEnded()) {
        // so that a successor repeats one request a sender at most
        table.progress().awaitChange(open.settledAs());
      }
      expireLocked(tooOldEpochNanos, notifications);
      return isBehindLocked() && open.beginReading();
    });
    if (reads) {
      try {
        readAhead.read(tooOldEpochNanos, maxSpans, maxBytes, notifications);
      } finally {
        table.update(() -> open.endReading(isBehindLocked()));
      }
    }
    notifications.deliver();
  }

  private void expireLocked(long tooOld, Notifications notifications) {
    if (open.isEnded()) {
      return;
    }
    long expired = expireAheadLocked(tooOld);
    if (!open.isReading() && !open.hasAhead() && !isBehindLocked()) {
      Cursor live = open.live();
      for (Entry entry : recentBeforeLocked(tooOld)) {
        live.step(entry.position(), entry.spans());
        table.releaseLocked(state, live, entry);
        expired += entry.spans();
      }
    }
    if (expired > 0) {
      state.lose(expired, DropReason.EXPIRED, notifications);
      table.progress().changed();
    }
  }

  private long expireAheadLocked(long tooOld) {
    long expired = 0;
    for (PassedRecord oldest = open.peekAhead();
        oldest != null && oldest.entry().appendedEpochNanos() < tooOld;
        oldest = open.peekAhead()) {
      PassedRecord old = open.takeAhead();
      old.letGo(table.cache());
      Cursor cursor = aheadOf();
      cursor.remove(old.entry());
      table.releaseLocked(state, cursor, old.entry());
      expired += old.entry().spans();
    }
    return expired;
  }

  private List<Entry> recentBeforeLocked(long tooOld) {
    List<Entry> old = new ArrayList<>();
    Cursor live = open.live();
    if (live.hasUnread()) {
      for (Entry entry : table.cache().from(live.next())) {
        if (live.wants(entry.position(), entry.view())) {
          if (entry.appendedEpochNanos() >= tooOld) {
            break;
          }
          old.add(entry);
        }
      }
    }
    return old;
  }

  private Cursor aheadOf() {
    return Objects.requireNonNull(open.aheadOf());
  }

  private boolean isBehindLocked() {
    return state.isBehind(open, table.cache());
  }

  @Override
  public @Nullable Lease take(int maxSpans, int maxBytes) {
    RequestCapacity capacity = new RequestCapacity(maxSpans, maxBytes);
    Notifications notifications = new Notifications();
    Lease lease = table.read(() -> open.isEnded() ? null : takeLocked(capacity, notifications));
    notifications.deliver();
    return lease;
  }

  private @Nullable Lease takeLocked(RequestCapacity capacity, Notifications notifications) {
    boolean isAhead = open.hasAhead();
    List<PassedRecord> run = isAhead ? takeAheadLocked(capacity) : takeRecentLocked(capacity);
    if (run.isEmpty()) {
      return null;
    }
    run.forEach(record -> open.takeOff(record, table.cache()));
    if (state.hasUnread()) {
      notifications.wake(open); // another sender may go on, and read ahead
    }
    Cursor cursor = isAhead ? aheadOf() : open.live();
    return new DiskLease(table, environment, state, open, cursor, run);
  }

  private List<PassedRecord> takeAheadLocked(RequestCapacity capacity) {
    List<PassedRecord> run = new ArrayList<>(1);
    for (PassedRecord next = open.peekAhead();
        next != null && capacity.takes(next.entry());
        next = open.peekAhead()) {
      run.add(open.takeAhead());
    }
    return run;
  }

  private List<PassedRecord> takeRecentLocked(RequestCapacity capacity) {
    Cursor live = open.live();
    List<PassedRecord> run = new ArrayList<>(1);
    if (open.isReading() || !live.hasUnread() || isBehindLocked()) {
      return run;
    }
    for (Entry entry : table.cache().from(live.next())) {
      if (!table.progress().isPublished(entry.position())) {
        break;
      }
      if (!live.wants(entry.position(), entry.view())) {
        live.jump(entry.position() + 1);
      } else if (capacity.takes(entry)) {
        run.add(live.pass(entry));
      } else {
        break;
      }
    }
    return run;
  }

  @Override
  public boolean hasCapacity() {
    return table.read(() -> {
      int readers = Math.max(1, table.readers().count());
      return open.inFlightBytes() < table.cache().limitInBytes() / (2L * readers);
    });
  }

  // ---- what is left ----

  @Override
  public long end() {
    return table.read(() -> table.progress().nextPosition());
  }

  @Override
  public boolean hasSettled(long end) {
    return table.read(
        () -> state.unsettled() == 0 || (hasSettledEarlierRuns() && hasSettledLocked(end)));
  }

  private boolean hasSettledEarlierRuns() {
    for (Cursor cursor : state.cursors()) {
      if (cursor != open.live() && (cursor.hasUnread() || !cursor.hasNoneInHand())) {
        return false;
      }
    }
    return true;
  }

  private boolean hasSettledLocked(long end) {
    Cursor live = open.live();
    if (live.hasUnsettledBefore(end)) {
      return false;
    }
    if (live.next() >= end || !live.hasUnread()) {
      return true;
    }
    if (isBehindLocked()) {
      return false;
    }
    for (Entry entry : table.cache().from(live.next())) {
      if (entry.position() < end && live.wants(entry.position(), entry.view())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Backlog backlog() {
    long limit = environment.settings().limitInBytes();
    return table.read(() -> DiskBacklog.ofLocked(table, state, open.live(), limit));
  }

  @Override
  public long unsettledSpans() {
    return table.read(() -> open.isEnded() ? 0L : state.unsettled());
  }

  // ---- the end ----

  @Override
  public long abandon(DropReason reason) {
    return table.read(() -> {
      if (open.isEnded()) {
        return 0L;
      }
      open.end(table.cache());
      long rest = state.answerForAll();
      table.forgetLocked(state);
      if (rest > 0) {
        open.books().dropped(rest, reason);
      }
      table.rosterChangedLocked();
      return rest;
    });
  }

  @Override
  public long keep() {
    return table.read(() -> {
      if (open.isEnded()) {
        return 0L;
      }
      open.end(table.cache());
      open.live().follow(Cursor.NO_VIEW, table.progress().nextPosition());
      table.rosterChangedLocked();
      return state.unsettled();
    });
  }
}
