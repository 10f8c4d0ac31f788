/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.text.ForeignText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/** Recognizes that a write was refused for want of space. */
final class FullDisk {

  /*
   * The JDK has no exception type for it: the message holds the system's text for ENOSPC, EDQUOT and, on Windows,
   * ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL. The JDK asks for these texts in English unless the environment sets
   * LC_MESSAGES otherwise; then the log behaves as for any other refusal: it goes on from memory.
   */

  private static final List<String> TEXTS =
      List.of("no space left", "quota exceeded", "not enough space on the disk", "disk is full");

  private FullDisk() {}

  static boolean isCauseOf(IOException refusal) {
    String reason = refusal instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : ForeignText.message(refusal);
    String text = reason.toLowerCase(Locale.ROOT);
    return TEXTS.stream().anyMatch(text::contains);
  }
}
