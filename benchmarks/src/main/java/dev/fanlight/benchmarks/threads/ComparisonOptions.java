/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The options of the comparison, as {@code name=value}.
 *
 * @param virtualThreads number of virtual threads
 * @param linesOfVirtual lines of each virtual thread
 * @param platformThreads number of platform threads that log the same number of lines
 * @param rounds measured rounds
 * @param warmRounds rounds before, which are not measured
 */
record ComparisonOptions(
    int virtualThreads, int linesOfVirtual, int platformThreads, int rounds, int warmRounds) {

  ComparisonOptions {
    if (virtualThreads < 1
        || linesOfVirtual < 1
        || platformThreads < 1
        || rounds < 1
        || warmRounds < 0) {
      throw new IllegalArgumentException(
          "virtual, lines, platform and rounds must be at least 1, and warm at least 0");
    }
    if ((long) virtualThreads * linesOfVirtual % platformThreads != 0) {
      throw new IllegalArgumentException(virtualThreads + " × " + linesOfVirtual
          + " lines cannot be divided among " + platformThreads
          + " platform threads; change virtual, lines or platform");
    }
  }

  static ComparisonOptions parse(String... arguments) {
    Map<String, String> options = new TreeMap<>();
    options.put("virtual", "20000");
    options.put("lines", "6");
    options.put("platform", "200");
    options.put("rounds", "9");
    options.put("warm", "3");
    for (String argument : arguments) {
      String[] option = argument.split("=", 2);
      if (option.length < 2 || options.replace(option[0], option[1]) == null) {
        throw new IllegalArgumentException("unknown option \"" + argument
            + "\"; give name=value with a name of " + options.keySet());
      }
    }
    return new ComparisonOptions(
        number(options, "virtual"),
        number(options, "lines"),
        number(options, "platform"),
        number(options, "rounds"),
        number(options, "warm"));
  }

  private static int number(Map<String, String> options, String name) {
    String value = Objects.requireNonNull(options.get(name), name);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + "=" + value + " is not a whole number", e);
    }
  }

  int linesOfPlatform() {
    return Math.multiplyExact(virtualThreads, linesOfVirtual) / platformThreads;
  }

  /** Returns the command by which a {@link LoggingProcess} runs a round. */
  String command(ThreadKind kind) {
    return kind == ThreadKind.VIRTUAL
        ? kind + " " + virtualThreads + " " + linesOfVirtual
        : kind + " " + platformThreads + " " + linesOfPlatform();
  }
}
