/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.LaneReading;
import java.util.List;

/**
 * The state of the fan-out at one moment, for a status page.
 *
 * @param sample counts
 * @param lanes those of the file in its order, then the ones that have left
 * @param views names of the vendors that share a view, for each view
 * @param logFolder folder of the log, as messages show it; empty if batches wait in memory
 * @param logLimitBytes maximum of the bytes of all batches together
 */
public record FanoutReading(
    FanoutSample sample,
    List<LaneReading> lanes,
    List<List<String>> views,
    String logFolder,
    long logLimitBytes) {

  /** Copies the lists. */
  public FanoutReading {
    lanes = List.copyOf(lanes);
    views = List.copyOf(views);
  }
}
