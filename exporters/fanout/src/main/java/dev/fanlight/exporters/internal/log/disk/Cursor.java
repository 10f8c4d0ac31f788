/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The progress of one reader in one run of the log. The table's lock guards it. */
final class Cursor {

  /*
   * It claims the records of the view that it followed as they were appended, from `next` on, and the records in
   * `again`. Records that it has passed and not settled are in `passed`. A successor must know all three together.
   */

  /** The view of a cursor that follows no view. */
  static final String NO_VIEW = "";

  private final long run;
  private long next; // first position never passed
  private long unread; // spans that are wanted and were not passed

  /** Positions before `next` that a predecessor had passed and not settled. */
  private final TreeSet<Long> again = new TreeSet<>();

  /** Passed and not settled, by position. */
  private final TreeMap<Long, PassedRecord> passed = new TreeMap<>();

  /** Which view is followed from which position on. */
  private final TreeMap<Long, String> views = new TreeMap<>();

  /** Spans that are not settled, including spans of damaged records. */
  private final Map<Segment, Long> claims = new HashMap<>();

  private @Nullable SegmentReading reading;
  private @Nullable SegmentId finished; // the last segment that was read to its end

  Cursor(long run, long next) {
    this.run = run;
    this.next = next;
  }

  /** A cursor as an earlier process left it; its claims are added later. */
  static Cursor of(CursorState state) {
    Cursor cursor = new Cursor(state.run(), state.next());
    cursor.again.addAll(state.again());
    cursor.views.putAll(state.views());
    return cursor;
  }

  long run() {
    return run;
  }

  /** Returns the first position that was never passed. */
  long next() {
    return next;
  }

  // ---- views ----

  boolean wants(long position, String view) {
    return position >= next ? view.equals(viewAt(position)) : again.contains(position);
  }

  String viewAt(long position) {
    Map.Entry<Long, String> since = views.floorEntry(position);
    return since == null ? NO_VIEW : since.getValue();
  }

  /** Returns the position up to which the view at a position is followed; at most {@code end}. */
  long viewEnd(long position, long end) {
    Long change = views.higherKey(position);
    return change == null ? end : Math.min(change, end);
  }

  void follow(String view, long from) {
    if (!viewAt(from).equals(view)) {
      views.put(from, view);
    }
  }

  /** Forgets the views from a position on. */
  void unfollowFrom(long position) {
    views.tailMap(position).clear();
    views.put(position, NO_VIEW);
  }

  /** Claims the records of a view from an earlier position on, unless it follows another view there. */
  void beginAt(long position, String view) {
    if (viewAt(position).equals(NO_VIEW)) {
      views.put(position, view);
    }
    next = Math.min(next, position);
  }

  // ---- records to read ----

  boolean hasUnread() {
    return unread > 0;
  }

  /** Returns the spans that are wanted and were not passed. */
  long unread() {
    return unread;
  }

  void addUnread(long spans) {
    unread += spans;
  }

  /** Returns true if it has no record to read before a position. */
  boolean isPast(long position) {
    return again.isEmpty() && next >= position;
  }

  /** Passes a record, which is in the reader's hand from here on. */
  PassedRecord pass(Entry entry) {
    step(entry.position(), entry.spans());
    PassedRecord now = new PassedRecord(entry);
    passed.put(entry.position(), now);
    return now;
  }

  /** Passes a record for good. */
  void step(long position, int spans) {
    unread -= spans;
    again.remove(position);
    next = Math.max(next, position + 1);
  }

  /** Passes all records before a position for good. */
  void jump(long position) {
    again.headSet(position).clear();
    next = Math.max(next, position);
  }

  /** Passes the rest of a segment for good. */
  void leave(Segment segment, long unreadSpans) {
    unread -= unreadSpans;
    jump(segment.summary().endPosition());
  }

  /** Notes that a segment was read to its end. */
  void finish(Segment segment) {
    finished = segment.id();
  }

  boolean hasFinished(Segment segment) {
    return finished != null && segment.id().compareTo(finished) <= 0;
  }

  /** Returns the segment that it reads now; null if there is none, or none with records to read. */
  @Nullable Segment segmentInReading() {
    SegmentReading now = reading;
    if (now == null || now.segment().isGone() || unreadIn(now.segment()) <= 0) {
      return null;
    }
    return now.segment();
  }

  /** Returns its position in a segment, which it reads from now on. */
  SegmentReading readingIn(Segment segment) {
    SegmentReading now = reading;
    if (now == null || now.segment() != segment) {
      now = new SegmentReading(segment);
      reading = now;
    }
    return now;
  }

  boolean isAgain(long position) {
    return again.contains(position);
  }

  /** Returns true if a predecessor had passed and not settled a record from a position on, before another one. */
  boolean hasAgainIn(long from, long end) {
    Long first = again.ceiling(from);
    return first != null && first < end;
  }

  // ---- claims to segments ----

  void claim(Segment segment, long spans) {
    if (spans > 0 && claims.merge(segment, spans, Long::sum) == spans) {
      segment.claim();
    }
  }

  long claimed(Segment segment) {
    return claims.getOrDefault(segment, 0L);
  }

  /** Ends the claim to some spans of a segment; returns the number of spans that were claimed. */
  long release(Segment segment, long spans) {
    long before = claimed(segment);
    if (before > spans) {
      claims.put(segment, before - spans);
      return spans;
    }
    if (before > 0) {
      claims.remove(segment);
      segment.release();
    }
    return before;
  }

  /** Returns the spans of a segment that were neither passed nor settled. */
  long unreadIn(Segment segment) {
    long spans = claimed(segment);
    for (PassedRecord each : passed.values()) {
      spans -= each.entry().isIn(segment) ? each.entry().spans() : 0;
    }
    return spans;
  }

  /** Ends all claims. */
  void forget() {
    claims.keySet().forEach(Segment::release);
    claims.clear();
    passed.clear();
  }

  // ---- records in hand ----

  /** Returns the records that were passed and not settled, in order of position. */
  Collection<PassedRecord> passed() {
    return Collections.unmodifiableCollection(passed.values());
  }

  /** Returns true if it has passed no record that is not settled. */
  boolean hasNoneInHand() {
    return passed.isEmpty();
  }

  /** Returns true if a record that was passed before a position is not settled. */
  boolean hasUnsettledBefore(long end) {
    return !again.isEmpty() || !passed.headMap(end).isEmpty();
  }

  /** Removes a record from the records in hand; null if it was not there. */
  @Nullable PassedRecord remove(Entry entry) {
    return passed.remove(entry.position());
  }

  /** Removes the records of a segment that are in hand and not in flight. */
  List<PassedRecord> removeNotInFlight(Segment segment) {
    List<PassedRecord> removed = new ArrayList<>();
    for (PassedRecord each : passed.values()) {
      if (each.entry().isIn(segment) && !each.isInFlight()) {
        removed.add(each);
      }
    }
    removed.forEach(each -> passed.remove(each.entry().position()));
    return removed;
  }

  // ---- for a successor ----

  /** Returns its state: not a copy, so that it is valid only as long as the lock is held. */
  CursorState state() {
    forgetOldViews();
    return new CursorState(run, next, unsettled(), views);
  }

  private SortedSet<Long> unsettled() {
    if (again.isEmpty()) {
      return passed.navigableKeySet();
    }
    SortedSet<Long> both = new TreeSet<>(again);
    both.addAll(passed.keySet());
    return both;
  }

  /** A successor needs the views at and after the first position that is not settled. */
  private void forgetOldViews() {
    long first = next;
    first = passed.isEmpty() ? first : Math.min(first, passed.firstKey());
    first = again.isEmpty() ? first : Math.min(first, again.first());
    Long since = views.floorKey(first);
    if (since != null) {
      views.headMap(since).clear();
    }
  }
}
