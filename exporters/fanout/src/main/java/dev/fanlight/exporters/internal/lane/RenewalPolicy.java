/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.time.Duration;

/**
 * The times of renewals of credentials.
 *
 * @param share of their lifetime after which credentials are renewed; above 0 and below 1
 * @param minInterval minimum time between two renewals that succeed
 * @param minRefusedInterval minimum time from the start of one renewal to the start of the next one that follows from a
 *     refusal of the vendor
 * @param firstDelay maximum backoff after the first failure; it doubles with each further one
 * @param maxDelay maximum backoff
 */
record RenewalPolicy(
    double share,
    Duration minInterval,
    Duration minRefusedInterval,
    Duration firstDelay,
    Duration maxDelay) {

  static final RenewalPolicy DEFAULT = new RenewalPolicy(
      0.8,
      Duration.ofSeconds(1),
      Duration.ofSeconds(30),
      Duration.ofSeconds(1),
      Duration.ofSeconds(60));
}
