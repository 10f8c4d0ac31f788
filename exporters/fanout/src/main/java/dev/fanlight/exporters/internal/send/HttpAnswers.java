/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.NotFound;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.SecretValues;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.wire.RpcStatus;
import dev.fanlight.exporters.internal.wire.SizeRefusal;
import dev.fanlight.exporters.internal.wire.WebPage;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome that an HTTP answer means for the batch (OTLP/HTTP 1.5, section "OTLP/HTTP Response", and the vendor's
 * own).
 */
public final class HttpAnswers {

  /*
   *   2xx                         delivered, less what a partial success takes back; a warning, or a web page, is said
   *   413, and 400, 422, 429, 500 too large: split
   *     whose text says so
   *   401                         credentials: later, slowly
   *   403                         credentials as well, unless other batches get through: then this batch is refused
   *   402                         quota: later, slowly
   *   404, 405                    no receiver at this path: NotFoundPolicy decides
   *   429, 503                    busy: later; Retry-After, or the RetryInfo of a google.rpc.Status in the body
   *   521, 522, 523, 525, 526,    a gateway did not reach the vendor: later
   *     530
   *   408, 425, 500, 502, 504,    failure: later; a gateway may have passed the request on
   *     520 to 529, the vendor's
   *   anything else               rejected for good
   *
   * Where this differs from the OTLP specification, docs/decisions/008 says why.
   */

  private static final Set<Integer> MAY_MEAN_TOO_LARGE = Set.of(400, 422, 429, 500);

  /** The message about a success with an HTML page as its body. */
  public static final String WEB_PAGE =
      "the answer is a web page and no receiver's, so that the spans may not have been taken;"
          + " check the path of endpoint, and whether a login page or proxy answers in the vendor's place";

  private HttpAnswers() {}

  /**
   * The outcome of an exchange.
   *
   * @param credentials header values, not to be repeated from the body into a message; keys in the vendor's address
   *     are also hidden
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
          failure.messageWithCure());
    }
    Exchange.Answer answer = (Exchange.Answer) exchange;
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return delivered(answer, vendor, credentials);
    }
    return notTaken(answer, vendor, credentials, now);
  }

  private static Outcome notTaken(
      Exchange.Answer answer, Vendor vendor, Collection<String> credentials, Instant now) {
    int status = answer.status();
    String grpcStatus = answer.grpcStatus(); // told as the HTTP status that means it
    String reason =
        grpcStatus.isEmpty() ? RejectReason.HTTP.code(status) : RejectReason.GRPC.code(grpcStatus);
    String words = words(answer, vendor, credentials);
    String message = "status " + (grpcStatus.isEmpty() ? status : grpcStatus)
        + (words.isEmpty() ? "" : ": " + words);
    if (status == 413 || (mayMeanTooLarge(status, grpcStatus) && saysTooLarge(answer))) {
      return new TooLarge(message);
    }
    Kind kind = kind(status, vendor);
    if (kind != null) {
      boolean mayHaveArrived = kind == Kind.FAILURE && status >= 500;
      return new Later(kind, reason, wait(answer, now), mayHaveArrived, message);
    }
    if (status == 404 || status == 405) {
      return new NotFound(reason, message);
    }
    return new Rejected(
        reason, status / 100 == 3 ? message + "; redirects are not followed" : message);
  }

  /** The kind of a status that is tried again; null for one that is not. */
  private static @Nullable Kind kind(int status, Vendor vendor) {
    return switch (status) {
      case 429, 503 -> Kind.BUSY;
      case 401 -> Kind.UNAUTHORISED;
      case 403 -> Kind.FORBIDDEN;
      case 402 -> Kind.QUOTA;
      case 521, 522, 523, 525, 526, 530 -> Kind.UNREACHABLE;
      case 408, 425, 500, 502, 504, 520, 524, 527, 528, 529 -> Kind.FAILURE;
      default -> vendor.retryableStatuses().contains(status) ? Kind.FAILURE : null;
    };
  }

  /** Of gRPC, tonic says OUT_OF_RANGE, and a Collector INTERNAL or UNKNOWN for the receiver behind it. */
  private static boolean mayMeanTooLarge(int status, String grpcStatus) {
    return MAY_MEAN_TOO_LARGE.contains(status)
        || grpcStatus.equals("out_of_range")
        || grpcStatus.equals("internal")
        || grpcStatus.equals("unknown");
  }

  private static boolean saysTooLarge(Exchange.Answer answer) {
    String message = RpcStatus.parse(answer.body()).message();
    return SizeRefusal.isIn(
        message.isEmpty() ? new String(answer.body(), StandardCharsets.UTF_8) : message);
  }

  private static Kind kind(Exchange.Cause cause) {
    return switch (cause) {
      case STALE -> Kind.STALE;
      case DNS, CONNECT, TLS, PROXY -> Kind.UNREACHABLE;
      case TIMEOUT, IO -> Kind.FAILURE;
    };
  }

  private static Delivered delivered(
      Exchange.Answer answer, Vendor vendor, Collection<String> credentials) {
    if (WebPage.is(answer.header("content-type"), answer.body())) {
      return new Delivered(0, WEB_PAGE);
    }
    WireFormat.Refusal refusal = refusal(answer, vendor);
    return new Delivered(refusal.spans(), clean(refusal.message(), vendor, credentials));
  }

  /** The vendor took the request: a wire of a plugin that cannot read the body must not have it sent again. */
  private static WireFormat.Refusal refusal(Exchange.Answer answer, Vendor vendor) {
    try {
      WireFormat.Refusal refusal =
          vendor.wire().refusal(answer.header("content-type"), answer.body());
      return Objects.requireNonNullElse(refusal, WireFormat.Refusal.NONE);
    } catch (RuntimeException | Error e) {
      return new WireFormat.Refusal(
          0, "the answer could not be read: " + e.getClass().getName());
    }
  }

  private static Duration wait(Exchange.Answer answer, Instant now) {
    return RetryAfter.parse(answer.header("retry-after"), now)
        .or(() -> RpcStatus.parse(answer.body()).retryDelay())
        .orElse(Duration.ZERO);
  }

  /**
   * Returns the vendor's reason as its answer gives it, fit for a log: the message of a {@code google.rpc.Status}, or
   * the beginning of a body that is text.
   *
   * @param credentials header values that must not be repeated
   * @return an empty string if there is none
   */
  public static String words(
      Exchange.Answer answer, Vendor vendor, Collection<String> credentials) {
    String message = RpcStatus.parse(answer.body()).message();
    String type = answer.header("content-type").toLowerCase(Locale.ROOT);
    if (message.isBlank() && (type.startsWith("text/plain") || type.contains("json"))) {
      message = new String(answer.body(), StandardCharsets.UTF_8);
    }
    return clean(message, vendor, credentials);
  }

  /** Returns the beginning of a text, on one line, without the credentials that a vendor might echo. */
  public static String clean(String foreign, Vendor vendor, Collection<String> credentials) {
    return ForeignText.clean(foreign, SecretValues.of(credentials, vendor.endpoint()));
  }
}
