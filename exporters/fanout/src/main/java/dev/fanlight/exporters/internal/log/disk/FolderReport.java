/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a log's folder, read while a process may be using it; no file is changed.
 *
 * @param slots one for each process that left one or has one there
 * @param skipped names that look like slots' and are not, such as {@code slot-01}
 */
public record FolderReport(List<SlotReport> slots, List<String> skipped) {

  /** Copies the lists. */
  public FolderReport {
    slots = List.copyOf(slots);
    skipped = List.copyOf(skipped);
  }

  /** Returns true if every slot is a log, and no part of it is damaged or lost. */
  public boolean isSound() {
    return slots.stream().allMatch(SlotReport::isSound);
  }

  /**
   * Reads a folder.
   *
   * @param folder the path of {@code buffer.disk}, or one slot in it
   */
  public static FolderReport of(Path folder) throws IOException {
    return of(FileSystemDisk.ofAllUsers(), folder);
  }

  static FolderReport of(Disk disk, Path folder) throws IOException {
    List<SlotReport> slots = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    if (SlotName.matches(String.valueOf(folder.getFileName()))) {
      slots.add(SlotReport.of(disk, folder));
    }
    for (String name : disk.list(folder).stream().sorted().toList()) {
      if (SlotName.matches(name)) {
        slots.add(SlotReport.of(disk, folder.resolve(name)));
      } else if (SlotName.isLookalike(name)) {
        skipped.add(name);
      }
    }
    return new FolderReport(slots, skipped);
  }
}
