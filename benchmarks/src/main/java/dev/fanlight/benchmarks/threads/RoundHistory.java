/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rounds of one logback configuration, by kind of threads. Used by one thread. */
final class RoundHistory {
  private final Map<ThreadKind, List<RoundResult>> rounds = new EnumMap<>(ThreadKind.class);

  void add(ThreadKind kind, RoundResult result) {
    rounds.computeIfAbsent(kind, missing -> new ArrayList<>()).add(result);
  }

  /** Returns a row of the table: medians, with the lowest and the highest round in brackets. */
  String row(String configuration) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.0f %% | %.2f / %.2f µs | %,d / %,d |",
        configuration,
        rates(ThreadKind.VIRTUAL),
        rates(ThreadKind.PLATFORM),
        100 * rate(ThreadKind.VIRTUAL, 0.5) / rate(ThreadKind.PLATFORM, 0.5),
        quantile(ThreadKind.VIRTUAL, RoundResult::cpuMicros, 0.5),
        quantile(ThreadKind.PLATFORM, RoundResult::cpuMicros, 0.5),
        dropped(ThreadKind.VIRTUAL),
        dropped(ThreadKind.PLATFORM));
  }

  private String rates(ThreadKind kind) {
    return String.format(
        Locale.ROOT, "%,.0f (%,.0f to %,.0f)", rate(kind, 0.5), rate(kind, 0), rate(kind, 1));
  }

  private double rate(ThreadKind kind, double share) {
    return quantile(kind, RoundResult::linesPerSecond, share);
  }

  private double quantile(ThreadKind kind, ToDoubleFunction<RoundResult> figure, double share) {
    double[] sorted = of(kind).stream().mapToDouble(figure).sorted().toArray();
    return sorted[(int) ((sorted.length - 1) * share)];
  }

  private long dropped(ThreadKind kind) {
    return of(kind).stream().mapToLong(RoundResult::dropped).sum();
  }

  private List<RoundResult> of(ThreadKind kind) {
    return rounds.getOrDefault(kind, List.of());
  }
}
