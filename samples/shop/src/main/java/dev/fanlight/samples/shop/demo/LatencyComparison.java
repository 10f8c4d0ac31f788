/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.time.Duration;

/**
 * The latencies of successful logins, before and while the receiver hung.
 *
 * @param loginsBefore number of logins measured before
 * @param loginsDuring number of logins measured while it hung
 */
record LatencyComparison(
    Duration hang,
    int loginsBefore,
    Duration medianBefore,
    Duration p99Before,
    int loginsDuring,
    Duration medianDuring,
    Duration p99During) {

  static LatencyComparison of(Duration hang, LatencyWindow before, LatencyWindow during) {
    return new LatencyComparison(
        hang,
        before.count(),
        before.quantile(0.5),
        before.quantile(0.99),
        during.count(),
        during.quantile(0.5),
        during.quantile(0.99));
  }
}
