/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.spi.Limits;

/**
 * The maximum size of a request when a lane that has fallen behind joins batches: a full batch.
 *
 * @param maxSpans maximum number of spans, {@code batch.spans} of the file; at least 1
 * @param maxBytes maximum number of compressed bytes, {@code batch.bytes} of the file; at least 1
 */
public record JoinSettings(int maxSpans, int maxBytes) {

  /** The defaults of {@code batch.spans} and {@code batch.bytes}. */
  public static final JoinSettings DEFAULT =
      new JoinSettings(FanoutSettings.DEFAULT_BATCH_SPANS, FanoutSettings.DEFAULT_BATCH_BYTES);

  /** Checks the ranges. */
  public JoinSettings {
    if (maxSpans < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "maxSpans " + maxSpans + " and maxBytes " + maxBytes + " must be at least 1");
    }
  }

  /**
   * Returns the maximum number of compressed bytes for a vendor with these limits.
   *
   * @param messageRatio bytes before compression for each compressed byte, as far as known; otherwise 1
   */
  int maxBytes(Limits limits, double messageRatio) {
    double compressedMessage = limits.messageBytes() / Math.max(1, messageRatio);
    return (int) Math.min(Math.min(limits.requestBytes(), maxBytes), compressedMessage);
  }
}
