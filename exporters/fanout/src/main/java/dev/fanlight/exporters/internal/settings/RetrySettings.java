/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.time.Duration;

/**
 * The waits between attempts: full jitter over an exponentially growing ceiling.
 *
 * @param firstDelay ceiling of the wait after the first failure; positive
 * @param maxDelay ceiling of every wait that we choose; at least {@code firstDelay}
 * @param maxRetryAfter longest wait that a vendor's Retry-After is obeyed for
 * @param slowDelay wait after refused credentials or a used-up quota
 */
public record RetrySettings(
    Duration firstDelay, Duration maxDelay, Duration maxRetryAfter, Duration slowDelay) {

  /** From 1 s up to 30 s; Retry-After up to 5 min; refused credentials after 30 s. */
  public static final RetrySettings DEFAULT = new RetrySettings(
      Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(30));

  /** Checks the order of the waits. */
  public RetrySettings {
    if (firstDelay.isNegative() || firstDelay.isZero()) {
      throw new IllegalArgumentException("retry.first_delay " + firstDelay + " must be positive");
    }
    if (firstDelay.compareTo(maxDelay) > 0) {
      throw new IllegalArgumentException(
          "retry.first_delay " + firstDelay + " is longer than retry.max_delay " + maxDelay
              + "; lower the first or raise the second");
    }
  }
}
