/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

import java.util.ArrayList;
import java.util.List;

/** The choices of one run: those of a prefix, and the first option from there on. */
final class ScheduleChoices {

  private final List<int[]> taken = new ArrayList<>(); // option, number of options
  private int next;

  /** Returns which of the options is taken now. */
  int choose(int options) {
    if (next == taken.size()) {
      taken.add(new int[] {0, options});
    }
    int[] choice = taken.get(next++);
    if (choice[1] != options) {
      throw new IllegalStateException("the run is not the same as before");
    }
    return choice[0];
  }

  /** Moves on to the next run in order; false if all runs were made. */
  boolean advance() {
    while (!taken.isEmpty()) {
      int[] last = taken.get(taken.size() - 1);
      if (last[0] + 1 < last[1]) {
        last[0]++;
        next = 0;
        return true;
      }
      taken.remove(taken.size() - 1);
    }
    return false;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int[] choice : taken.subList(0, next)) {
      text.append(choice[0]);
    }
    return text.toString().replaceAll("0+$", "");
  }
}
