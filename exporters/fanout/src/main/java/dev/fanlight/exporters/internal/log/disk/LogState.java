/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * What a successor must know beside the segments. One that is about to be written may hold the log's own collections; one
 * that was read is nobody else's.
 *
 * @param run that wrote it
 * @param end one more than the last position that was written to a segment of that run by then
 * @param mark what the newest segment held then
 * @param roster number of the roster, which says who follows which view and grows with every change of it; a record of a
 *     newer one is wanted by readers of which this state does not know
 * @param unclaimed of earlier runs, by run the position from which on no state says who wants what is there: whoever
 *     comes
 * @param places of the readers
 */
record LogState(
    long run, long end, Mark mark, int roster, Map<Long, Long> unclaimed, List<PlaceState> places) {

  /**
   * What a segment held before {@link #end}.
   *
   * @param segment its number in the run; 0 before the first
   * @param spans by view
   */
  record Mark(int segment, Map<String, Long> spans) {}

  /**
   * One reader.
   *
   * @param name the vendor's
   * @param destination hash of where its spans go
   * @param waiting spans that are on disk and not settled
   * @param columns its account
   * @param cursors one for each run in which it has something, and one for the run that wrote this
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
