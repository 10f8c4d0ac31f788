/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The HTTP header Retry-After: seconds or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
  private static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

  private RetryAfter() {}

  /**
   * Returns the delay that the vendor asks for.
   *
   * @param header the header's value, perhaps empty
   * @param now for a date; one in the past is no wait
   * @return zero or longer; empty if the header is not readable
   */
  static Optional<Duration> parse(String header, Instant now) {
    String value = header.strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long seconds = value.length() > 10 ? MAX_SECONDS : Long.parseLong(value);
      return Optional.of(Duration.ofSeconds(Math.min(seconds, MAX_SECONDS)));
    }
    try {
      Duration until = Duration.between(now, Instant.from(DATE.parse(value)));
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException ignored) {
      return Optional.empty(); // a peer may write anything; our own backoff serves
    }
  }
}
