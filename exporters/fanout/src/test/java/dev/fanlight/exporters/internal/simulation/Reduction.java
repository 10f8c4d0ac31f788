/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Simulation.Result;
import dev.fanlight.exporters.internal.simulation.Violations.Violation;
import java.util.ArrayList;
import java.util.List;

/** Looks for the shortest script that still breaks an invariant: leaves events out, many at a time, then fewer. */
final class Reduction {

  private final String invariant;
  private final int maxRuns;
  private int runs;
  private Script shortest;

  private Reduction(Script script, String invariant, int maxRuns) {
    this.shortest = script;
    this.invariant = invariant;
    this.maxRuns = maxRuns;
  }

  /**
   * Returns the shortest script found.
   *
   * @param script breaks the invariant
   * @param maxRuns maximum number of simulations
   */
  static Script of(Script script, String invariant, int maxRuns) throws InterruptedException {
    Reduction reduction = new Reduction(script, invariant, maxRuns);
    reduction.reduce();
    return reduction.shortest;
  }

  private void reduce() throws InterruptedException {
    int size = Math.max(1, shortest.events().size() / 2);
    boolean hasFound = true;
    while (runs < maxRuns && (size > 1 || hasFound)) {
      hasFound = leaveOut(size);
      size = Math.max(1, size / 2);
    }
  }

  /** Leaves out events, so many at a time; false if it could leave out none. */
  private boolean leaveOut(int size) throws InterruptedException {
    boolean hasFound = false;
    int from = 0;
    while (from < shortest.events().size() && runs < maxRuns) {
      List<Event> others = new ArrayList<>(shortest.events());
      others.subList(from, Math.min(others.size(), from + size)).clear();
      Script candidate = shortest.with(others);
      runs++;
      if (isBroken(candidate)) {
        shortest = candidate;
        hasFound = true;
      } else {
        from += size;
      }
    }
    return hasFound;
  }

  private boolean isBroken(Script script) throws InterruptedException {
    Result result = Simulation.run(script);
    for (Violation violation : result.violations()) {
      if (violation.invariant().equals(invariant)) {
        return true;
      }
    }
    return false;
  }
}
