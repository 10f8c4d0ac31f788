/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a reader that is new to the log what is still there of its view. */
final class Backfill {

  /** For everything that is there. */
  static final Duration ALL = Duration.ofDays(36_500);

  private Backfill() {}

  /** Finds it, once; reads at most the segments in which the wanted time begins. */
  static void find(DiskReader reader, String view, Duration backfill, List<Segment> among) {
    News news = new News();
    DiskLog log = reader.log;
    long from = log.clock.now() - Math.min(backfill.toNanos(), log.clock.now());
    List<There> there = new ArrayList<>();
    log.lock.lock();
    try {
      for (Segment segment : among) {
        if (segment.summary.spans(view) > 0 && segment.summary.newestEpochNanos() >= from) {
          there.add(new There(segment, segment.summary.spans(view), segment.end));
        }
      }
    } finally {
      log.lock.unlock();
    }
    List<Find> finds = new ArrayList<>();
    for (There each : there) {
      Find find = in(log, each, view, from);
      if (find != null) {
        finds.add(find);
      }
    }
    log.lock.lock();
    try {
      finds.forEach(find -> claimLocked(reader, view, find, news));
      log.recent.isCompleteFrom(log.writtenUpTo); // what others have settled is on disk only
      log.changedLocked(true);
    } finally {
      log.lock.unlock();
    }
    news.tell();
  }

  private static @Nullable Find in(DiskLog log, There there, String view, long from) {
    Segment segment = there.segment;
    if (segment.summary.oldestEpochNanos() >= from) {
      return new Find(segment, segment.summary.firstPosition(), there.spans);
    }
    try {
      SegmentScan scan = new SegmentScan(segment.file(log.disk), segment.id);
      RecordHeader header;
      while ((header = scan.next(there.end)) != null) {
        if (header.view().equals(view) && header.appendedEpochNanos() >= from) {
          return new Find(segment, header.position(), there.spans - header.spansBefore());
        }
      }
    } catch (IOException e) {
      log.health.unreadable(segment.path, e);
    }
    return null;
  }

  private static void claimLocked(DiskReader reader, String view, Find find, News news) {
    Segment segment = find.segment;
    if (segment.isGone || reader.isEnded) {
      return;
    }
    Place place = reader.place;
    long run = segment.id.run();
    Cursor cursor = place.cursors.stream()
        .filter(each -> each.run == run)
        .findFirst()
        .orElseGet(() -> {
          Cursor fresh = new Cursor(place, run, find.position);
          place.add(fresh);
          return fresh;
        });
    if (cursor.views.isEmpty() || find.position < cursor.views.firstKey()) {
      cursor.views.put(find.position, view);
    }
    cursor.next = Math.min(cursor.next, find.position);
    segment.claim(cursor, find.spans);
    cursor.unread += find.spans;
    place.unsettled += find.spans;
    place.onDisk += find.spans;
    reader.books().found(find.spans);
    news.wake(reader);
  }

  /**
   * A segment as it was when the reader began to follow.
   *
   * @param spans of the view
   * @param end bytes that may be read
   */
  private record There(Segment segment, long spans, long end) {}

  /**
   * What is wanted of it.
   *
   * @param position from which on it is wanted
   * @param spans from there to the segment's end
   */
  private record Find(Segment segment, long position, long spans) {}
}
