/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for planted bugs and prints a table. Arguments: maximum seconds of CPU for each; perhaps
 * the number of the first bug and that of the last. */
final class PlantedBugsApplication {

  private static final long LAST_SEED = 100_000;
  private static final int MINUTES = 10;

  private PlantedBugsApplication() {}

  public static void main(String[] arguments) throws Exception {
    double maxCpuSeconds = Double.parseDouble(arguments[0]);
    Path folder = Files.createTempDirectory("planted");
    int found = 0;
    int number = 0;
    for (PlantedBug bug : PlantedBug.all()) {
      number++;
      if (arguments.length > 2
          && (number < Integer.parseInt(arguments[1]) || number > Integer.parseInt(arguments[2]))) {
        continue;
      }
      String result =
          bug.find(folder.resolve(String.valueOf(number)), 1, LAST_SEED, MINUTES, maxCpuSeconds);
      found += result.isEmpty() ? 0 : 1;
      System.out.println(
          "| " + bug.name() + " | " + (result.isEmpty() ? "not found" : result) + " |");
    }
    System.out.println(found + " found");
    System.exit(0);
  }
}
