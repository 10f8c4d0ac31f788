/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import org.jspecify.annotations.Nullable;

/** The remaining capacity of one request. Confined to one thread. */
final class RequestCapacity {
  private final int maxSpans;
  private final int maxBytes;
  private long spans;
  private long bytes;
  private @Nullable String view;

  RequestCapacity(int maxSpans, int maxBytes) {
    this.maxSpans = maxSpans;
    this.maxBytes = maxBytes;
  }

  /** Adds another record if it fits; the first always does. */
  boolean takes(Entry entry) {
    boolean fits = fits(entry.view(), entry.spans(), entry.fullBytes());
    if (fits) {
      add(entry.view(), entry.spans(), entry.fullBytes());
    }
    return fits;
  }

  /** Returns true if another record would fit. */
  boolean fits(String of, int moreSpans, int moreBytes) {
    return view == null
        || (view.equals(of) && spans + moreSpans <= maxSpans && bytes + moreBytes <= maxBytes);
  }

  /** Counts a record. */
  void add(String of, int moreSpans, int moreBytes) {
    view = of;
    spans += moreSpans;
    bytes += moreBytes;
  }
}
