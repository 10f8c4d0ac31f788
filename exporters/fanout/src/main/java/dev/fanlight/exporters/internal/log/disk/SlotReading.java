/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.Disk.LockReport;
import dev.fanlight.exporters.internal.log.disk.SegmentReport.Condition;
import dev.fanlight.exporters.internal.log.disk.SlotReport.Content;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a slot for a report, while a process may write it. Confined to one thread. */
final class SlotReading {

  /*
   * A process deletes a segment after it has written a state that does not want it, and writes a record before a state
   * that wants it. So records that a state claims must be there as long as that state is the last one: a loss is
   * reported only if the state is the same before and after the segments were read. A process that writes states all
   * the time is asked TRIES times.
   */

  private static final int TRIES = 5;

  private final Disk disk;
  private final Path slot;

  SlotReading(Disk disk, Path slot) {
    this.disk = disk;
    this.slot = slot;
  }

  SlotReport report(String name) throws IOException {
    LockReport lock = lock();
    List<String> skipped = new ArrayList<>();
    boolean isLog = false;
    for (String file : new TreeSet<>(disk.list(slot))) {
      isLog |= SegmentId.ofFileName(file) != null || file.equals(StateFile.NAME);
      if (SegmentId.ofFileName(file) == null && !SlotFiles.isOurs(file)) {
        skipped.add(file);
      }
    }
    List<SegmentReport> segments = segments();
    Vendors vendors = vendors();
    return new SlotReport(
        name,
        isLog || skipped.isEmpty() ? Content.LOG : Content.FOREIGN,
        lock.holding(),
        LockText.limit(lock.text()),
        segments,
        vendors.reports,
        vendors.places,
        skipped);
  }

  private LockReport lock() {
    try {
      return disk.lockReport(slot.resolve(SlotFiles.LOCK));
    } catch (IOException notALock) {
      return new LockReport(Disk.Holding.UNKNOWN, "");
    }
  }

  /** Every checksum of the segments is verified; the state is older than they are, so that it cannot want more. */
  private List<SegmentReport> segments() throws IOException {
    LogState state = state();
    TreeSet<SegmentId> ids = new TreeSet<>();
    for (String name : disk.list(slot)) {
      SegmentId id = SegmentId.ofFileName(name);
      if (id != null) {
        ids.add(id);
      }
    }
    List<SegmentReport> segments = new ArrayList<>();
    for (SegmentId id : ids) {
      Path file = slot.resolve(id.fileName());
      try {
        SegmentReport report = SegmentReport.of(disk, file, id, !ids.contains(id.next()));
        segments.add(state == null ? report : report.comparedWith(state, id));
      } catch (FileNotFoundException | NoSuchFileException ignored) {
        // all vendors got it meanwhile
      } catch (IOException e) {
        segments.add(SegmentReport.unreadable(id, e));
      }
    }
    return segments;
  }

  private @Nullable LogState state() {
    try {
      return StateFile.read(disk, slot);
    } catch (IOException unknown) {
      return null;
    }
  }

  private Vendors vendors() throws IOException {
    for (int left = TRIES; ; left--) {
      LogState before = state();
      try {
        Vendors vendors = read(before);
        LogState after = state();
        if (Objects.equals(before, after)) {
          return vendors;
        }
        if (left == 1 || after == null) { // deleted meanwhile, perhaps with its folder
          return vendors.withoutLosses();
        }
      } catch (NewerVersionException e) {
        return new Vendors(List.of(), Condition.NEWER);
      } catch (FileSystemException notAFile) {
        return new Vendors(List.of(), Condition.DAMAGED);
      }
    }
  }

  private Vendors read(@Nullable LogState state) throws IOException {
    Recovered recovered = Recovery.read(disk, List.of(slot), other -> false, Health.silent(slot));
    try {
      List<VendorReport> reports = new ArrayList<>();
      for (ReaderState reader : recovered.readers()) {
        reports.add(VendorReport.of(reader, recovered.segments(), disk, state));
      }
      return new Vendors(reports, recovered.isStateDamaged() ? Condition.DAMAGED : Condition.SOUND);
    } finally {
      recovered.segments().forEach(Segment::close);
    }
  }

  /**
   * The vendors of one reading.
   *
   * @param places the condition of their cursors
   */
  private record Vendors(List<VendorReport> reports, Condition places) {
    Vendors withoutLosses() {
      return new Vendors(reports.stream().map(VendorReport::withoutLoss).toList(), places);
    }
  }
}
