/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log's folder holds, read without a lock while a process may be using it.
 *
 * @param slots one for each process that left or has something there
 */
public record FolderReport(List<SlotReport> slots) {

  private static final Pattern SLOT = Pattern.compile("slot-[0-9]+");

  /** Copies the list. */
  public FolderReport {
    slots = List.copyOf(slots);
  }

  /** Whether nothing is damaged. */
  public boolean isSound() {
    return slots.stream().allMatch(SlotReport::isSound);
  }

  /**
   * Reads a folder.
   *
   * @param folder the path of {@code buffer.disk}, or one slot in it
   */
  public static FolderReport of(Path folder) throws IOException {
    return of(new FileSystemDisk(), folder);
  }

  static FolderReport of(Disk disk, Path folder) throws IOException {
    List<SlotReport> slots = new ArrayList<>();
    if (SLOT.matcher(String.valueOf(folder.getFileName())).matches()) {
      slots.add(SlotReport.of(disk, folder));
    }
    for (String name : disk.list(folder).stream().sorted().toList()) {
      if (SLOT.matcher(name).matches()) {
        slots.add(SlotReport.of(disk, folder.resolve(name)));
      }
    }
    return new FolderReport(slots);
  }
}
