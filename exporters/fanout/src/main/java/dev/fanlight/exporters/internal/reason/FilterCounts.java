/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

import java.util.Map;

/**
 * The number of spans of one batch that the rules of a vendor excluded, by reason. Confined to one thread until it is
 * complete, and unchanged from then on.
 */
public final class FilterCounts {

  private static final FilterReason[] REASONS = FilterReason.values();

  /** The counts of a batch of which no span was excluded; not to be changed. */
  public static final FilterCounts NONE = new FilterCounts();

  private final int[] spans = new int[REASONS.length];

  /** Counts one span. */
  public void add(FilterReason reason) {
    spans[index(reason)]++;
  }

  /** Returns the excluded spans for one reason. */
  public int of(FilterReason reason) {
    return spans[index(reason)];
  }

  @SuppressWarnings("EnumOrdinal") // one element for each constant, and the array is not stored
  private static int index(FilterReason reason) {
    return reason.ordinal();
  }

  /** Returns the excluded spans for all reasons together. */
  public int sum() {
    int sum = 0;
    for (int each : spans) {
      sum += each;
    }
    return sum;
  }

  /** Adds the counts above zero to those of a map, by code. */
  public void addTo(Map<String, Long> byReason) {
    for (FilterReason reason : REASONS) {
      if (of(reason) > 0) {
        byReason.merge(reason.code(), (long) of(reason), Long::sum);
      }
    }
  }
}
