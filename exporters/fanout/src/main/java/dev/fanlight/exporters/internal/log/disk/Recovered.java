/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.List;

/**
 * What earlier runs left.
 *
 * @param segments theirs, sealed all of them
 * @param places with their claims on these segments
 * @param isStateLost whether there are segments, and no state that says who wants them
 * @param lastRun the newest run that any of it speaks of; 0 where there is none
 */
record Recovered(List<Segment> segments, List<Place> places, boolean isStateLost, long lastRun) {

  static final Recovered NOTHING = new Recovered(List.of(), List.of(), false, 0);
}
