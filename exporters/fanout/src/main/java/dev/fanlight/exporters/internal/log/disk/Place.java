/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a reader in the log, which is also kept while there is no reader of its name. The log's lock guards it.
 */
final class Place {

  final String name;

  /** The destination of its spans, as a hash; another one under the same name is another reader. */
  final String destination;

  /** By run, oldest first. */
  final List<Cursor> cursors = new ArrayList<>();

  /** By run, the position from which on no state tells if records are claimed here. */
  final TreeMap<Long, Long> unclaimed = new TreeMap<>();

  /** Spans appended for it and not settled; and the part of them that is on disk. */
  long unsettled;

  long onDisk;

  /** Spans of its name that waited in these files and were found damaged; in the columns already. */
  long damaged;

  private Map<String, Long> columns;

  /** The place of its name that has the account as long as there is no reader: each loss is booked once. */
  private Place account = this;

  @Nullable DiskReader reader;

  Place(String name, String destination, Map<String, Long> columns) {
    this.name = name;
    this.destination = destination;
    this.columns = new TreeMap<>(columns);
  }

  void add(Cursor cursor) {
    cursor.place = this;
    cursors.add(cursor);
    cursors.sort(Comparator.comparingLong(each -> each.run));
  }

  /** Returns true if there is a record to pass. */
  boolean hasUnread() {
    for (Cursor cursor : cursors) {
      if (cursor.unread > 0) {
        return true;
      }
    }
    return false;
  }

  boolean isSameAs(String otherName, String otherDestination) {
    return name.equals(otherName) && destination.equals(otherDestination);
  }

  /** Takes over the records of another place. */
  void takeOver(Place from) {
    from.cursors.forEach(this::add);
    unclaimed.putAll(from.unclaimed);
    unsettled += from.unsettled;
    onDisk += from.onDisk;
  }

  /**
   * Removes its records of runs that the log knows already.
   *
   * @return whether that was all it had
   */
  boolean leaveOut(Set<Long> runs) {
    boolean hadSome = !cursors.isEmpty();
    for (Iterator<Cursor> each = cursors.iterator(); each.hasNext(); ) {
      Cursor cursor = each.next();
      if (runs.contains(cursor.run)) {
        each.remove();
        unsettled -= cursor.unread;
        onDisk -= cursor.unread;
      }
    }
    unclaimed.keySet().removeAll(runs);
    return hadSome && cursors.isEmpty() && unclaimed.isEmpty();
  }

  /** The vendor's account as it is now. */
  Map<String, Long> columns() {
    if (reader != null) {
      columns = reader.books().columns();
    }
    return columns;
  }

  /** Merges the account as it was stored, without the spans that were found damaged since, into that of its name. */
  void mergeStoredColumns(Map<String, Long> account) {
    String corrupt = Books.DROPPED + DropReason.CORRUPT.code();
    columns.forEach((name, count) ->
        account.merge(name, name.equals(corrupt) ? count - damaged : count, Math::max));
  }

  /** Has its losses booked by an earlier place of its name, as long as there is no reader. */
  void shareAccount(Place earlier) {
    account = earlier.account;
    account.foundDamaged(damaged);
    columns.computeIfPresent(
        Books.DROPPED + DropReason.CORRUPT.code(), (name, count) -> count - damaged);
    damaged = 0;
  }

  /** Books spans that were found damaged before there was a reader. */
  void foundDamaged(long spans) {
    if (spans > 0) {
      damaged += spans;
      columns.merge(Books.DROPPED + DropReason.CORRUPT.code(), spans, Long::sum);
    }
  }

  /** Books a loss, and remembers to tell it. */
  void lose(long spans, DropReason reason, News news) {
    if (spans <= 0) {
      return;
    }
    unsettled -= spans;
    DiskReader here = reader;
    if (here == null) {
      account.columns.merge(Books.DROPPED + reason.code(), spans, Long::sum);
    } else {
      here.books().dropped(spans, reason);
      news.lost(here, spans, reason);
    }
  }

  /** A segment's claims are less by so many spans. */
  void release(Segment segment, Cursor cursor, long spans) {
    long before = segment.claimed(cursor);
    segment.release(cursor, spans);
    onDisk -= before - segment.claimed(cursor);
  }
}
