/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The difference between the lanes that run and the vendors of a new version of the file. A value: it opens and closes no
 * lane.
 *
 * @param entries one for each vendor of the file, in its order
 * @param leaving the names of running lanes whose vendors are not in the file, in their order
 */
record LaneSetPlan(List<Entry> entries, List<String> leaving) {

  /** Copies the lists. */
  LaneSetPlan {
    entries = List.copyOf(entries);
    leaving = List.copyOf(leaving);
  }

  /**
   * Compares settings.
   *
   * @param running settings of the lanes that run and do not leave, each name once
   * @param wanted settings of the file, each name once
   */
  static LaneSetPlan of(Collection<LaneSettings> running, List<LaneSettings> wanted) {
    Map<String, LaneSettings> left = new LinkedHashMap<>();
    for (LaneSettings lane : running) {
      left.put(lane.name(), lane);
    }
    List<Entry> entries = new ArrayList<>(wanted.size());
    for (LaneSettings lane : wanted) {
      entries.add(new Entry(step(left.remove(lane.name()), lane), lane));
    }
    return new LaneSetPlan(entries, List.copyOf(left.keySet()));
  }

  private static Step step(@Nullable LaneSettings running, LaneSettings wanted) {
    if (running == null) {
      return Step.START;
    }
    return running.hasSameDestination(wanted) ? Step.CHANGE : Step.REPLACE;
  }

  /** The step for one vendor. */
  enum Step {
    /** No lane of this name runs: a lane is opened. */
    START,
    /** The destination is the same: the lane goes on with other settings, with its cursor and ledger. */
    CHANGE,
    /**
     * The destination is another one: a lane is opened, and the running lane leaves. If it cannot be opened, the running
     * lane goes on.
     */
    REPLACE
  }

  /**
   * A vendor of the file.
   *
   * @param step from the lane that runs to the wanted one
   * @param wanted settings of the lane
   */
  record Entry(Step step, LaneSettings wanted) {}
}
