/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The segments that earlier runs left, and how many spans they hold between positions; bodies are not read. */
final class FoundSegments {

  /*
   * A segment with a sound footer is not looked into, unless a cursor stands in it. One without (the last of a run
   * that was killed) is walked. The last segment of a run that refused a write may hold records that were written
   * again into a later one: the first record of the later ones ends it.
   */

  private final Disk disk;
  private final Health health;
  private final TreeMap<SegmentId, Segment> segments = new TreeMap<>();
  private final Map<SegmentId, List<RecordHeader>> headers = new HashMap<>();

  private final Map<SegmentId, LogState> states = new HashMap<>();

  FoundSegments(Disk disk, Health health) {
    this.disk = disk;
    this.health = health;
  }

  Collection<Segment> all() {
    return segments.values();
  }

  Iterable<Segment> of(long run) {
    return segments.subMap(new SegmentId(run, 0), last(run)).values();
  }

  private static SegmentId last(long run) {
    return new SegmentId(run, Integer.MAX_VALUE);
  }

  /** The runs that have a segment here, oldest first. */
  SortedSet<Long> runs() {
    SortedSet<Long> runs = new TreeSet<>();
    segments.keySet().forEach(id -> runs.add(id.run()));
    return runs;
  }

  /**
   * Reads the segments of a slot.
   *
   * @return the segments that cannot be read and are skipped; null if there are none
   */
  @Nullable UnreadSegments read(Path slot) throws IOException {
    TreeMap<SegmentId, Path> found = new TreeMap<>();
    TreeSet<String> foreign = new TreeSet<>();
    for (String name : disk.list(slot)) {
      SegmentId id = SegmentId.ofFileName(name);
      if (id != null) {
        found.put(id, slot.resolve(name));
      } else if (!SlotFiles.isOurs(name)) {
        foreign.add(name);
      }
    }
    if (!foreign.isEmpty()) {
      health.foreign(slot, foreign.first(), foreign.size());
    }
    return read(found);
  }

  /** Leaves out all segments of a slot. */
  void leaveOut(Path slot) {
    segments.values().removeIf(segment -> slot.equals(segment.path().getParent()));
  }

  private @Nullable UnreadSegments read(NavigableMap<SegmentId, Path> found) {
    Path first = null;
    IOException refusal = null;
    int lost = 0;
    for (Map.Entry<SegmentId, Path> each : found.descendingMap().entrySet()) {
      try {
        segments.put(each.getKey(), segment(each.getKey(), each.getValue()));
      } catch (IOException e) { // further ones can be read; its records are counted from the state
        first = each.getValue();
        refusal = e;
        lost++;
      }
    }
    return first == null || refusal == null ? null : new UnreadSegments(first, refusal, lost);
  }

  private Segment segment(SegmentId id, Path path) throws IOException {
    try (DiskFile file = disk.open(path)) {
      long size = file.size();
      SegmentSummary footer = SegmentScan.footer(file, id, size);
      return footer == null ? walk(id, path, file, size) : Segment.sealed(id, path, footer, size);
    }
  }

  private Segment walk(SegmentId id, Path path, DiskFile file, long size) throws IOException {
    long firstOfLater = Long.MAX_VALUE; // the next one may be empty, or a number be missing
    for (Segment later : segments.subMap(id.next(), last(id.run())).values()) {
      firstOfLater = Math.min(firstOfLater, later.summary().firstPosition());
    }
    SegmentSummary summary = new SegmentSummary();
    List<RecordHeader> sound = new ArrayList<>();
    SegmentScan scan = new SegmentScan(file, id);
    long end = scan.offset();
    RecordHeader header;
    while ((header = scan.next(size)) != null && header.position() < firstOfLater) {
      summary.add(header);
      sound.add(header);
      end = scan.offset();
    }
    headers.put(id, sound);
    return Segment.sealed(id, path, summary, end);
  }

  /** Sets the counts of a state for the segment that was the newest then. */
  void mark(LogState state) {
    SegmentId id = new SegmentId(state.run(), state.mark().segment());
    states.put(id, state);
    Segment segment = segments.get(id);
    if (segment != null && segment.summary().endPosition() >= state.end()) {
      segment.summary().addDamaged(state.mark().spans());
    }
  }

  /** Of the sound records of a segment. */
  List<RecordHeader> headers(Segment segment) throws IOException {
    List<RecordHeader> known = headers.get(segment.id());
    if (known == null) {
      known = new ArrayList<>();
      try (DiskFile file = disk.open(segment.path())) {
        SegmentScan scan = new SegmentScan(file, segment.id());
        RecordHeader header;
        while ((header = scan.next(segment.end())) != null) {
          known.add(header);
        }
      }
      headers.put(segment.id(), known);
    }
    return known;
  }

  /** Returns the same count in all segments of its run. */
  long wantedFrom(Cursor cursor, long position) throws IOException {
    long spans = 0;
    for (Segment segment : of(cursor.run())) {
      spans += wanted(cursor, segment, position);
    }
    return spans;
  }

  /** Spans of a segment that a cursor wants from a position on, by the views that it followed. */
  long wanted(Cursor cursor, Segment segment, long from) throws IOException {
    long end = segment.summary().endPosition();
    long spans = 0;
    long at = Math.max(from, firstPosition(segment));
    while (at < end) {
      long until = cursor.viewEnd(at, end);
      String view = cursor.viewAt(at);
      spans += before(segment, view, until) - before(segment, view, at);
      at = until;
    }
    return spans;
  }

  /** Returns the position at which a segment begins; in one without a footer the first record may be damaged. */
  private long firstPosition(Segment segment) {
    if (segment.id().number() == 1) {
      return 0;
    }
    Segment before = segments.get(new SegmentId(segment.id().run(), segment.id().number() - 1));
    return before == null || before.summary().isEmpty()
        ? segment.summary().firstPosition()
        : Math.min(before.summary().endPosition(), segment.summary().firstPosition());
  }

  /** Returns the spans of a view in a segment before a position, including spans of damaged records. */
  private long before(Segment segment, String view, long position) throws IOException {
    if (position >= segment.summary().endPosition()) {
      return segment.summary().spans(view);
    }
    if (position <= firstPosition(segment) || segment.summary().spans(view) == 0) {
      return 0;
    }
    return new Boundary(segment.summary(), view, firstPosition(segment), states.get(segment.id()))
        .at(position, headers(segment));
  }

  /** Spans of a segment that a cursor had passed and not settled. */
  long again(Cursor cursor, Segment segment) throws IOException {
    SegmentSummary summary = segment.summary();
    boolean isHere = cursor.hasAgainIn(summary.firstPosition(), summary.endPosition());
    long spans = 0;
    if (isHere) {
      for (RecordHeader header : headers(segment)) {
        spans += cursor.isAgain(header.position()) ? header.spans() : 0;
      }
    }
    return spans;
  }
}
