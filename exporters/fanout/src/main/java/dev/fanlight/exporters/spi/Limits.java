/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.time.Duration;

/**
 * The maximum sizes and ages that a vendor accepts.
 *
 * @param requestBytes bytes on the wire, compressed; at least 1
 * @param messageBytes bytes of the message, not compressed; at least 1
 * @param attributeLength characters (UTF-16 units) of an attribute's string value; at least 1
 * @param spanAge how old a batch may be when it arrives; positive
 */
public record Limits(int requestBytes, int messageBytes, int attributeLength, Duration spanAge) {

  /** No limit is known; a vendor of the file gets our default for the message then, 20 MiB, over gRPC 4 MiB. */
  public static final Limits NONE =
      new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofDays(36_500));

  /** Checks the ranges. */
  public Limits {
    if (requestBytes < 1 || messageBytes < 1 || attributeLength < 1) {
      throw new IllegalArgumentException("limits must be at least 1: requestBytes " + requestBytes
          + ", messageBytes " + messageBytes + ", attributeLength " + attributeLength);
    }
    if (spanAge.isNegative() || spanAge.isZero()) {
      throw new IllegalArgumentException("limits: spanAge " + spanAge + " must be positive");
    }
  }
}
