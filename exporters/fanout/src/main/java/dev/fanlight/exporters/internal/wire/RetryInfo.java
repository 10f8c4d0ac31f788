/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** The delay that a collector asks for in the body of a 429 or 503. */
final class RetryInfo {

  /*
   * google/rpc/status.proto and error_details.proto:
   *   Status     1 code, 2 message, 3 repeated Any details
   *   Any        1 type_url, 2 value
   *   RetryInfo  1 Duration retry_delay
   *   Duration   1 seconds, 2 nanos
   * Collectors map their gRPC status to 429 or 503 and write no Retry-After header: the delay is here only. The same
   * message is in gRPC's grpc-status-details-bin.
   */
  private static final String TYPE = "/google.rpc.RetryInfo";

  private RetryInfo() {}

  /**
   * The delay that a {@code google.rpc.Status} asks for.
   *
   * @param status the body of the answer, of any kind
   * @return the delay, zero or longer; empty if the body is not such a message or has no delay
   */
  static Optional<Duration> parse(byte[] status) {
    try {
      ProtoReader reader = new ProtoReader(status);
      while (reader.next()) {
        Optional<Duration> delay = reader.isAt(3) ? detail(reader.message()) : Optional.empty();
        if (delay.isPresent()) {
          return delay;
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException ignored) {
      return Optional.empty(); // an answer may be anything: HTML, JSON, empty
    }
  }

  private static Optional<Duration> detail(ProtoReader any) {
    String type = "";
    Optional<ProtoReader> value = Optional.empty();
    while (any.next()) {
      if (any.isAt(1)) {
        type = any.string();
      } else if (any.isAt(2)) {
        value = Optional.of(any.message());
      }
    }
    return type.endsWith(TYPE) ? value.flatMap(RetryInfo::delay) : Optional.empty();
  }

  private static Optional<Duration> delay(ProtoReader retryInfo) {
    while (retryInfo.next()) {
      if (retryInfo.isAt(1)) {
        Duration delay = duration(retryInfo.message());
        return delay.isNegative() ? Optional.empty() : Optional.of(delay);
      }
    }
    return Optional.empty();
  }

  private static Duration duration(ProtoReader duration) {
    Duration result = Duration.ZERO;
    while (duration.next()) {
      if (duration.isNumberAt(1)) {
        result = result.plusSeconds(duration.number());
      } else if (duration.isNumberAt(2)) {
        result = result.plusNanos(duration.number());
      }
    }
    return result;
  }
}
