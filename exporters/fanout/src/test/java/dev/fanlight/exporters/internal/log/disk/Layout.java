/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where the records of a sound segment are. */
final class Layout {

  static final Layout EMPTY = new Layout(List.of());

  private final List<Spot> records;

  private Layout(List<Spot> records) {
    this.records = records;
  }

  static Layout of(Path file, byte[] bytes) throws Exception {
    SegmentId id =
        Objects.requireNonNull(SegmentId.ofFileName(file.getFileName().toString()));
    SegmentScan scan = new SegmentScan(new BytesFile(bytes), id);
    List<Spot> records = new ArrayList<>();
    for (RecordHeader header = scan.next(bytes.length);
        header != null;
        header = scan.next(bytes.length)) {
      String name = Records.name(Objects.requireNonNull(scan.read(header)));
      long trailer = scan.bodies() + header.bodyBytes();
      records.add(new Spot(
          name,
          header.view(),
          scan.bodies() - header.sizeInBytes(),
          scan.bodies(),
          trailer,
          trailer + header.sizeInBytes()));
    }
    return new Layout(records);
  }

  Set<String> recordsWithBodiesAt(long offset) {
    return recordsWithBodiesIn(offset, offset + 1);
  }

  Set<String> recordsWithBodiesIn(long from, long to) {
    return names(each -> each.bodies < to && each.trailer > from);
  }

  Set<String> recordsCoveredBy(long from, long to) {
    return names(each -> each.start < to && each.end > from);
  }

  /**
   * Records of which nothing tells how many spans they held: those of a view whose header and trailer are both hit, with
   * those of all after them. "Spans before" in a sound record would tell.
   *
   * @param among that are known neither from a state nor from a footer
   */
  Set<String> unknown(Set<String> among, long from, long to) {
    Set<String> unknown = new HashSet<>();
    for (String view : records.stream().map(Spot::view).collect(Collectors.toSet())) {
      List<String> untold = new ArrayList<>();
      for (Spot each : records) {
        boolean isHit =
            each.start < to && each.bodies > from && each.trailer < to && each.end > from;
        if (each.view.equals(view) && !isHit) {
          untold.clear();
        } else if (each.view.equals(view) && among.contains(each.name)) {
          untold.add(each.name);
        }
      }
      unknown.addAll(untold);
    }
    return unknown;
  }

  private Set<String> names(Predicate<Spot> which) {
    return records.stream().filter(which).map(Spot::name).collect(Collectors.toSet());
  }

  /**
   * One record.
   *
   * @param start of its header
   * @param bodies where they begin
   * @param trailer where it begins
   * @param end of it all
   */
  private record Spot(String name, String view, long start, long bodies, long trailer, long end) {}
}
