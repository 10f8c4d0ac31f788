/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.spi.Vendor;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one vendor of the file, ready to run.
 *
 * @param name its key in the file
 * @param vendor the vendor as its type created it
 * @param rules the top-level rules and its own together
 * @param compression of the request's body
 * @param transport how it is reached
 * @param oauth2 gets the access tokens of its requests; null if the headers have the credentials
 * @param timeout of one attempt, from the call to the last byte of the answer; positive
 * @param window most requests in flight; at least 1
 * @param retry waits between attempts
 * @param breaker failures after which attempts stop for a time
 * @param maxAge how long a batch may wait before it is dropped as {@code expired}; positive
 * @param backfill maximum age of the batches with which a vendor starts that is new to the log; zero for no batches
 * @param references of its part of the file; no message repeats their texts
 * @param fingerprint changes when the lane must be built anew: equal fingerprints keep lane, connection and cursor
 */
public record LaneSettings(
    String name,
    Vendor vendor,
    RuleSettings rules,
    Compression compression,
    TransportSettings transport,
    @Nullable OAuth2Settings oauth2,
    Duration timeout,
    int window,
    RetrySettings retry,
    BreakerSettings breaker,
    Duration maxAge,
    Duration backfill,
    ReferenceNames references,
    Fingerprint fingerprint) {

  /** Checks the ranges. */
  public LaneSettings {
    if (window < 1 || window > 64) {
      throw new IllegalArgumentException(
          "window " + window + " is out of range; give 1 to 64 requests in flight");
    }
    requirePositive("timeout", timeout);
    requirePositive("max_age", maxAge);
  }

  /** Returns scheme, host and port for messages, with references by their names. */
  public String shownOrigin() {
    return references.hide(vendor.origin());
  }

  /** Returns the endpoint if messages and metrics may show its host and port, else null. */
  public @Nullable URI shownEndpoint() {
    return references.areIn(vendor.origin()) ? null : vendor.endpoint();
  }

  /** Without values of the file: any of them may be a secret. */
  @Override
  public String toString() {
    return "LaneSettings{" + name + ", " + vendor.wire().name() + " to " + shownOrigin() + "}";
  }

  /** Returns true if a lane with these settings may continue with the others: both have the same destination. */
  public boolean hasSameDestination(LaneSettings other) {
    return name.equals(other.name)
        && vendor.endpoint().equals(other.vendor.endpoint())
        && vendor.protocol() == other.vendor.protocol()
        && vendor.wire().name().equals(other.vendor.wire().name());
  }

  /**
   * Returns the destination of the spans: batches on disk for a vendor are not given to another destination of the
   * same name.
   */
  public String destination() {
    return vendor.wire().name() + " " + vendor.protocol() + " " + vendor.endpoint();
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " " + value + " must be positive");
    }
  }
}
