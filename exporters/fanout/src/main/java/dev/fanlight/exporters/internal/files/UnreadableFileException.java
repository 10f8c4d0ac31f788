/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that cannot be read, the reason and the cure; the message has no part of its content. */
public final class UnreadableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  UnreadableFileException(Path file, Fault fault, @Nullable Exception cause) {
    this(fault.sentence(file.toAbsolutePath(), nameOf(cause)) + start(file, fault), cause);
  }

  private UnreadableFileException(String sentence, @Nullable Exception cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** The folder that a relative path started from, if that may be why there is no file. */
  private static String start(Path file, Fault fault) {
    return file.isAbsolute() || fault != Fault.MISSING
        ? ""
        : "; " + file + " starts at the working directory, " + Path.of("").toAbsolutePath();
  }

  private static String nameOf(@Nullable Exception cause) {
    return cause == null ? "" : cause.getClass().getSimpleName();
  }

  /** Returns the reason and the cure in one sentence, which names the file. */
  public String sentence() {
    return sentence;
  }

  /** The reason why a file cannot be read. */
  enum Fault {
    MISSING,
    FOLDER,
    SPECIAL,
    TOO_LONG,
    UNREADABLE;

    String sentence(Path file, String reason) {
      return switch (this) {
        case MISSING -> "there is no file " + file;
        case FOLDER -> file + " is a folder; name a file in it";
        case SPECIAL -> file + " is a pipe, socket or device; give a regular file";
        case TOO_LONG -> "the file " + file + " is longer than 4 MiB";
        case UNREADABLE ->
          "the file " + file + " cannot be read (" + reason + "); check its permissions";
      };
    }
  }
}
