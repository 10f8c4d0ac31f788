/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records and readers that earlier runs left.
 *
 * @param segments their segments, all of them sealed
 * @param readers with their claims on these segments
 * @param unclaimed by run, the position from which on no state has the readers of its records
 * @param isStateDamaged whether that is because of a state that is lost, or older than it should be
 * @param accountRun the run of which the readers have the accounts; 0 if they have none
 * @param lastRun the newest run in any of it; 0 if there is none
 * @param adoptedRuns the runs of the states in slots of other processes, which are adopted now
 * @param postponed slots with segments that cannot be read now; no part of them is taken up
 */
record Recovered(
    List<Segment> segments,
    List<ReaderState> readers,
    Map<Long, Long> unclaimed,
    boolean isStateDamaged,
    long accountRun,
    long lastRun,
    Set<Long> adoptedRuns,
    Set<Path> postponed) {

  static final Recovered NOTHING =
      new Recovered(List.of(), List.of(), Map.of(), false, 0, 0, Set.of(), Set.of());
}
