/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.Mark;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The segments, oldest first. The log's lock guards it. */
final class Segments {

  private final TreeMap<SegmentId, Segment> all = new TreeMap<>();

  /** Taken out, and their files may still be found by a successor. */
  private final Set<Segment> leaving = new HashSet<>();

  void add(Segment segment) {
    all.put(segment.id, segment);
  }

  Collection<Segment> all() {
    return all.values();
  }

  /** Returns the segments of one run. */
  Collection<Segment> of(long run) {
    return all.subMap(new SegmentId(run, 0), new SegmentId(run, Integer.MAX_VALUE))
        .values();
  }

  /** Returns the counts of the newest segment of a run. */
  Mark mark(long run) {
    Map.Entry<SegmentId, Segment> newest = all.floorEntry(new SegmentId(run, Integer.MAX_VALUE));
    return newest == null || newest.getKey().run() != run
        ? new Mark(0, Map.of())
        : new Mark(newest.getKey().number(), newest.getValue().summary.spans());
  }

  @Nullable Segment get(SegmentId id) {
    return all.get(id);
  }

  long sizeInBytes() {
    long bytes = 0;
    for (Segment segment : all.values()) {
      bytes += segment.end;
    }
    return bytes;
  }

  /** The bytes of the segments that can be given up. */
  long sealedBytes() {
    long bytes = 0;
    for (Segment segment : all.values()) {
      bytes += segment.isSealed ? segment.end : 0;
    }
    return bytes;
  }

  /** Removes the claims of a cursor. */
  void forget(Cursor cursor) {
    all.values().forEach(segment -> segment.claims.remove(cursor));
  }

  /** Removes and returns the segments without claims that need not be retained. */
  List<Segment> takeUnwanted(long retainedFromEpochNanos) {
    List<Segment> unwanted = new ArrayList<>();
    for (Segment segment : all.values()) {
      if (segment.isSealed
          && segment.claims.isEmpty()
          && segment.summary.newestEpochNanos() <= retainedFromEpochNanos) {
        unwanted.add(segment);
      }
    }
    unwanted.forEach(this::giveUp);
    return unwanted;
  }

  /** Removes and returns the next segment to delete for lack of room: the oldest without claims, else the oldest. */
  Optional<Segment> takeOldest() {
    List<Segment> sealed =
        all.values().stream().filter(segment -> segment.isSealed).toList();
    Optional<Segment> next = sealed.stream()
        .filter(segment -> segment.claims.isEmpty())
        .findFirst()
        .or(() -> sealed.stream().findFirst());
    next.ifPresent(this::giveUp);
    return next;
  }

  private void giveUp(Segment segment) {
    take(segment);
    leaving.add(segment);
  }

  /** Its file is gone for good. */
  void left(Segment deleted) {
    leaving.remove(deleted);
  }

  /** Returns true if a successor may find a record of a run. */
  boolean has(long run) {
    return !of(run).isEmpty() || leaving.stream().anyMatch(segment -> segment.id.run() == run);
  }

  /** Takes one out: given up. */
  void take(Segment segment) {
    segment.isGone = true;
    all.remove(segment.id);
  }

  /** Books the spans that each cursor loses with a segment that was removed. */
  static void lose(Segment segment, News news) {
    for (Cursor cursor : List.copyOf(segment.claims.keySet())) {
      long before = segment.claimed(cursor);
      long lost = cursor.loseUnpinned(segment);
      cursor.place.onDisk -= before - segment.claimed(cursor);
      DiskReader reader = cursor.place.reader;
      if (reader != null) {
        reader.ahead.removeIf(passed -> passed.isGone && unpin(reader, passed));
      }
      cursor.place.lose(lost, DropReason.BUFFER_FULL, news);
    }
  }

  private static boolean unpin(DiskReader reader, Cursor.Passed passed) {
    reader.letGo(passed);
    return true;
  }
}
