/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The progress of one reader in one run of the log. The log's lock guards it. */
final class Cursor {

  /*
   * It claims the records of the view that it followed as they were appended, from `next` on, and the records in
   * `again`. Records that it has passed and not settled are in `passed`. A successor must know all three together.
   */

  /** The view of a cursor that follows no view. */
  static final String NO_VIEW = "";

  final long run;
  Place place;

  /** First position never passed. */
  long next;

  /** Spans that are wanted and were not passed. */
  long unread;

  /** Positions before `next` that a predecessor had passed and not settled. */
  final TreeSet<Long> again = new TreeSet<>();

  /** Passed and not settled, by position. */
  final TreeMap<Long, Passed> passed = new TreeMap<>();

  /** Which view is followed from which position on. */
  final TreeMap<Long, String> views = new TreeMap<>();

  /** The segment that is being read, as far as it was; and the last one that was read to its end. */
  @Nullable Reading reading;

  @Nullable SegmentId finished;

  Cursor(Place place, long run, long next) {
    this.place = place;
    this.run = run;
    this.next = next;
  }

  boolean wants(long position, String view) {
    return position >= next ? view.equals(viewAt(position)) : again.contains(position);
  }

  String viewAt(long position) {
    Map.Entry<Long, String> since = views.floorEntry(position);
    return since == null ? NO_VIEW : since.getValue();
  }

  void follow(String view, long from) {
    if (!viewAt(from).equals(view)) {
      views.put(from, view);
    }
  }

  /** This record is in the reader's hand from here on. */
  Passed pass(Entry entry) {
    step(entry.position, entry.spans);
    Passed now = new Passed(entry);
    passed.put(entry.position, now);
    return now;
  }

  /** This record is behind it, for good. */
  void step(long position, int spans) {
    unread -= spans;
    again.remove(position);
    next = Math.max(next, position + 1);
  }

  /** Moves behind all records before a position. */
  void jump(long position) {
    again.headSet(position).clear();
    next = Math.max(next, position);
  }

  /** Spans of a segment that were neither passed nor settled. */
  long unreadIn(Segment segment) {
    long spans = segment.claimed(this);
    for (Passed each : passed.values()) {
      spans -= each.entry.segment == segment ? each.entry.spans : 0;
    }
    return spans;
  }

  /**
   * Forgets views that a successor need not know: it needs the views at and after the first position that is not
   * settled.
   */
  void forgetOldViews() {
    long first = next;
    first = passed.isEmpty() ? first : Math.min(first, passed.firstKey());
    first = again.isEmpty() ? first : Math.min(first, again.first());
    Long since = views.floorKey(first);
    if (since != null) {
      views.headMap(since).clear();
    }
  }

  /** Gives up records that are not in flight, of a segment that is given up; returns the lost spans. */
  long loseUnpinned(Segment segment) {
    long lost = unreadIn(segment);
    unread -= lost;
    long booked = 0;
    for (Iterator<Passed> each = passed.values().iterator(); each.hasNext(); ) {
      Passed now = each.next();
      if (now.entry.segment == segment && !now.isInFlight) {
        each.remove();
        now.isGone = true;
        lost += now.entry.spans;
        booked += now.bookParts();
      }
    }
    segment.release(this, lost);
    if (lost > 0) {
      jump(segment.summary.endPosition()); // should the file outlive us, it is not wanted again
    }
    place.unsettled -= booked;
    return lost - booked;
  }

  /** A record in the reader's hand. */
  static final class Passed {
    final Entry entry;
    boolean isInFlight;
    boolean isGone;

    /** Whether it was read ahead and has left the memory since; it is read again. */
    boolean isLetGo;

    private int settledSpans;
    private final List<Runnable> bookings = new ArrayList<>(0);

    Passed(Entry entry) {
      this.entry = entry;
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

  /** A place in a segment, behind the header that was read last and is not yet passed. */
  static final class Reading {
    final Segment segment;

    @Nullable RecordHeader header;

    private @Nullable SegmentScan scan;

    Reading(Segment segment) {
      this.segment = segment;
    }

    /** The walk through it; the thread that reads only. */
    SegmentScan scan(Disk disk) throws IOException {
      SegmentScan walk = scan;
      if (walk == null) {
        walk = new SegmentScan(segment.file(disk), segment.id);
        scan = walk;
      }
      return walk;
    }
  }
}
