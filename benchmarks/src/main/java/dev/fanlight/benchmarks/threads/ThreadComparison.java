/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import dev.fanlight.benchmarks.ChildJvm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The throughput of logging from many virtual threads, beside the same number of lines from platform threads, for
 * {@code console-async.xml} of Fanlight and two configurations of logback's own appenders. See benchmarks/README.md.
 */
public final class ThreadComparison {

  /** Resource of each logback configuration, by its name in the table. */
  private static final Map<String, String> CONFIGURATIONS = new LinkedHashMap<>();

  static {
    CONFIGURATIONS.put("Fanlight, console-async.xml", "fanlight-console-async.xml");
    CONFIGURATIONS.put("logback, AsyncAppender", "logback-async.xml");
    CONFIGURATIONS.put("logback, ConsoleAppender", "logback-console.xml");
  }

  private final ComparisonOptions options;
  private final Map<String, ChildJvm> processes = new LinkedHashMap<>();
  private final Map<String, RoundHistory> histories = new LinkedHashMap<>();

  private ThreadComparison(ComparisonOptions options) {
    this.options = options;
  }

  /** Prints the table; options as {@code name=value}. */
  public static void main(String[] arguments) throws IOException {
    try {
      ThreadKind.check(Runtime.version().feature());
      new ThreadComparison(ComparisonOptions.parse(arguments)).run();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private void run() throws IOException {
    try {
      for (Map.Entry<String, String> configuration : CONFIGURATIONS.entrySet()) {
        processes.put(configuration.getKey(), start(configuration.getValue()));
        histories.put(configuration.getKey(), new RoundHistory());
      }
      for (int round = -options.warmRounds(); round < options.rounds(); round++) {
        runRound(round >= 0);
      }
    } finally {
      processes.values().forEach(ChildJvm::close);
    }
    print();
  }

  private static ChildJvm start(String resource) throws IOException {
    String file = "dev/fanlight/benchmarks/threads/" + resource;
    return ChildJvm.start(
        LoggingProcess.class, List.of("-Dlogback.configurationFile=" + file), List.of());
  }

  private void runRound(boolean isMeasured) throws IOException {
    for (Map.Entry<String, ChildJvm> entry : processes.entrySet()) {
      for (ThreadKind kind : ThreadKind.values()) {
        entry.getValue().say(options.command(kind));
        RoundResult result = RoundResult.parse(entry.getValue().line());
        if (isMeasured) {
          Objects.requireNonNull(histories.get(entry.getKey())).add(kind, result);
        }
      }
    }
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "%,d virtual threads × %,d lines, %,d platform threads × %,d lines; medians of %d rounds"
            + " (lowest to highest); Java %s, %d processors%n",
        options.virtualThreads(),
        options.linesOfVirtual(),
        options.platformThreads(),
        options.linesOfPlatform(),
        options.rounds(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    System.out.println(
        "| | virtual threads, lines/s | platform threads, lines/s | share | CPU a line | dropped"
            + " |");
    System.out.println("|---|---|---|---|---|---|");
    histories.forEach((name, history) -> System.out.println(history.row(name)));
  }
}
