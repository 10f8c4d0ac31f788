/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/**
 * Spans of a lease by their index in its records.
 *
 * @param from index of the first span
 * @param to index after the last span
 */
record SpanRange(int from, int to) {

  /** Checks that the range holds a span. */
  SpanRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("no range of spans: " + from + " to " + to);
    }
  }

  int spans() {
    return to - from;
  }

  /** Returns the first spans of this range. */
  SpanRange first(int spans) {
    return new SpanRange(from, from + spans);
  }

  /** Returns the range without its first spans. */
  SpanRange after(int spans) {
    return new SpanRange(from + spans, to);
  }
}
