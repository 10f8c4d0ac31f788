/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Plays fuzz inputs from a command line. Arguments: the target, the first seed, the last seed. */
public final class FuzzApplication {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private FuzzApplication() {}

  public static void main(String[] arguments) throws Exception {
    LOGGER.setLevel(Level.OFF);
    FuzzTarget target =
        FuzzTargets.valueOf(arguments[0].toUpperCase(Locale.ROOT)).create();
    long first = Long.parseLong(arguments[1]);
    long last = Long.parseLong(arguments[2]);
    FuzzRun run = FuzzRun.of(target, first, last);
    run.findings().forEach(System.out::println);
    System.out.println(arguments[0] + ", " + run);
    System.exit(run.findings().isEmpty() ? 0 : 1);
  }

  /**
   * Plays a range of seeds, until some rules are broken.
   *
   * @return the first finding; an empty string if there is none
   */
  public static String firstFinding(String target, String firstSeed, String lastSeed)
      throws Exception {
    Level level = LOGGER.getLevel();
    LOGGER.setLevel(Level.OFF);
    try {
      FuzzTarget created = FuzzTargets.valueOf(target).create();
      FuzzRun run = FuzzRun.of(created, Long.parseLong(firstSeed), Long.parseLong(lastSeed));
      return run.findings().isEmpty() ? "" : run.findings().get(0);
    } finally {
      LOGGER.setLevel(level); // other tests of this JVM read its lines
    }
  }
}
