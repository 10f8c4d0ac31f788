/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.Map;

/**
 * The outcomes of all sampled spans that ended, before any vendor is involved, at one moment.
 *
 * <p>{@code ended = refused + queued + received}, where {@code received} is the same for all vendors.
 *
 * @param ended sampled spans that were offered to the fan-out, except spans of its own threads
 * @param refusedByReason not taken: {@code queue_full}, {@code already_shutdown}
 * @param queued waiting for the batcher
 * @param capacity maximum of the spans that may wait; falls while spans are large, and rises again
 * @param received taken by the batcher
 */
public record QueueSnapshot(
    long ended, Map<String, Long> refusedByReason, long queued, long capacity, long received) {

  /** Copies the map. */
  public QueueSnapshot {
    refusedByReason = Map.copyOf(refusedByReason);
  }

  /** Returns the refused spans, for all reasons together. */
  public long refused() {
    return refusedByReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
