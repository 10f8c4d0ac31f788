/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * The journal entry of one request.
 *
 * @param taken whether the spans were taken; else they were refused for good
 * @param atMillis when the receiver decided
 * @param answeredMillis when the answer had been written; 0 for never
 * @param isCold whether the request is among the first of its receiver process
 */
record JournalEntry(
    boolean taken, long atMillis, long answeredMillis, boolean isCold, List<Range> ranges) {

  JournalEntry {
    ranges = List.copyOf(ranges);
  }

  /** Spans of one life, both ends included. */
  record Range(int life, long first, long last) {

    /** Reads {@code LIFE:FIRST-LAST,...}. */
    static List<Range> parse(String text) {
      List<Range> ranges = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        int colon = part.indexOf(':');
        int dash = part.indexOf('-', colon);
        ranges.add(new Range(
            Integer.parseInt(part.substring(0, colon)),
            Long.parseLong(part.substring(colon + 1, dash)),
            Long.parseLong(part.substring(dash + 1))));
      }
      return ranges;
    }
  }
}
