/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.lane.Outcome.Delivered;
import dev.fanlight.exporters.internal.lane.Outcome.Kind;
import dev.fanlight.exporters.internal.lane.Outcome.Later;
import dev.fanlight.exporters.internal.lane.Outcome.Rejected;
import dev.fanlight.exporters.internal.lane.Outcome.TooLarge;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.wire.RetryInfo;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an HTTP answer means for the batch (OTLP/HTTP 1.5, section "OTLP/HTTP Response", and the vendor's own). */
final class HttpAnswers {

  /*
   *   2xx                       delivered, less what a partial success takes back
   *   413                       too large: split
   *   401, 403                  credentials: later, slowly
   *   402                       quota: later, slowly
   *   429, 503                  busy: later; Retry-After, or RetryInfo in a protobuf body
   *   502, 504, the vendor's    failure: later; a gateway may have passed the request on
   *   anything else             rejected for good
   */

  private static final int MAX_SNIPPET = 200;
  private static final int MIN_SECRET = 4;
  private static final Pattern KEY_IN_ADDRESS = Pattern.compile("[^/?&=]{16,}");

  private HttpAnswers() {}

  /**
   * The outcome of an exchange.
   *
   * @param credentials header values, not to be repeated from the body into a message; nor is what looks like a key in
   *     the vendor's address
   */
  static Outcome outcome(
      Exchange exchange, Vendor vendor, Collection<String> credentials, Instant now) {
    if (exchange instanceof Exchange.Failure failure) {
      String reason = failure.cause().name().toLowerCase(Locale.ROOT);
      return new Later(
          kind(failure.cause()),
          reason,
          Duration.ZERO,
          failure.mayHaveArrived(),
          failure.message());
    }
    Exchange.Answer answer = (Exchange.Answer) exchange;
    int status = answer.status();
    if (status >= 200 && status < 300) {
      Wire.Refusal refusal = refusal(answer, vendor);
      return new Delivered(refusal.spans(), refusal.message());
    }
    String grpcStatus = answer.grpcStatus(); // told as the HTTP status that means it
    String reason = grpcStatus.isEmpty() ? "http_" + status : "grpc_" + grpcStatus;
    String message = "status " + (grpcStatus.isEmpty() ? status : grpcStatus)
        + snippet(answer, secrets(vendor, credentials));
    if (status == 413) {
      return new TooLarge(message);
    }
    if (status == 429 || status == 503) {
      return new Later(Kind.BUSY, reason, wait(answer, now), false, message);
    }
    if (status == 502 || status == 504 || vendor.retryableStatuses().contains(status)) {
      return new Later(Kind.FAILURE, reason, wait(answer, now), status >= 500, message);
    }
    if (status == 401 || status == 403) {
      return new Later(Kind.UNAUTHORISED, reason, wait(answer, now), false, message);
    }
    if (status == 402) {
      return new Later(Kind.QUOTA, reason, wait(answer, now), false, message);
    }
    return new Rejected(
        reason, status / 100 == 3 ? message + "; redirects are not followed" : message);
  }

  private static Kind kind(Exchange.Cause cause) {
    return switch (cause) {
      case STALE -> Kind.STALE;
      case DNS, CONNECT, TLS, PROXY -> Kind.UNREACHABLE;
      case TIMEOUT, IO -> Kind.FAILURE;
    };
  }

  /** The vendor took the request: a wire of a plugin that cannot read the body must not have it sent again. */
  private static Wire.Refusal refusal(Exchange.Answer answer, Vendor vendor) {
    try {
      return vendor.wire().refusal(answer.header("content-type"), answer.body());
    } catch (RuntimeException | Error e) {
      return new Wire.Refusal(0, "the answer could not be read: " + e.getClass().getName());
    }
  }

  private static Duration wait(Exchange.Answer answer, Instant now) {
    return RetryAfter.parse(answer.header("retry-after"), now)
        .or(() -> RetryInfo.parse(answer.body()))
        .orElse(Duration.ZERO);
  }

  private static Collection<String> secrets(Vendor vendor, Collection<String> credentials) {
    List<String> secrets = new ArrayList<>(credentials);
    String address = vendor.endpoint().getRawPath() + "?" + vendor.endpoint().getRawQuery();
    KEY_IN_ADDRESS.matcher(address).results().forEach(key -> secrets.add(key.group()));
    return secrets;
  }

  /** The beginning of a body that is text, on one line, without the credentials that a vendor might echo. */
  private static String snippet(Exchange.Answer answer, Collection<String> secrets) {
    String type = answer.header("content-type");
    if (!type.startsWith("text/plain") && !type.contains("json")) {
      return "";
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    for (String secret : secrets) {
      for (String part : secret.split(" ", -1)) { // "Bearer x" may be echoed as x
        text = part.length() < MIN_SECRET ? text : text.replace(part, "***");
      }
    }
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.isEmpty()) {
      return "";
    }
    return ": " + (line.length() > MAX_SNIPPET ? line.substring(0, MAX_SNIPPET) + "…" : line);
  }
}
