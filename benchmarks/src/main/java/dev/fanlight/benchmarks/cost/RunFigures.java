/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of one measured process.
 *
 * @param wallNanos duration of the measurement
 * @param cpuNanos user and system time of all its threads
 * @param ended spans ended
 * @param delivered spans that every vendor answered for
 * @param lost spans given up for at least one vendor
 * @param cpuNanosByRole CPU time of its threads, by role
 */
record RunFigures(
    long wallNanos,
    long cpuNanos,
    long ended,
    long delivered,
    long lost,
    Map<String, Long> cpuNanosByRole) {

  /** Parses the line that a generating process prints. */
  static RunFigures parse(String line) {
    String[] words = line.split(" ", -1);
    Map<String, Long> roles = new TreeMap<>();
    for (int i = 5; i < words.length; i++) {
      String[] role = words[i].split("=", -1);
      roles.put(role[0].replace('_', ' '), Long.valueOf(role[1]));
    }
    return new RunFigures(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        roles);
  }

  double cpuMicrosPerSpan() {
    return cpuNanos / 1e3 / ended;
  }

  double deliveredPerSecond() {
    return delivered * 1e9 / wallNanos;
  }

  double deliveredPerCpuSecond() {
    return delivered * 1e9 / cpuNanos;
  }
}
