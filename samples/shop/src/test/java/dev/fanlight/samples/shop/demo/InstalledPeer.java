/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program of Debian that a test needs. */
final class InstalledPeer {
  private InstalledPeer() {}

  /*
   * As @NeedsPeers of the fan-out's tests, which this module cannot depend on: -Pdemo makes no jars of tests.
   */
  /** Returns whether the program is there; prints a line if not, and throws under {@code -Dpeers=required}. */
  static boolean isThere(String program, Class<?> test) {
    boolean isInstalled = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    String cure = program + " is not installed; install it with: apt-get install"
        + " --no-install-recommends " + program;
    if (!isInstalled && "required".equals(System.getProperty("fanlight.peers"))) {
      throw new IllegalStateException(
          test.getSimpleName() + " is required by -Dpeers=required, but " + cure);
    }
    if (!isInstalled) {
      System.out.println("[NOT RUN] " + test.getSimpleName() + ": " + cure);
    }
    return isInstalled;
  }
}
