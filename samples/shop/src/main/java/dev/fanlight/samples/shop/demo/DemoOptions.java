/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of the demo, by {@code -Ddemo...}.
 *
 * @param seconds duration of the load; empty: until Ctrl-C
 * @param rate logins per second
 * @param seed of the order in which customers come
 * @param since time of the command, in milliseconds of the epoch
 * @param folder folder of logs, YAML and the children's output
 * @param zipkin the folder that holds Zipkin's jar
 */
record DemoOptions(
    Optional<Duration> seconds, int rate, long seed, long since, Path folder, Path zipkin) {
  private static final int LEAST_SECONDS = 15;
  private static final int MOST_RATE = 200;

  static DemoOptions read() {
    int seconds = number("demo.seconds", 0);
    if (seconds != 0 && seconds < LEAST_SECONDS) {
      throw new DemoFailed(
          "demo.seconds is " + seconds + "; the story needs at least " + LEAST_SECONDS);
    }
    int rate = number("demo.rate", 40);
    if (rate < 5 || rate > MOST_RATE) {
      throw new DemoFailed("demo.rate is " + rate + "; it must be between 5 and " + MOST_RATE);
    }
    return new DemoOptions(
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)),
        rate,
        number("demo.seed", 1),
        Long.getLong("demo.since", System.currentTimeMillis()),
        Path.of(System.getProperty("demo.folder", "target/demo")).toAbsolutePath(),
        Path.of(System.getProperty("demo.zipkin", "target/zipkin")).toAbsolutePath());
  }

  /** Seconds since the command was given, as far as the launcher told; else since this process began. */
  long sinceCommand() {
    return (System.currentTimeMillis() - since) / 1_000;
  }

  private static int number(String key, int otherwise) {
    String value = System.getProperty(key, "");
    try {
      return value.isBlank() ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new DemoFailed(key + " is \"" + value + "\"; it must be a whole number");
    }
  }
}
