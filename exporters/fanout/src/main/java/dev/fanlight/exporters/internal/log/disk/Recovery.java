/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what earlier runs left, from footers and cursors; bodies are not read. */
final class Recovery {

  /*
   * A segment with a sound footer is not looked into, unless a cursor stands in it. One without (the last of a run that
   * was killed) is walked. The last segment of a run that refused a write may hold records that were written again into
   * a later one: what the later ones begin with ends it.
   *
   * Who wants what: for each cursor and segment, the spans of the views followed from the cursor's position on. What the
   * state says must wait, with what was appended after it, and is not there, is damaged.
   *
   * Two states may speak of one run while a slot is being adopted: the adopter's holds, which speaks of the other's run.
   */

  private final Disk disk;
  private final Health health;
  private final TreeMap<SegmentId, Segment> segments = new TreeMap<>();
  private final Map<SegmentId, List<RecordHeader>> headers = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final Set<Path> stateless = new HashSet<>();

  private Recovery(Disk disk, Health health) {
    this.disk = disk;
    this.health = health;
  }

  /** Refuses a slot of which a newer program wrote a part. */
  static void checkVersions(Disk disk, Path slot) throws IOException {
    StateFile.read(disk, slot);
    for (String name : disk.list(slot)) {
      SegmentId id = SegmentId.ofFileName(name);
      if (id != null) {
        try (DiskFile file = disk.open(slot.resolve(name))) {
          byte[] header = new byte[SegmentHeader.BYTES];
          file.read(0, header, header.length);
          int version = SegmentHeader.version(header, id);
          if (!SegmentHeader.isKnown(version)) {
            throw new NewerVersionException(name + " is of version " + version);
          }
        }
      }
    }
  }

  /**
   * Reads slots that we hold.
   *
   * @param slots our own first; the accounts of its state go on
   */
  static Recovered read(Disk disk, List<Path> slots, Health health) throws IOException {
    return new Recovery(disk, health).read(slots, slots.get(0));
  }

  /** Reads slots of which none is our own. */
  static Recovered readOthers(Disk disk, List<Path> slots, Health health) throws IOException {
    return new Recovery(disk, health).read(slots, null);
  }

  private Recovered read(List<Path> slots, @Nullable Path ours) throws IOException {
    List<LogState> states = new ArrayList<>();
    long ownRun = 0;
    boolean isStateLost = false;
    for (Path slot : slots) {
      int before = segments.size();
      readSegments(slot);
      LogState state = StateFile.read(disk, slot);
      if (state == null && segments.size() > before) {
        isStateLost = true;
        stateless.add(slot);
        health.stateLost(slot);
      }
      if (state != null) {
        states.add(state);
        ownRun = slot.equals(ours) ? state.run() : ownRun;
      }
    }
    for (LogState state : states) {
      for (PlaceState each : state.places()) {
        Place place = place(each, state, states, state.run() == ownRun);
        addUnseen(place, state, states);
        places.add(place);
      }
    }
    return new Recovered(List.copyOf(segments.values()), places, isStateLost, lastRun(states));
  }

  private long lastRun(List<LogState> states) {
    long last = segments.isEmpty() ? 0 : segments.lastKey().run();
    for (LogState state : states) {
      last = Math.max(last, state.run());
    }
    return last;
  }

  // ---- segments ----

  private void readSegments(Path slot) throws IOException {
    TreeMap<SegmentId, Path> found = new TreeMap<>();
    for (String name : disk.list(slot)) {
      SegmentId id = SegmentId.ofFileName(name);
      if (id != null) {
        found.put(id, slot.resolve(name));
      } else if (!name.equals(Slots.LOCK) && !name.startsWith(StateFile.NAME)) {
        health.foreign(slot.resolve(name));
      }
    }
    for (Map.Entry<SegmentId, Path> each : found.descendingMap().entrySet()) {
      segments.put(each.getKey(), segment(each.getKey(), each.getValue()));
    }
  }

  private Segment segment(SegmentId id, Path path) throws IOException {
    try (DiskFile file = disk.open(path)) {
      long size = file.size();
      SegmentSummary footer = SegmentScan.footer(file, id, size);
      Segment segment =
          footer == null ? walk(id, path, file, size) : new Segment(id, path, footer, size);
      segment.isSealed = true;
      return segment;
    }
  }

  private Segment walk(SegmentId id, Path path, DiskFile file, long size) throws IOException {
    long firstOfLater = Long.MAX_VALUE; // the next one may hold nothing, or a number be left out
    for (Segment later : segments.subMap(id.next(), last(id.run())).values()) {
      firstOfLater = Math.min(firstOfLater, later.summary.firstPosition());
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
    return new Segment(id, path, summary, end);
  }

  private List<RecordHeader> headers(Segment segment) throws IOException {
    List<RecordHeader> known = headers.get(segment.id);
    if (known == null) {
      known = new ArrayList<>();
      try (DiskFile file = disk.open(segment.path)) {
        SegmentScan scan = new SegmentScan(file, segment.id);
        RecordHeader header;
        while ((header = scan.next(segment.end)) != null) {
          known.add(header);
        }
      }
      headers.put(segment.id, known);
    }
    return known;
  }

  // ---- places ----

  private Place place(PlaceState from, LogState state, List<LogState> states, boolean isOwn)
      throws IOException {
    Map<String, Long> columns = new TreeMap<>(isOwn ? from.columns() : Map.of());
    Place place = new Place(from.name(), from.destination(), columns);
    long expected = from.waiting();
    boolean isWhole = true;
    for (CursorState each : from.cursors()) {
      if (isOutdated(each.run(), state, states)) {
        isWhole = false;
        continue;
      }
      Cursor cursor = new Cursor(place, each.run(), each.next());
      cursor.again.addAll(each.again());
      cursor.views.putAll(each.views());
      place.add(cursor);
      claim(cursor, place);
      if (each.run() == state.run()) {
        expected += wantedFrom(cursor, Math.max(state.end(), each.next()));
      }
    }
    long damaged = isWhole ? Math.max(0, expected - place.unsettled) : 0;
    if (damaged > 0) {
      place.unsettled += damaged;
      place.lose(damaged, DiskLog.CORRUPT, new News());
      health.damaged(from.name(), damaged);
    }
    return place;
  }

  private static boolean isOutdated(long run, LogState state, List<LogState> states) {
    return states.stream()
        .anyMatch(other -> other.run() != state.run()
            && mentions(other, run)
            && mentions(other, state.run())
            && !mentions(state, other.run()));
  }

  /**
   * What was written after the last sound state, or by a run that has left none: nobody says who wants it. A segment of
   * a run before that of a state, which has no cursor there any more, was on its way to be deleted; unless the slot has
   * lost its state. And what another slot's state speaks of is for that state's places to want.
   */
  private void addUnseen(Place place, LogState state, List<LogState> states) {
    for (Segment segment : segments.values()) {
      long run = segment.id.run();
      boolean isLeftBehind = states.stream().anyMatch(other -> other.run() > run)
          && !stateless.contains(segment.path.getParent());
      boolean isOthers =
          states.stream().anyMatch(other -> other.run() != state.run() && isFollowed(other, run));
      boolean isSeen = isLeftBehind
          || isOthers
          || place.cursors.stream().anyMatch(cursor -> cursor.run == run && cursor.hasFollowed());
      if (!isSeen) {
        place.unseen.add(segment);
      }
    }
  }

  private static boolean isFollowed(LogState state, long run) {
    return state.places().stream()
        .flatMap(place -> place.cursors().stream())
        .anyMatch(cursor -> cursor.run() == run && !cursor.views().isEmpty());
  }

  private static boolean mentions(LogState state, long run) {
    return state.run() == run
        || state.places().stream()
            .flatMap(place -> place.cursors().stream())
            .anyMatch(cursor -> cursor.run() == run);
  }

  private void claim(Cursor cursor, Place place) throws IOException {
    for (Segment segment : of(cursor.run)) {
      long spans = wanted(cursor, segment, cursor.next) + again(cursor, segment);
      segment.claim(cursor, spans);
      cursor.unread += spans;
      place.unsettled += spans;
      place.onDisk += spans;
    }
  }

  private Iterable<Segment> of(long run) {
    return segments.subMap(new SegmentId(run, 0), last(run)).values();
  }

  private static SegmentId last(long run) {
    return new SegmentId(run, Integer.MAX_VALUE);
  }

  private long wantedFrom(Cursor cursor, long position) throws IOException {
    long spans = 0;
    for (Segment segment : of(cursor.run)) {
      spans += wanted(cursor, segment, position);
    }
    return spans;
  }

  /** Spans of a segment that a cursor wants from a position on, by the views that it followed. */
  private long wanted(Cursor cursor, Segment segment, long from) throws IOException {
    long end = segment.summary.endPosition();
    long spans = 0;
    long at = Math.max(from, firstPosition(segment));
    while (at < end) {
      Long change = cursor.views.higherKey(at);
      long until = change == null ? end : Math.min(change, end);
      String view = cursor.viewAt(at);
      spans += before(segment, view, until) - before(segment, view, at);
      at = until;
    }
    return spans;
  }

  /** Where a segment begins; in one without a footer the first record may be damaged. */
  private long firstPosition(Segment segment) {
    if (segment.id.number() == 1) {
      return 0;
    }
    Segment before = segments.get(new SegmentId(segment.id.run(), segment.id.number() - 1));
    return before == null || before.summary.isEmpty()
        ? segment.summary.firstPosition()
        : Math.min(before.summary.endPosition(), segment.summary.firstPosition());
  }

  /** Spans of a view in a segment before a position, those of damaged records included. */
  private long before(Segment segment, String view, long position) throws IOException {
    if (position >= segment.summary.endPosition()) {
      return segment.summary.spans(view);
    }
    if (position <= firstPosition(segment) || segment.summary.spans(view) == 0) {
      return 0;
    }
    return Boundary.at(position, headers(segment), view, firstPosition(segment), segment.summary);
  }

  private long again(Cursor cursor, Segment segment) throws IOException {
    boolean isHere = cursor.again.stream()
        .anyMatch(position -> position >= segment.summary.firstPosition()
            && position < segment.summary.endPosition());
    long spans = 0;
    if (isHere) {
      for (RecordHeader header : headers(segment)) {
        spans += cursor.again.contains(header.position()) ? header.spans() : 0;
      }
    }
    return spans;
  }
}
