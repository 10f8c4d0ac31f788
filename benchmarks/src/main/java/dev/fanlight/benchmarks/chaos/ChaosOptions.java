/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The options of a run, as {@code name=value}.
 *
 * @param seconds duration of ending spans; at least 20
 * @param seed seed of the script
 * @param rate spans a second, a multiple of 100
 * @param folder folder of all files of the run; emptied first
 */
record ChaosOptions(int seconds, long seed, int rate, Path folder) {

  private static final int LEAST_SECONDS = 20;

  ChaosOptions {
    if (seconds < LEAST_SECONDS) {
      throw new IllegalArgumentException(
          "seconds is " + seconds + "; the script needs at least " + LEAST_SECONDS);
    }
    if (rate < 100 || rate % 100 != 0) {
      throw new IllegalArgumentException("rate is " + rate + "; use a multiple of 100");
    }
  }

  static ChaosOptions parse(String[] arguments) {
    Map<String, String> values = new HashMap<>(
        Map.of("seconds", "30", "seed", "1", "rate", "5000", "folder", "benchmarks/target/chaos"));
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0
          || values.put(argument.substring(0, equals), argument.substring(equals + 1)) == null) {
        throw new IllegalArgumentException(
            argument + " is unknown; use seconds=30 seed=1 rate=5000 folder=…");
      }
    }
    return new ChaosOptions(
        Integer.parseInt(values.get("seconds")),
        Long.parseLong(values.get("seed")),
        Integer.parseInt(values.get("rate")),
        Path.of(values.get("folder")).toAbsolutePath());
  }
}
