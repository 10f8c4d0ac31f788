/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A unary call of OTLP's trace service: the request's fields, and the meaning of the response (gRPC over HTTP/2). */
final class GrpcCall {

  /*
   * A response without a gRPC status is a gateway's: its HTTP status is the answer, as over HTTP. So a redirect is shown
   * and never followed, and a 503 means busy.
   */
  /**
   * Added to the deadline that the server gets, so that our own deadline passes first; otherwise chance would decide.
   */
  private static final Duration SERVER_GRACE = Duration.ofSeconds(1);

  private static final String PATH = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private static final int PREFIX_BYTES = 5;

  /** Fields that gRPC itself owns, or that HTTP/2 has not (RFC 9113, 8.2.2). */
  private static final Set<String> OWNED = Set.of(
      "content-type",
      "content-encoding",
      "content-length",
      "te",
      "host",
      "connection",
      "keep-alive",
      "proxy-connection",
      "transfer-encoding",
      "upgrade",
      "grpc-encoding",
      "grpc-timeout");

  private GrpcCall() {}

  /** Returns the header block of a request. */
  static byte[] headers(Request request, Origin origin) {
    String authority = origin.hostHeader();
    for (Map.Entry<String, String> field : request.headers().entrySet()) {
      authority = field.getKey().equalsIgnoreCase("host") ? field.getValue() : authority;
    }
    HpackWriter block = new HpackWriter()
        .add(":method", "POST")
        .add(":scheme", origin.secure() ? "https" : "http")
        .add(":path", PATH)
        .add(":authority", authority)
        .add("te", "trailers")
        .add("content-type", "application/grpc")
        .add("grpc-timeout", request.timeout().plus(SERVER_GRACE).toMillis() + "m");
    if (isCompressed(request)) {
      block.add("grpc-encoding", "gzip");
    }
    request.headers().forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!OWNED.contains(lower)) {
        block.add(lower, value.strip());
      }
    });
    return block.block();
  }

  private static boolean isCompressed(Request request) {
    for (Map.Entry<String, String> field : request.headers().entrySet()) {
      if (field.getKey().equalsIgnoreCase("content-encoding")) {
        return field.getValue().equalsIgnoreCase("gzip");
      }
    }
    return false;
  }

  /** Returns the bytes before the message: whether it is compressed, and its length. */
  static byte[] prefix(Request request) {
    int length = request.body().length;
    return new byte[] {
      (byte) (isCompressed(request) ? 1 : 0),
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }

  /** Returns the answer that the response means. */
  static Answer answer(Http2Session.Response response) {
    Map<String, String> fields = new HashMap<>(response.fields());
    int status = httpStatus(fields.remove(":status"));
    String code = fields.get("grpc-status");
    if (code != null) {
      return GrpcAnswer.of(code, fields, message(response));
    }
    return status == 200
        ? GrpcAnswer.of("2", Map.of("grpc-message", "the answer has no gRPC status"), new byte[0])
        : new Answer(status, fields, response.body());
  }

  private static int httpStatus(@Nullable String status) {
    try {
      return status == null ? 0 : Integer.parseInt(status);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /** Returns the first message; empty if there is none. */
  private static byte[] message(Http2Session.Response response) {
    byte[] body = response.body();
    if (body.length < PREFIX_BYTES) {
      return new byte[0];
    }
    byte[] message = Arrays.copyOfRange(body, PREFIX_BYTES, body.length);
    boolean isCompressed = body[0] == 1;
    return isCompressed ? GzipDecoder.decode(message, ResponseBody.KEPT_BYTES) : message;
  }
}
