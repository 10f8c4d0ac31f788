/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which requests get a line: all that failed, all that were slow, and a share of the others.
 *
 * @param share of the others, 0 to 1
 * @param slow from which duration a request is slow; null if none is
 */
record RequestLinePolicy(double share, @Nullable Duration slow) {
  private static final int RANDOM_DIGITS =
      14; // the last 56 bits are random by W3C Trace Context Level 2

  RequestLinePolicy {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; it lies between 0 and 1");
    }
  }

  boolean isSlow(long durationNanos) {
    return slow != null && durationNanos >= slow.toNanos();
  }

  /** The same answer in every service of a trace. */
  boolean keeps(SpanContext root, boolean isError, long durationNanos) {
    return isError || share == 1 || isSlow(durationNanos) || random(root) < share * 0x1p56;
  }

  private static long random(SpanContext root) {
    String traceId = root.getTraceId();
    return Long.parseUnsignedLong(traceId, traceId.length() - RANDOM_DIGITS, traceId.length(), 16);
  }
}
