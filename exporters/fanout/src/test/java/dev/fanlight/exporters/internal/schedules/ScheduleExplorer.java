/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Runs a scenario in every order of its threads, up to a number of preemptions. */
public final class ScheduleExplorer {

  /**
   * The end of an exploration.
   *
   * @param runs orders that were run
   * @param failure of the first order that is wrong; an empty string if there is none
   */
  public record Report(int runs, String failure) {}

  private ScheduleExplorer() {}

  /**
   * Explores a scenario, until an order is wrong or all were run.
   *
   * @param scenario creates its objects, starts threads and checks the end; runs on a thread of the exploration
   */
  public static Report explore(int maxPreemptions, Consumer<ExploredThreads> scenario)
      throws InterruptedException {
    ScheduleChoices choices = new ScheduleChoices();
    List<ExploredThread> pool = new ArrayList<>();
    int runs = 0;
    do {
      ExploredThreads threads = new ExploredThreads(choices, maxPreemptions, pool);
      String failure = threads.run(() -> scenario.accept(threads));
      runs++;
      if (!failure.isEmpty()) {
        return new Report(runs, failure + " in the order " + choices);
      }
    } while (choices.advance());
    return new Report(runs, "");
  }

  /**
   * Explores some scenarios of a class.
   *
   * @param names of the scenarios, with blanks between
   * @return the number of orders of each, or the first order that is wrong
   */
  public static String explore(
      Map<String, Consumer<ExploredThreads>> scenarios, String names, int maxPreemptions)
      throws InterruptedException {
    StringBuilder explored = new StringBuilder("holds:");
    for (String name : names.split(" ", -1)) {
      Report report = explore(maxPreemptions, Objects.requireNonNull(scenarios.get(name), name));
      if (!report.failure().isEmpty()) {
        return name + ": " + report.failure();
      }
      explored.append(' ').append(name).append(' ').append(report.runs());
    }
    return explored.toString();
  }

  /** Checks a rule of a scenario. */
  public static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
