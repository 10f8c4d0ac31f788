/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The data that a successor needs besides the segments. A state that is about to be written may hold the log's own
 * collections; one that was read is not shared.
 *
 * @param run that wrote it
 * @param end one more than the last position that was written to a segment of that run by then
 * @param mark the counts of the newest segment then
 * @param roster number of the roster, which has the view of each reader and grows with every change of it; a record of
 *     a newer one is claimed by readers of which this state does not know
 * @param unclaimed of earlier runs, by run the position from which on no state has the readers of its records: they
 *     are offered to every reader
 * @param places of the readers
 */
record LogState(
    long run, long end, Mark mark, int roster, Map<Long, Long> unclaimed, List<PlaceState> places) {

  /**
   * The counts of a segment before {@link #end}.
   *
   * @param segment its number in the run; 0 before the first
   * @param spans by view
   */
  record Mark(int segment, Map<String, Long> spans) {}

  /**
   * The state of one reader.
   *
   * @param name the vendor's
   * @param destination hash of where its spans go
   * @param waiting spans that are on disk and not settled
   * @param columns its account
   * @param cursors one for each run in which it has records, and one for the run that wrote this
   */
  record PlaceState(
      String name,
      String destination,
      long waiting,
      Map<String, Long> columns,
      List<CursorState> cursors) {}

  /**
   * Its place in one run.
   *
   * @param next first position never passed
   * @param again positions before it that are not settled
   * @param views which view is followed from which position on
   */
  record CursorState(long run, long next, SortedSet<Long> again, Map<Long, String> views) {}
}
