/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call as the HTTP answer that means the same, so that a lane has one set of rules for both.
 *
 * <p>Its body is the response message; for a failure the {@code google.rpc.Status} of the trailers where there is one,
 * with its RetryInfo, and else the status' description as text.
 */
final class GrpcAnswer {

  /*
   * After the OTLP specification 1.5, "Failures": the retryable codes become outcomes that a lane retries. UNKNOWN and
   * INTERNAL are not among them, but servers and gateways use them for a failing backend. RESOURCE_EXHAUSTED is
   * retryable there only with a RetryInfo; servers use it for rate limits, and the gRPC libraries for messages that
   * are too large, which only their text tells apart:
   *   grpc-go    received message larger than max (x vs. y); trying to send message larger than max
   *   grpc-java  gRPC message exceeds maximum size y: x; Compressed gRPC message exceeds …
   *   grpc-core  Received message larger than max; … after decompression larger than max
   */
  private static final Pattern TOO_LARGE =
      Pattern.compile("larger than|exceeds maximum|too large", Pattern.CASE_INSENSITIVE);

  /** By number. */
  private static final List<String> CODES = List.of(
      "ok",
      "cancelled",
      "unknown",
      "invalid_argument",
      "deadline_exceeded",
      "not_found",
      "already_exists",
      "permission_denied",
      "resource_exhausted",
      "failed_precondition",
      "aborted",
      "out_of_range",
      "unimplemented",
      "internal",
      "unavailable",
      "data_loss",
      "unauthenticated");

  private GrpcAnswer() {}

  /**
   * Returns the answer of a call.
   *
   * @param number the code as the trailers have it
   * @param fields header and trailer fields
   * @param message of the response
   */
  static Answer of(String number, Map<String, String> fields, byte[] message) {
    String code = code(number);
    Map<String, String> headers = new HashMap<>(fields);
    if (code.equals("ok")) {
      headers.put("content-type", "application/x-protobuf");
      return new Answer(200, code, headers, message);
    }
    String description = percentDecoded(fields.getOrDefault("grpc-message", ""));
    byte[] details = details(fields.get("grpc-status-details-bin"));
    headers.put("content-type", details.length > 0 ? "application/x-protobuf" : "text/plain");
    return new Answer(
        status(code, description),
        code,
        headers,
        details.length > 0 ? details : description.getBytes(StandardCharsets.UTF_8));
  }

  private static String code(String number) {
    try {
      int index = Integer.parseInt(number.strip());
      return index >= 0 && index < CODES.size() ? CODES.get(index) : "unknown";
    } catch (NumberFormatException none) {
      return "unknown";
    }
  }

  private static byte[] details(@Nullable String base64) {
    try {
      return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException none) {
      return new byte[0];
    }
  }

  /** Decodes percent-encoded UTF-8; other text is kept as it is ("PROTOCOL-HTTP2" of gRPC). */
  private static String percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (c == '%' && low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(c); // fields arrive as Latin-1
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int status(String code, String description) {
    return switch (code) {
      case "resource_exhausted" -> TOO_LARGE.matcher(description).find() ? 413 : 429;
      case "unavailable", "cancelled", "aborted", "out_of_range", "data_loss" -> 503;
      case "deadline_exceeded" -> 504;
      case "unauthenticated" -> 401;
      case "permission_denied" -> 403;
      case "not_found", "unimplemented" -> 404;
      case "unknown", "internal" -> 502;
      default -> 400; // invalid_argument, already_exists, failed_precondition
    };
  }
}
