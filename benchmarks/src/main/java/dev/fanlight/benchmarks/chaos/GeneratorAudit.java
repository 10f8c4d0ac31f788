/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

/** The audit of the generator's lives: ended spans, spans that the log took, and the losses of kill -9. */
final class GeneratorAudit {

  /*
   * docs/reliability.md: at kill -9 "the queue and the open batch, at most the last second, are lost". The queue holds
   * 8,192 spans and a batch 2,048 by default; one more batch may be on its way to the disk.
   */
  static final long MOST_LOST_AT_KILL = 8_192 + 2 * 2_048;

  /* An edit takes effect within two seconds, and a batch is open for one. */
  private static final long EDIT_MILLIS = 4_000;

  private GeneratorAudit() {}

  /**
   * Reads the files of all lives.
   *
   * @param bases base names of the files, by life
   * @param receivedBefore spans that the ledger had received before the second life, the third and so on
   * @param received spans that the ledger has received at the end
   */
  static List<LifeTruth> read(List<String> bases, List<Long> receivedBefore, long received)
      throws IOException {
    List<LifeTruth> lives = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < bases.size(); i++) {
      long after = i < receivedBefore.size() ? receivedBefore.get(i) : received;
      lives.add(LifeTruth.read(i + 1, bases.get(i), after - before));
      before = after;
    }
    return lives;
  }

  /** Returns a sentence for each life that lost more than kill -9 may cost. */
  static List<String> problems(String vendor, List<LifeTruth> lives) {
    List<String> problems = new ArrayList<>();
    for (LifeTruth life : lives) {
      boolean killed = life.life() < lives.size();
      long most = killed ? MOST_LOST_AT_KILL : 0;
      if (life.lostAtKill() > most) {
        problems.add(String.format(
            Locale.ROOT,
            "life %d lost %d spans of %s between the queue and the log; %s may cost %d",
            life.life(),
            life.lostAtKill(),
            vendor,
            killed ? "kill -9" : "an orderly end",
            most));
      }
      if (life.isOverstated()) {
        problems.add("the ledger of " + vendor + " has received " + life.appended()
            + " spans of life " + life.life() + ", which ended " + life.begun() + " and had "
            + life.refused() + " refused");
      }
    }
    return problems;
  }

  /** Returns which spans ended while a vendor was not in the file. */
  static BiPredicate<Integer, Long> absence(List<String> bases, List<Disturbance> absences)
      throws IOException {
    Map<Integer, SpanTimes> times = new HashMap<>();
    for (int i = 0; i < bases.size(); i++) {
      times.put(i + 1, SpanTimes.read(Path.of(bases.get(i) + ".track")));
    }
    return (life, number) -> {
      long millis = Objects.requireNonNull(times.get(life)).millis(number);
      return absences.stream()
          .anyMatch(time ->
              millis >= time.fromMillis() - EDIT_MILLIS && millis <= time.toMillis() + EDIT_MILLIS);
    };
  }

  /** Returns a line for each life. */
  static List<String> lines(List<LifeTruth> lives) {
    return lives.stream()
        .map(life -> String.format(
            Locale.ROOT,
            "life %-3d ended %,d = refused %,d + appended %,d + lost at kill %,d",
            life.life(),
            life.accepted() + life.refused(),
            life.refused(),
            life.appended(),
            life.lostAtKill()))
        .toList();
  }
}
