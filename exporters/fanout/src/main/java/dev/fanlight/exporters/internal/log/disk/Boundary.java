/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.List;

/** How many spans of a view a segment holds before a position, where records near that position may be damaged. */
final class Boundary {

  /*
   * The sound records next to the position tell: behind the last one before it there are so many spans, and before the
   * first one after it so many. If the two differ, the difference is damaged; and which positions are missing tells on
   * which side it lies. Missing on both sides, it is taken to lie before: what must wait is known from the state, and
   * what is not found is booked as lost then.
   */

  private Boundary() {}

  /**
   * The spans before a position.
   *
   * @param headers of the sound records, in order
   * @param first position of the segment
   */
  static long at(
      long position, List<RecordHeader> headers, String view, long first, SegmentSummary summary) {
    long lower = 0;
    long lowerEnd = first;
    long upper = summary.spans(view);
    long upperStart = summary.endPosition();
    for (RecordHeader header : headers) {
      if (header.view().equals(view)) {
        if (header.position() >= position) {
          upper = header.spansBefore();
          upperStart = header.position();
          break;
        }
        lower = header.spansBefore() + header.spans();
        lowerEnd = header.position() + 1;
      }
    }
    boolean isMissingBelow = sound(headers, lowerEnd, position) < position - lowerEnd;
    boolean isMissingAbove = sound(headers, position, upperStart) < upperStart - position;
    return isMissingAbove && !isMissingBelow ? lower : upper;
  }

  private static long sound(List<RecordHeader> headers, long from, long to) {
    return headers.stream()
        .filter(header -> header.position() >= from && header.position() < to)
        .count();
  }
}
