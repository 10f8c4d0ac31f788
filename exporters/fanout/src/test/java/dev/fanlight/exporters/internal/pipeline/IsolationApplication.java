/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs scenarios of trouble in a heap of its own, and prints a line for each.
 *
 * <p>Arguments: the first seed and the last.
 */
public final class IsolationApplication {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private IsolationApplication() {}

  public static void main(String[] arguments) throws Exception {
    LOGGER.setLevel(Level.OFF); // thousands of lines on purpose
    for (long seed = Long.parseLong(arguments[0]); seed <= Long.parseLong(arguments[1]); seed++) {
      long start = System.nanoTime();
      List<String> failures = new IsolationScenario(seed).run();
      System.out.printf(
          "SEED %d %s after %d ms%n",
          seed, failures.isEmpty() ? "HOLDS" : failures, (System.nanoTime() - start) / 1_000_000);
    }
    System.out.println("END");
  }
}
