/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The end of a call as the HTTP answer that means the same, so that a lane has one set of rules for both.
 *
 * <p>Its body is the response message, or the status' description as text.
 */
final class GrpcAnswer {

  /*
   * After the OTLP specification 1.5, "Failures": the retryable codes become what a lane retries. UNKNOWN and INTERNAL
   * are none of them, but are also all that a sender makes of an HTTP answer without a status, a gateway's 502, 503 or
   * 504: taken for the vendor's they would cost every batch of an outage. Taken for the gateway's they cost time, and a
   * batch that alone is answered so is found out as any other that fails. RESOURCE_EXHAUSTED
   * is retryable there only with a RetryInfo, which a sender does not show; servers use it for rate limits, and the
   * gRPC libraries for messages that are too large, which only their text tells apart:
   *   grpc-go    received message larger than max (x vs. y); trying to send message larger than max
   *   grpc-java  gRPC message exceeds maximum size y: x; Compressed gRPC message exceeds …
   *   grpc-core  Received message larger than max; … after decompression larger than max
   */
  private static final Pattern TOO_LARGE =
      Pattern.compile("larger than|exceeds maximum|too large", Pattern.CASE_INSENSITIVE);

  private static final int FRAME_BYTES = 1 + Integer.BYTES;

  private GrpcAnswer() {}

  static Answer of(GrpcResponse response) {
    GrpcStatusCode code = response.getStatusCode();
    String description = String.valueOf(response.getStatusDescription());
    boolean isOk = code == GrpcStatusCode.OK;
    byte[] body =
        isOk ? unframed(response.getResponseMessage()) : description.getBytes(StandardCharsets.UTF_8);
    String type = isOk ? "application/x-protobuf" : "text/plain";
    return new Answer(
        status(code, description),
        code.name().toLowerCase(Locale.ROOT),
        Map.of("content-type", type),
        body);
  }

  /**
   * The message without the five bytes of gRPC's frame, which senders before version 1.60 leave before it. A protobuf
   * message never begins with a zero.
   */
  private static byte[] unframed(byte[] message) {
    boolean isFramed = message.length >= FRAME_BYTES
        && message[0] == 0
        && ByteBuffer.wrap(message, 1, Integer.BYTES).getInt() == message.length - FRAME_BYTES;
    return isFramed ? Arrays.copyOfRange(message, FRAME_BYTES, message.length) : message;
  }

  private static int status(GrpcStatusCode code, String description) {
    return switch (code) {
      case OK -> 200;
      case RESOURCE_EXHAUSTED -> TOO_LARGE.matcher(description).find() ? 413 : 429;
      case UNAVAILABLE, CANCELLED, ABORTED, OUT_OF_RANGE, DATA_LOSS -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND, UNIMPLEMENTED -> 404;
      case UNKNOWN, INTERNAL -> 502;
      default -> 400; // INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION
    };
  }
}
