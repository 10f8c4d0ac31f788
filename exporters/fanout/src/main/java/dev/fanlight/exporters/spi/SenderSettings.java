/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a lane that its {@link VendorSender} keeps to.
 *
 * @param vendor the vendor's name in the file
 * @param window maximum number of concurrent attempts; 1 to 64
 * @param timeout maximum duration of one attempt; positive
 * @param limits the limits of the vendor, with the user's values over those of its type
 */
public record SenderSettings(String vendor, int window, Duration timeout, Limits limits) {

  /** Checks the ranges. */
  public SenderSettings {
    Objects.requireNonNull(vendor, "vendor");
    Objects.requireNonNull(limits, "limits");
    if (window < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "window " + window + " must be at least 1, and timeout " + timeout + " positive");
    }
  }
}
