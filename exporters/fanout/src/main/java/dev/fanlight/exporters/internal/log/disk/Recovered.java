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
 * What earlier runs left.
 *
 * @param segments theirs, sealed all of them
 * @param places with their claims on these segments
 * @param unclaimed by run, the position from which on no state says who wants what is there
 * @param isStateDamaged whether that is because of a state that is lost, or older than it should be
 * @param lastRun the newest run that any of it speaks of; 0 where there is none
 * @param postponed slots with segments that cannot be read now; nothing of them is taken up
 */
record Recovered(
    List<Segment> segments,
    List<Place> places,
    Map<Long, Long> unclaimed,
    boolean isStateDamaged,
    long lastRun,
    Set<Path> postponed) {

  static final Recovered NOTHING = new Recovered(List.of(), List.of(), Map.of(), false, 0, Set.of());
}
