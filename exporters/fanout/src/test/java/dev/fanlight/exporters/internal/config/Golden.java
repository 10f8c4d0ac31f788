/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a text with a checked-in file; {@code -Dfanlight.update=true} writes the file instead. */
public final class Golden {

  private Golden() {}

  /** Compares. */
  public static void compare(Path file, String actual) {
    try {
      if (Boolean.getBoolean("fanlight.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual)
          .describedAs(
              "%s is out of date; run the test with -Dfanlight.update=true and look at the diff",
              file)
          .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
