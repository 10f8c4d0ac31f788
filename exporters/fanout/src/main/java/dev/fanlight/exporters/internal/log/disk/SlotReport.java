/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.Disk.Holding;
import dev.fanlight.exporters.internal.log.disk.SegmentReport.Condition;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The content of the folder of one process.
 *
 * @param name of the folder
 * @param content whether it is a log
 * @param holding whether a process uses it now
 * @param limitInBytes {@code buffer.disk.limit} of the last process that used it; empty if that is not known
 * @param segments oldest first
 * @param vendors with the spans that wait for each
 * @param places the condition of the vendors' cursors
 * @param skipped names of files that do not belong to the log
 */
public record SlotReport(
    String name,
    Content content,
    Holding holding,
    OptionalLong limitInBytes,
    List<SegmentReport> segments,
    List<VendorReport> vendors,
    Condition places,
    List<String> skipped) {

  /** Copies the lists. */
  public SlotReport {
    segments = List.copyOf(segments);
    vendors = List.copyOf(vendors);
    skipped = List.copyOf(skipped);
  }

  /** Returns true if it is a log without damage or loss, or belongs to a user who keeps it closed. */
  public boolean isSound() {
    return (content == Content.LOG || content == Content.CLOSED)
        && places != Condition.DAMAGED
        && segments.stream().noneMatch(segment -> segment.condition() == Condition.DAMAGED)
        && vendors.stream().noneMatch(vendor -> vendor.lostSpans() > 0);
  }

  static SlotReport of(Disk disk, Path slot) throws IOException {
    String name = String.valueOf(slot.getFileName());
    if (disk.trustInSlot(slot) == FolderTrust.NOT_A_FOLDER) {
      return empty(name, Content.NOT_A_FOLDER);
    }
    try {
      return new SlotReading(disk, slot).report(name);
    } catch (AccessDeniedException othersAlone) {
      return empty(name, Content.CLOSED);
    }
  }

  private static SlotReport empty(String name, Content content) {
    return new SlotReport(
        name,
        content,
        Holding.UNKNOWN,
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Condition.SOUND,
        List.of());
  }

  /** The kind of content of a folder with a slot's name. */
  public enum Content {
    /** A log, perhaps an empty one. */
    LOG,
    /** The files do not belong to a log. */
    FOREIGN,
    /** A link or a file; it is not followed. */
    NOT_A_FOLDER,
    /** The system does not let this user look into it. */
    CLOSED
  }
}
