/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.time.Duration;

/**
 * The conditions for a pause of a lane, and the time until its next probe.
 *
 * @param failures attempts that fail in a row before it opens; at least 1
 * @param openFor wait before a probe; positive
 */
public record BreakerSettings(int failures, Duration openFor) {

  /** Opens after 5 failures in a row, probes every 15 s. */
  public static final BreakerSettings DEFAULT = new BreakerSettings(5, Duration.ofSeconds(15));

  /** Checks the ranges. */
  public BreakerSettings {
    if (failures < 1) {
      throw new IllegalArgumentException("breaker.failures " + failures + " must be at least 1");
    }
    if (openFor.isNegative() || openFor.isZero()) {
      throw new IllegalArgumentException("breaker.open_for " + openFor + " must be positive");
    }
  }
}
