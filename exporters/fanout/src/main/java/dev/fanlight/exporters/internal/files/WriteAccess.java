/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The users who may change a file, besides its owner. Any thread. */
public final class WriteAccess {

  private WriteAccess() {}

  /**
   * Returns the way in which every user of the machine may change the content under this name, with the cure; the
   * sentence does not name the file.
   *
   * @return null if only some users may, or if the file system does not know
   */
  public static @Nullable String fault(Path file) {
    try {
      Path real = file.toRealPath();
      if (!Files.isRegularFile(real)) {
        return null; // is not read at all
      }
      if (isWritable(real)) {
        return "every user of this machine may write this file; run chmod o-w on it";
      }
      return isReplaceable(file.toAbsolutePath()) || isReplaceable(real)
          ? "every user of this machine may replace this file, since all may write to its folder; run chmod o-w on"
              + " the folder"
          : null;
    } catch (IOException ignored) {
      return null; // gone meanwhile
    }
  }

  private static boolean isWritable(Path real) throws IOException {
    return FileStatus.of(real).isWritableByOthers();
  }

  /** In a folder with the sticky bit only the owner of a file may replace it. */
  private static boolean isReplaceable(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      return false;
    }
    FileStatus status = FileStatus.of(folder.toRealPath());
    return status.isWritableByOthers() && !status.isSticky();
  }
}
