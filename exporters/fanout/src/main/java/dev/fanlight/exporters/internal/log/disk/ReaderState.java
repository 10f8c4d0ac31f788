/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of a reader in the log, which is also kept while there is no reader of its name. The table's lock guards
 * it.
 */
final class ReaderState {

  private final String name;

  /** The destination of its spans, as a hash; another one under the same name is another reader. */
  private final String destination;

  /** By run, oldest first. */
  private final List<Cursor> cursors = new ArrayList<>();

  /** By run, the position from which on no state tells if records are claimed here. */
  private final TreeMap<Long, Long> unclaimed = new TreeMap<>();

  private long unsettled; // spans appended for it and not settled
  private long onDisk; // and the part of them that is on disk

  /** Spans of its name that waited in these files and were found damaged; in the columns already. */
  private long damaged;

  private Map<String, Long> columns;

  /** The state of its name that has the account as long as there is no reader: each loss is booked once. */
  private ReaderState account = this;

  private @Nullable OpenReader reader;

  ReaderState(String name, String destination, Map<String, Long> columns) {
    this.name = name;
    this.destination = destination;
    this.columns = new TreeMap<>(columns);
  }

  String name() {
    return name;
  }

  boolean isSameAs(String otherName, String otherDestination) {
    return name.equals(otherName) && destination.equals(otherDestination);
  }

  boolean isSameAs(ReaderState other) {
    return isSameAs(other.name, other.destination);
  }

  // ---- its reader ----

  void open(OpenReader opened) {
    reader = opened;
    add(opened.live());
  }

  /** Returns its reader, open or ended; null if it has none. */
  @Nullable OpenReader reader() {
    return reader;
  }

  /** Returns its reader; null if it has none, or one that has ended. */
  @Nullable OpenReader openReader() {
    return reader == null || reader.isEnded() ? null : reader;
  }

  // ---- cursors ----

  void add(Cursor cursor) {
    cursors.add(cursor);
    cursors.sort(Comparator.comparingLong(Cursor::run));
  }

  /** Returns its cursors, oldest run first. */
  List<Cursor> cursors() {
    return Collections.unmodifiableList(cursors);
  }

  /** Returns true if there is a record to pass. */
  boolean hasUnread() {
    for (Cursor cursor : cursors) {
      if (cursor.hasUnread()) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if no record is in hand. */
  boolean hasNoneInHand() {
    for (Cursor cursor : cursors) {
      if (!cursor.hasNoneInHand()) {
        return false;
      }
    }
    return true;
  }

  /** Returns true if the next record of the reader is not among the records in memory. */
  boolean isBehind(OpenReader of, RecordCache cache) {
    for (Cursor cursor : cursors) {
      boolean isInMemory = cursor == of.live() && cursor.isPast(cache.completeFrom());
      if (cursor.hasUnread() && !isInMemory) {
        return true;
      }
    }
    return false;
  }

  /** Gives it a cursor in a run, with or without a record there. */
  void addCursorIn(long run) {
    for (Cursor cursor : cursors) {
      if (cursor.run() == run) {
        return;
      }
    }
    add(new Cursor(run, 0));
  }

  /** Removes cursors without a record in hand in all but these runs. */
  void forgetRuns(LongPredicate kept) {
    cursors.removeIf(cursor -> cursor.hasNoneInHand() && !kept.test(cursor.run()));
  }

  // ---- runs of which no state has the readers ----

  /** Has the records of these runs offered to it. */
  void addUnclaimed(Map<Long, Long> runs) {
    unclaimed.putAll(runs);
  }

  Map<Long, Long> unclaimed() {
    return Collections.unmodifiableMap(unclaimed);
  }

  void forgetUnclaimed(Set<Long> runs) {
    unclaimed.keySet().removeAll(runs);
  }

  // ---- records of an earlier process ----

  /** Takes over the records of another state. */
  void takeOver(ReaderState from) {
    from.cursors.forEach(this::add);
    unclaimed.putAll(from.unclaimed);
    unsettled += from.unsettled;
    onDisk += from.onDisk;
  }

  /**
   * Removes its records of runs that the log knows already; the state of a reader that is not open.
   *
   * @return whether that was all it had
   */
  boolean leaveOut(Set<Long> runs) {
    boolean hadSome = !cursors.isEmpty();
    for (Iterator<Cursor> each = cursors.iterator(); each.hasNext(); ) {
      Cursor cursor = each.next();
      if (runs.contains(cursor.run())) {
        each.remove();
        unsettled -= cursor.unread();
        onDisk -= cursor.unread();
      }
    }
    unclaimed.keySet().removeAll(runs);
    return hadSome && cursors.isEmpty() && unclaimed.isEmpty();
  }

  // ---- the account ----

  /** Returns the vendor's account as it is now. */
  Map<String, Long> columns() {
    if (reader != null) {
      columns = reader.books().columns();
    }
    return columns;
  }

  /** Merges the account as it was stored, without the spans that were found damaged since, into that of its name. */
  void mergeStoredColumns(Map<String, Long> account) {
    String corrupt = Books.DROPPED + DropReason.CORRUPT.code();
    columns.forEach((column, count) ->
        account.merge(column, column.equals(corrupt) ? count - damaged : count, Math::max));
  }

  /** Has its losses booked by an earlier state of its name, as long as there is no reader. */
  void shareAccount(ReaderState earlier) {
    account = earlier.account;
    account.foundDamaged(damaged);
    columns.computeIfPresent(
        Books.DROPPED + DropReason.CORRUPT.code(), (column, count) -> count - damaged);
    damaged = 0;
  }

  /** Books spans that were found damaged before there was a reader. */
  void foundDamaged(long spans) {
    if (spans > 0) {
      damaged += spans;
      columns.merge(Books.DROPPED + DropReason.CORRUPT.code(), spans, Long::sum);
    }
  }

  /** Returns the spans of its name that were found damaged. */
  long damaged() {
    return damaged;
  }

  // ---- spans that are appended, found, written and settled ----

  /** Returns the spans that are not settled. */
  long unsettled() {
    return unsettled;
  }

  /** Claims a new record if the reader follows its view; returns true if it does. */
  boolean claim(Entry entry, Notifications notifications) {
    OpenReader open = openReader();
    if (open == null || !open.live().viewAt(entry.position()).equals(entry.view())) {
      return false;
    }
    addUnread(open.live(), entry.spans());
    notifications.wake(open);
    return true;
  }

  /** Claims a record that was there before it, and is not on disk yet. */
  void find(Entry entry, OpenReader open) {
    open.live().beginAt(entry.position(), entry.view());
    addUnread(open.live(), entry.spans());
    open.books().found(entry.spans());
  }

  /** Claims spans of a segment. */
  void claim(Cursor cursor, Segment segment, long spans) {
    cursor.claim(segment, spans);
    addUnread(cursor, spans);
    onDisk += spans;
  }

  private void addUnread(Cursor cursor, long spans) {
    cursor.addUnread(spans);
    unsettled += spans;
  }

  /** Notes that a record which it claims is on disk from now on. */
  void written(Entry entry, Segment in) {
    if (reader != null) {
      reader.live().claim(in, entry.spans());
      onDisk += entry.spans();
    }
  }

  /** Ends the claim to spans of a segment. */
  void release(Cursor cursor, Segment segment, long spans) {
    onDisk -= cursor.release(segment, spans);
  }

  /** Notes that spans are settled and booked. */
  void settled(long spans) {
    unsettled -= spans;
  }

  /** Books the parts of records that are settled, and answers for all spans: none is left. */
  long answerForAll() {
    for (Cursor cursor : cursors) {
      for (PassedRecord passed : cursor.passed()) {
        unsettled -= passed.bookParts();
      }
    }
    long rest = unsettled;
    unsettled = 0; // a flush does not wait for booked spans
    return rest;
  }

  // ---- losses ----

  /** Books a loss, and remembers to tell it. */
  void lose(long spans, DropReason reason, Notifications notifications) {
    if (spans <= 0) {
      return;
    }
    unsettled -= spans;
    OpenReader here = reader;
    if (here == null) {
      account.columns.merge(Books.DROPPED + reason.code(), spans, Long::sum);
    } else {
      here.books().dropped(spans, reason);
      notifications.lost(here, spans, reason);
    }
  }

  /** Books the loss of a record of which parts may be settled. */
  void lose(PassedRecord passed, DropReason reason, Notifications notifications) {
    int booked = passed.bookParts();
    unsettled -= booked;
    lose((long) passed.entry().spans() - booked, reason, notifications);
  }

  /** Gives up a record that is not on disk. */
  void loseUnwritten(
      Entry entry, DropReason reason, RecordCache cache, Notifications notifications) {
    PassedRecord passed = reader == null ? null : reader.live().remove(entry);
    if (passed != null) {
      passed.giveUp(cache);
      lose(passed, reason, notifications);
    } else if (reader != null) {
      reader.live().addUnread(-entry.spans());
      lose(entry.spans(), reason, notifications);
    }
  }

  /** Gives up the records of a segment that are not in flight. */
  void lose(Segment segment, RecordCache cache, Notifications notifications) {
    for (Cursor cursor : cursors) {
      if (cursor.claimed(segment) > 0) {
        lose(cursor, segment, cache, notifications);
      }
    }
  }

  private void lose(
      Cursor cursor, Segment segment, RecordCache cache, Notifications notifications) {
    long unread = cursor.unreadIn(segment);
    long lost = unread;
    int booked = 0;
    for (PassedRecord passed : cursor.removeNotInFlight(segment)) {
      passed.giveUp(cache);
      lost += passed.entry().spans();
      booked += passed.bookParts();
    }
    release(cursor, segment, lost);
    if (lost > 0) {
      cursor.leave(segment, unread); // should the file outlive us, it is not wanted again
    }
    if (reader != null) {
      reader.removeGoneAhead();
    }
    unsettled -= booked;
    lose(lost - booked, DropReason.BUFFER_FULL, notifications);
  }

  // ---- for a successor ----

  /** Returns its state: not a copy, so that it is valid only as long as the lock is held. */
  PlaceState state() {
    List<CursorState> states = new ArrayList<>(cursors.size());
    for (Cursor cursor : cursors) {
      states.add(cursor.state());
    }
    return new PlaceState(name, destination, onDisk, columns(), states);
  }
}
