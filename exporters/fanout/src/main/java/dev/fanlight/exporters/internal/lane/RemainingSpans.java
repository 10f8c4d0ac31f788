/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The spans of a delivery that are not settled, as ranges in the order in which they are sent; one range is one request.
 *
 * <p>Confined to the thread that holds the delivery. It holds no bytes: each request is made again from the record.
 */
final class RemainingSpans {

  private final Deque<SpanRange> ranges = new ArrayDeque<>(1);

  /** Creates one request for all spans of a lease. */
  RemainingSpans(int spans) {
    ranges.add(new SpanRange(0, spans));
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Returns the range of the next request. */
  SpanRange head() {
    return ranges.element();
  }

  /** Returns the number of spans of all ranges. */
  int spans() {
    int spans = 0;
    for (SpanRange range : ranges) {
      spans += range.spans();
    }
    return spans;
  }

  /**
   * Lets the next request hold only the first spans of its range; the remaining spans follow in a request of their
   * own.
   */
  void cutHead(int spans) {
    SpanRange head = ranges.element();
    if (spans < head.spans()) {
      ranges.remove();
      ranges.addFirst(head.after(spans));
      ranges.addFirst(head.first(spans));
    }
  }

  /** Makes all unsettled spans one range again; the next request holds its first spans. */
  void regroup(int spans) {
    SpanRange all = new SpanRange(ranges.getFirst().from(), ranges.getLast().to());
    ranges.clear();
    ranges.add(all);
    cutHead(spans);
  }

  /** Settles the range of the request that was made. */
  SpanRange removeHead() {
    return ranges.remove();
  }

  /** Settles all ranges. */
  void clear() {
    ranges.clear();
  }
}
