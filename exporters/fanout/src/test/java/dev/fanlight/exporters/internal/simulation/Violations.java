/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.ArrayList;
import java.util.List;

/** The invariants that a simulation found broken. */
final class Violations {

  private final List<Violation> all = new ArrayList<>();

  /**
   * A broken invariant.
   *
   * @param invariant its name
   * @param detail figures
   */
  record Violation(String invariant, String detail) {
    @Override
    public String toString() {
      return invariant + ": " + detail;
    }
  }

  void check(boolean holds, String invariant, Object... detail) {
    if (!holds) {
      StringBuilder text = new StringBuilder();
      for (Object each : detail) {
        text.append(each).append(' ');
      }
      all.add(new Violation(invariant, text.toString().strip()));
    }
  }

  List<Violation> all() {
    return List.copyOf(all);
  }
}
