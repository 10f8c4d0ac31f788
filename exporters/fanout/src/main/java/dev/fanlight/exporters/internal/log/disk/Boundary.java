/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the number of spans of a view in a segment before a position, if records near that position may be damaged.
 */
final class Boundary {

  /*
   * The counts next to the position decide: the spans behind the last sound record before it, the spans before the
   * first one after it, and the spans before the end in a state. If below and above differ, the difference is damaged;
   * and which positions are missing tells on which side it lies. Spans that are missing on both sides are counted
   * before it: the state has the number of buffered spans, and missing ones are booked as lost then.
   */

  private final String view;
  private final @Nullable LogState state;
  private long lower;
  private long lowerEnd;
  private long upper;
  private long upperStart;

  /**
   * The boundaries in a segment.
   *
   * @param first position of the segment
   * @param state the state that was written when the segment was the newest; null if there is none
   */
  Boundary(SegmentSummary summary, String view, long first, @Nullable LogState state) {
    this.view = view;
    this.state = state;
    this.lowerEnd = first;
    this.upper = summary.spans(view);
    this.upperStart = summary.endPosition();
  }

  /**
   * The spans before a position; asked for once.
   *
   * @param headers of the sound records, in order
   */
  long at(long position, List<RecordHeader> headers) {
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
    narrow(position);
    boolean isMissingBelow = sound(headers, lowerEnd, position) < position - lowerEnd;
    boolean isMissingAbove = sound(headers, position, upperStart) < upperStart - position;
    return isMissingAbove && !isMissingBelow ? lower : upper;
  }

  private void narrow(long position) {
    if (state == null || state.end() < lowerEnd || state.end() > upperStart) {
      return;
    }
    long known = state.mark().spans().getOrDefault(view, 0L);
    if (state.end() <= position) {
      lower = known;
      lowerEnd = state.end();
    }
    if (state.end() >= position) {
      upper = known;
      upperStart = state.end();
    }
  }

  private static long sound(List<RecordHeader> headers, long from, long to) {
    return headers.stream()
        .filter(header -> header.position() >= from && header.position() < to)
        .count();
  }
}
