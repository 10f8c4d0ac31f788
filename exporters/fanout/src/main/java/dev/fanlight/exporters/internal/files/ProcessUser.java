/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The numeric id of the user that owns the files of this process. Any thread. */
public final class ProcessUser {

  /*
   * The JDK has no call for it, and the property user.name is a name, or "?" in a container without that user. Linux says
   * it in /proc/self/status: real, effective, saved, and the id for files. (The owner of /proc/self is root where the
   * program has file capabilities.) Elsewhere the owner of a file that was just created in the temporary folder tells.
   */

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LINE = "Uid:";
  private static final int FIELDS = 5;

  private ProcessUser() {}

  /** Returns the id; empty if the system has none, as on Windows. */
  public static OptionalInt id() {
    if (!FileStatus.hasOwners(STATUS)) {
      return OptionalInt.empty();
    }
    try {
      String status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
      return OptionalInt.of(parse(status));
    } catch (IOException | IllegalArgumentException noSuchFile) {
      return ofNewFile();
    }
  }

  /**
   * Returns the id for files that a status of Linux names.
   *
   * @throws IllegalArgumentException if the text names no user
   */
  static int parse(String status) {
    int start = status.startsWith(LINE) ? 0 : status.indexOf("\n" + LINE) + 1;
    int end = status.indexOf('\n', start);
    String[] fields = status.substring(start, end < 0 ? status.length() : end).split("\\s+", -1);
    if (!fields[0].equals(LINE) || fields.length < FIELDS) {
      throw new IllegalArgumentException("no user id in " + STATUS);
    }
    return Integer.parseUnsignedInt(fields[FIELDS - 1]);
  }

  private static OptionalInt ofNewFile() {
    try {
      Path created = Files.createTempFile("fanlight", null);
      try {
        return OptionalInt.of(FileStatus.of(created).owner());
      } finally {
        Files.delete(created);
      }
    } catch (IOException | SecurityException unknown) {
      return OptionalInt.empty();
    }
  }
}
