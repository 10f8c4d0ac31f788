/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a reader the records of its view in the log that are not its own yet. */
final class Backfill {

  /*
   * Records are listed under the lock, in the moment from which on the reader gets all new ones; they are examined
   * without the lock, at most the segments in which the wanted part begins; and claimed under the lock again. A claim
   * in an earlier run is a cursor of its own: the reader may have one there already.
   */

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private final ReaderState reader;
  private final OpenReader open;
  private final String view;
  private final List<There> there = new ArrayList<>();

  private Backfill(
      LogTable table,
      DiskLogEnvironment environment,
      ReaderState reader,
      OpenReader open,
      String view) {
    this.table = table;
    this.environment = environment;
    this.reader = reader;
    this.open = open;
    this.view = view;
  }

  /** Returns the records that were encoded lately; no records for an age of zero. */
  static Backfill latestLocked(
      LogTable table,
      DiskLogEnvironment environment,
      ReaderState reader,
      OpenReader open,
      String view,
      Duration age) {
    Backfill backfill = new Backfill(table, environment, reader, open, view);
    long now = environment.clock().now();
    long from = now - Math.min(age.toNanos(), now);
    if (!age.isZero()) {
      for (Segment segment : table.segments().all()) {
        if (segment.summary().newestEpochNanos() >= from) {
          backfill.add(segment, 0, from);
        }
      }
      backfill.claimPendingLocked(from);
    }
    return backfill;
  }

  /** Gives the reader at once the records that are in no segment yet. */
  private void claimPendingLocked(long fromEpochNanos) {
    for (Entry entry : table.pending().list()) {
      if (entry.view().equals(view) && entry.appendedEpochNanos() >= fromEpochNanos) {
        table.pending().claim(entry, reader);
        reader.find(entry, open);
      }
    }
  }

  /** Returns the records of runs from a position on, except runs that the reader has already. */
  static Backfill unclaimedLocked(
      LogTable table,
      DiskLogEnvironment environment,
      ReaderState reader,
      OpenReader open,
      String view,
      Map<Long, Long> unclaimed) {
    Backfill backfill = new Backfill(table, environment, reader, open, view);
    unclaimed.forEach((run, from) -> {
      boolean isKnown = reader.cursors().stream()
          .anyMatch(cursor -> cursor.run() == run && !cursor.viewAt(from).equals(Cursor.NO_VIEW));
      if (!isKnown) {
        table.segments().of(run).forEach(segment -> backfill.add(segment, from, Long.MIN_VALUE));
      }
    });
    return backfill;
  }

  private void add(Segment segment, long from, long fromEpochNanos) {
    long spans = segment.summary().spans(view);
    if (spans > 0 && segment.summary().endPosition() > from) {
      there.add(new There(segment, spans, segment.end(), from, fromEpochNanos));
    }
  }

  /** Gives it. */
  void give() {
    if (there.isEmpty()) {
      return;
    }
    List<Find> finds = new ArrayList<>();
    for (There each : there) {
      Find find = find(each);
      if (find != null) {
        finds.add(find);
      }
    }
    table.updateAndNotify(notifications -> {
      claimLocked(finds, notifications);
      // records that other readers have settled are on disk only
      table.cache().isCompleteFrom(table.progress().writtenUpTo());
      table.progress().changed();
    });
  }

  private @Nullable Find find(There there) {
    Segment segment = there.segment;
    if (segment.summary().oldestEpochNanos() >= there.fromEpochNanos
        && segment.summary().firstPosition() >= there.from) {
      return new Find(segment, segment.summary().firstPosition(), there.spans);
    }
    try {
      return walk(there);
    } catch (IOException e) {
      environment.health().unreadable(segment.path(), e);
      return null;
    }
  }

  /** Begins behind the last sound record before it, so that a damaged one in between is counted. */
  private @Nullable Find walk(There there) throws IOException {
    SegmentScan scan = new SegmentScan(there.segment.file(environment.disk()), there.segment.id());
    long before = 0;
    long position = there.from;
    for (RecordHeader header = scan.next(there.end);
        header != null;
        header = scan.next(there.end)) {
      boolean isBefore =
          header.position() < there.from || header.appendedEpochNanos() < there.fromEpochNanos;
      if (header.view().equals(view)) {
        if (!isBefore) {
          break;
        }
        before = header.spansBefore() + header.spans();
      }
      position = isBefore ? Math.max(position, header.position() + 1) : position;
    }
    return there.spans > before ? new Find(there.segment, position, there.spans - before) : null;
  }

  private void claimLocked(List<Find> finds, Notifications notifications) {
    Map<Long, Cursor> cursors = new HashMap<>();
    cursors.put(table.run(), open.live());
    Set<Long> known = new HashSet<>(Set.of(table.run()));
    for (Find find : finds) {
      if (!find.segment.isGone() && !open.isEnded()) {
        long run = find.segment.run();
        Cursor cursor = cursors.computeIfAbsent(run, key -> new Cursor(key, find.position));
        if (known.add(run)) {
          reader.add(cursor);
        }
        cursor.beginAt(find.position, view);
        reader.claim(cursor, find.segment, find.spans);
        open.books().found(find.spans);
        notifications.wake(open);
      }
    }
  }

  /**
   * A segment as it was when the reader began to follow.
   *
   * @param spans of the view
   * @param end bytes that may be read
   * @param from position from which on it is wanted
   * @param fromEpochNanos and time
   */
  private record There(Segment segment, long spans, long end, long from, long fromEpochNanos) {}

  /**
   * The wanted part of a segment.
   *
   * @param position from which on it is wanted
   * @param spans from there to the segment's end
   */
  private record Find(Segment segment, long position, long spans) {}
}
