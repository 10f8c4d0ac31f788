/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A log in files.
 *
 * @param folder holds a slot for each process
 * @param shownFolder the folder for messages, with the references of the file by their names
 * @param limitInBytes most bytes of all slots together
 * @param sync time at which written records are made to survive a power failure
 * @param retain time for which batches stay that all readers have settled
 */
public record DiskSettings(
    Path folder, String shownFolder, long limitInBytes, Sync sync, Duration retain) {

  private static final long MIN_LIMIT = 1 << 20;
  private static final long SMALLEST_SEGMENT = 64 << 10;
  private static final long SEGMENT = 8 << 20;

  /** Checks the ranges. */
  public DiskSettings {
    if (limitInBytes < MIN_LIMIT) {
      throw new IllegalArgumentException("buffer.disk.limit " + limitInBytes
          + " bytes is too little for a log; give at least 1MiB");
    }
  }

  /** Settings of a folder that may be shown as it is. */
  public DiskSettings(Path folder, long limitInBytes, Sync sync, Duration retain) {
    this(folder, folder.toString(), limitInBytes, sync, retain);
  }

  /** The folder with references by their names. */
  @Override
  public String toString() {
    return "DiskSettings{" + shownFolder + ", " + limitInBytes + " bytes}";
  }

  /** Returns a message with the folder, and the folders above it, as messages may show them. */
  public String shown(String message) {
    if (shownFolder.equals(folder.toString())) {
      return message;
    }
    String shown = message.replace(folder.toString(), shownFolder);
    for (Path above = folder.getParent();
        above != null && above.getNameCount() > 0;
        above = above.getParent()) {
      shown = shown.replace(above.toString(), "a folder above it");
    }
    return shown;
  }

  /** A segment is closed when it has grown to this: a sixteenth of the limit, and never more than some hundred. */
  public long segmentBytes() {
    long usual = Math.min(SEGMENT, Math.max(SMALLEST_SEGMENT, limitInBytes / 16));
    return Math.max(usual, limitInBytes / 128);
  }

  /**
   * The time at which written records are made to survive a power failure; they survive the end of the process at
   * once.
   */
  public enum Sync {
    /** Before the append returns. */
    EVERY_BATCH,
    /** Once a second. */
    INTERVAL,
    /** The operating system decides. */
    NEVER
  }
}
