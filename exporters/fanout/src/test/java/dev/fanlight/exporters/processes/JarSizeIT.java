/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application that has the SDK adds to itself with Fanlight: our jar, and the one that it needs. */
class JarSizeIT {

  private static final long MOST_BYTES = 1_500_000;

  @Test
  void all_that_comes_with_fanlight_is_small() throws Exception {
    List<Path> jars = Stream.of(
            Path.of(System.getProperty("fanlight.jar")), home("org.snakeyaml.engine.v2.api.Load"))
        .toList();

    assertThat(jars.stream().mapToLong(JarSizeIT::size).sum())
        .as("%s", jars)
        .isBetween(500_000L, MOST_BYTES);
  }

  private static Path home(String type) throws Exception {
    return Path.of(
        Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static long size(Path jar) {
    try {
      return Files.size(jar);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
