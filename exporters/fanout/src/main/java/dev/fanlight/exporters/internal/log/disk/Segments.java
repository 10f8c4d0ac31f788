/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.Mark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The segments, oldest first. The table's lock guards it. */
final class Segments {

  private final TreeMap<SegmentId, Segment> all = new TreeMap<>();

  /** Taken out, and their files may still be found by a successor. */
  private final Set<Segment> leaving = new HashSet<>();

  void add(Segment segment) {
    all.put(segment.id(), segment);
  }

  Collection<Segment> all() {
    return all.values();
  }

  /** Returns the segments of one run. */
  Collection<Segment> of(long run) {
    return all.subMap(new SegmentId(run, 0), new SegmentId(run, Integer.MAX_VALUE))
        .values();
  }

  /** Returns the segments in one folder. */
  List<Segment> in(Path folder) {
    return all.values().stream()
        .filter(segment -> folder.equals(segment.path().getParent()))
        .toList();
  }

  /** Returns the counts of the newest segment of a run. */
  Mark mark(long run) {
    Map.Entry<SegmentId, Segment> newest = all.floorEntry(new SegmentId(run, Integer.MAX_VALUE));
    return newest == null || newest.getKey().run() != run
        ? new Mark(0, Map.of())
        : new Mark(newest.getKey().number(), newest.getValue().summary().spans());
  }

  long sizeInBytes() {
    long bytes = 0;
    for (Segment segment : all.values()) {
      bytes += segment.end();
    }
    return bytes;
  }

  /** Returns the bytes of the segments that can be given up. */
  long sealedBytes() {
    long bytes = 0;
    for (Segment segment : all.values()) {
      bytes += segment.isSealed() ? segment.end() : 0;
    }
    return bytes;
  }

  /** Removes and returns the segments without claims that need not be retained. */
  List<Segment> takeUnwanted(long retainedFromEpochNanos) {
    List<Segment> unwanted = new ArrayList<>();
    for (Segment segment : all.values()) {
      if (segment.isSealed()
          && !segment.isClaimed()
          && segment.summary().newestEpochNanos() <= retainedFromEpochNanos) {
        unwanted.add(segment);
      }
    }
    unwanted.forEach(this::giveUp);
    return unwanted;
  }

  /** Removes and returns the next segment to delete for lack of room: the oldest without claims, else the oldest. */
  Optional<Segment> takeOldest() {
    List<Segment> sealed = all.values().stream().filter(Segment::isSealed).toList();
    Optional<Segment> next = sealed.stream()
        .filter(segment -> !segment.isClaimed())
        .findFirst()
        .or(() -> sealed.stream().findFirst());
    next.ifPresent(this::giveUp);
    return next;
  }

  private void giveUp(Segment segment) {
    take(segment);
    leaving.add(segment);
  }

  /** Notes that its file is gone for good. */
  void left(Segment deleted) {
    leaving.remove(deleted);
  }

  /** Returns true if a successor may find a record of a run. */
  boolean has(long run) {
    return !of(run).isEmpty() || leaving.stream().anyMatch(segment -> segment.run() == run);
  }

  /** Removes a segment that was given up. */
  void take(Segment segment) {
    segment.giveUp();
    all.remove(segment.id());
  }
}
