/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import org.jspecify.annotations.Nullable;

/** A reader's claim to a record in memory. The log's lock guards it. */
final class MemoryClaim {

  final MemoryReader reader;
  final MemoryEntry entry;

  /** Spans of the record that the reader has not settled. */
  int unsettledSpans;

  /** The lease that has the record in flight; null while it is not. */
  @Nullable MemoryLease inFlight;

  /** True if a request with the record has failed. */
  boolean hasFailed;

  /** True if the claim has ended: settled, or given up. */
  boolean isEnded;

  MemoryClaim(MemoryReader reader, MemoryEntry entry) {
    this.reader = reader;
    this.entry = entry;
    this.unsettledSpans = entry.record.spans();
  }
}
