/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.otlp;

import dev.fanlight.relay.internal.server.HttpReply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Responses of OTLP over HTTP: protobuf in any case. */
final class OtlpAnswers {

  /*
   * https://opentelemetry.io/docs/specs/otlp/#otlphttp-response; protobuf encoding by hand:
   *   ExportTraceServiceResponse  1 partial_success  ExportTracePartialSuccess
   *   ExportTracePartialSuccess   1 rejected_spans   int64
   *                               2 error_message    string
   *   google.rpc.Status           1 code             int32
   *                               2 message          string
   */
  static final String PROTOBUF = "application/x-protobuf";

  private static final int NUMBER_1 = 1 << 3;
  private static final int MESSAGE_1 = 1 << 3 | 2;
  private static final int TEXT_2 = 2 << 3 | 2;

  private static final int INVALID_ARGUMENT = 3;
  private static final int UNAUTHENTICATED = 16;
  private static final int UNIMPLEMENTED = 12;
  private static final int UNAVAILABLE = 14;

  private OtlpAnswers() {}

  static HttpReply accepted() {
    return HttpReply.of(200, PROTOBUF, new byte[0]);
  }

  /** The response to a message of which some spans were refused for good. */
  static HttpReply partly(long refused, String reason) {
    ByteArrayOutputStream partial = new ByteArrayOutputStream();
    partial.write(NUMBER_1);
    varint(refused, partial);
    text(reason, partial);
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    response.write(MESSAGE_1);
    varint(partial.size(), response);
    response.writeBytes(partial.toByteArray());
    return HttpReply.of(200, PROTOBUF, response.toByteArray());
  }

  static HttpReply error(int status, String sentence) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(NUMBER_1);
    varint(code(status), body);
    text(sentence, body);
    HttpReply answer = HttpReply.of(status, PROTOBUF, body.toByteArray());
    return status == 503 ? answer.retryAfter(1) : answer;
  }

  private static int code(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 404, 405, 415 -> UNIMPLEMENTED;
      case 503 -> UNAVAILABLE;
      default -> INVALID_ARGUMENT;
    };
  }

  private static void text(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(TEXT_2);
    varint(bytes.length, out);
    out.writeBytes(bytes);
  }

  private static void varint(long value, ByteArrayOutputStream out) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
