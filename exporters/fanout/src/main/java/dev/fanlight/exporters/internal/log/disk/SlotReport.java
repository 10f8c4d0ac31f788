/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.SegmentReport.Condition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the folder of one process holds.
 *
 * @param name of the folder
 * @param segments oldest first
 * @param vendors with what waits for each
 * @param places how the vendors' places are
 */
public record SlotReport(
    String name, List<SegmentReport> segments, List<VendorReport> vendors, Condition places) {

  /** Copies the lists. */
  public SlotReport {
    segments = List.copyOf(segments);
    vendors = List.copyOf(vendors);
  }

  /** Whether nothing is damaged. */
  public boolean isSound() {
    return places != Condition.DAMAGED
        && segments.stream().noneMatch(segment -> segment.condition() == Condition.DAMAGED);
  }

  static SlotReport of(Disk disk, Path slot) throws IOException {
    String name = String.valueOf(slot.getFileName());
    List<SegmentReport> segments = segments(disk, slot);
    try {
      Recovered recovered = Recovery.read(disk, List.of(slot), new Health(slot));
      List<VendorReport> vendors = new ArrayList<>();
      for (Place place : recovered.places()) {
        vendors.add(VendorReport.of(place, recovered.segments(), disk));
      }
      recovered.segments().forEach(Segment::close);
      Condition places = recovered.isStateDamaged() ? Condition.DAMAGED : Condition.SOUND;
      return new SlotReport(name, segments, vendors, places);
    } catch (NewerVersionException e) {
      return new SlotReport(name, segments, List.of(), Condition.NEWER);
    }
  }

  private static List<SegmentReport> segments(Disk disk, Path slot) throws IOException {
    List<SegmentReport> segments = new ArrayList<>();
    List<SegmentId> ids = ids(disk.list(slot));
    for (SegmentId id : ids) {
      boolean isLastOfRun = ids.stream().noneMatch(id.next()::equals);
      try {
        segments.add(SegmentReport.of(disk, slot.resolve(id.fileName()), id, isLastOfRun));
      } catch (FileNotFoundException ignored) {
        // all vendors got it meanwhile
      }
    }
    return segments;
  }

  private static List<SegmentId> ids(List<String> names) {
    List<SegmentId> ids = new ArrayList<>();
    for (String name : names) {
      SegmentId id = SegmentId.ofFileName(name);
      if (id != null) {
        ids.add(id);
      }
    }
    Collections.sort(ids);
    return ids;
  }
}
