/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The policy that selects requests for a line: all failed requests, all slow requests, and a share of the rest.
 *
 * @param share share of the remaining requests, 0 to 1
 * @param slow minimum duration of a slow request; null if no request is slow
 */
record RequestLinePolicy(double share, @Nullable Duration slow) {
  private static final int RANDOM_DIGITS =
      14; // the last 56 bits are random by W3C Trace Context Level 2

  RequestLinePolicy {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; it must be between 0 and 1");
    }
  }

  boolean isSlow(long durationNanos) {
    return slow != null && durationNanos >= slow.toNanos();
  }

  /** Returns true if the request is written; equal in every service of a trace for the share. */
  boolean keeps(SpanContext root, boolean isError, long durationNanos) {
    return isError || share == 1 || isSlow(durationNanos) || random(root) < share * 0x1p56;
  }

  private static long random(SpanContext root) {
    String traceId = root.getTraceId();
    return Long.parseUnsignedLong(traceId, traceId.length() - RANDOM_DIGITS, traceId.length(), 16);
  }
}
