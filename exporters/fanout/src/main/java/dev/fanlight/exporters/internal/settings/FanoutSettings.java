/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole fan-out, ready to run.
 *
 * @param queueCapacity spans that may wait for the batcher, rounded up to a power of two; 2 to 1,048,576
 * @param batchSpans spans that close a batch; at least 1
 * @param batchBytes compressed bytes that close a batch; at least 1
 * @param batchDelay age that closes a batch; positive
 * @param bufferBytes maximum bytes of all encoded batches together, including batches in flight
 * @param disk where batches wait so that they survive the process; empty for memory alone
 * @param shutdownTimeout how long closing may take in all
 * @param lanes one for each vendor that is enabled, in the order of the file
 * @param leftOut vendors of the file that could not be built; their batches on disk stay there
 */
public record FanoutSettings(
    int queueCapacity,
    int batchSpans,
    int batchBytes,
    Duration batchDelay,
    long bufferBytes,
    Optional<DiskSettings> disk,
    Duration shutdownTimeout,
    List<LaneSettings> lanes,
    Set<String> leftOut) {

  /** Spans that may wait for the batcher. */
  public static final int DEFAULT_QUEUE_CAPACITY = 8_192;

  /** Spans of a full batch. */
  public static final int DEFAULT_BATCH_SPANS = 2_048;

  /** Compressed bytes of a full batch: under every known vendor's limit. */
  public static final int DEFAULT_BATCH_BYTES = 900_000;

  /** Age of a full batch. */
  public static final Duration DEFAULT_BATCH_DELAY = Duration.ofSeconds(1);

  /** The default of the maximum time of closing. */
  public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  /** Checks the ranges and copies the collections. */
  public FanoutSettings {
    if (queueCapacity < 2 || queueCapacity > 1 << 20) {
      throw new IllegalArgumentException(
          "queue.capacity " + queueCapacity + " is out of range; give 2 to 1048576");
    }
    if (batchSpans < 1) {
      throw new IllegalArgumentException("batch.spans " + batchSpans + " must be at least 1");
    }
    if (batchBytes < 1) {
      throw new IllegalArgumentException("batch.bytes " + batchBytes + " must be at least 1");
    }
    if (batchDelay.isNegative() || batchDelay.isZero()) {
      throw new IllegalArgumentException("batch.delay " + batchDelay + " must be positive");
    }
    if (bufferBytes < batchBytes) {
      throw new IllegalArgumentException(
          "buffer.memory " + bufferBytes + " bytes holds not even one batch of batch.bytes "
              + batchBytes + "; raise the first or lower the second");
    }
    lanes = List.copyOf(lanes);
    leftOut = Set.copyOf(leftOut);
  }

  /** Every vendor that the file names and does not switch off. */
  public Set<String> names() {
    Set<String> names = new HashSet<>(leftOut);
    for (LaneSettings lane : lanes) {
      names.add(lane.name());
    }
    return names;
  }

  /** Returns true if all settings except the vendors are equal. */
  public boolean isLaidOutAs(FanoutSettings other) {
    return queueCapacity == other.queueCapacity
        && batchSpans == other.batchSpans
        && batchBytes == other.batchBytes
        && batchDelay.equals(other.batchDelay)
        && bufferBytes == other.bufferBytes
        && disk.equals(other.disk)
        && shutdownTimeout.equals(other.shutdownTimeout);
  }

  /** The smaller of 64 MiB and a tenth of the heap. */
  public static long defaultBufferBytes() {
    return Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 10);
  }
}
