/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.Map;

/**
 * What became of every sampled span that ended, before any vendor, at one moment.
 *
 * <p>{@code ended = refused + queued + received}, where {@code received} is the same for all vendors.
 *
 * @param ended sampled spans that were handed to the fan-out, but for those of its own threads
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

  /** Not taken, whatever the reason. */
  public long refused() {
    return refusedByReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
