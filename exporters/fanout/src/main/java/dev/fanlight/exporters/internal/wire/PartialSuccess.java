/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.WireFormat.Refusal;
import java.nio.charset.StandardCharsets;

/** The part of an ExportTraceServiceResponse that takes spans back, as protobuf or as JSON. */
final class PartialSuccess {

  /*
   * opentelemetry/proto/collector/trace/v1:
   *   ExportTraceServiceResponse  1 partial_success
   *   ExportTracePartialSuccess   1 rejected_spans, 2 error_message
   * JSON: partialSuccess, rejectedSpans (int64: a string or a number), errorMessage; proto3 JSON readers take the names
   * of the .proto file as well.
   * Zero spans with a message is a warning: the specification wants it passed on.
   *
   * The content type is not asked: servers leave it out or write another one. A body that begins as a JSON object does
   * is no protobuf message (the brace would be a group, and a line feed before it a length that does not fit), and a
   * text is none either.
   */
  private PartialSuccess() {}

  static Refusal parse(byte[] body) {
    try {
      String text = new String(body, StandardCharsets.UTF_8);
      if (JsonReader.isObject(text)) {
        return json(new JsonReader(text));
      }
    } catch (IllegalArgumentException ignored) {
      // not JSON: perhaps a message that begins with the same bytes
    }
    try {
      return protobuf(new ProtoReader(body));
    } catch (IllegalArgumentException ignored) {
      return Refusal.NONE; // the spans were accepted; an unreadable body rejects none of them
    }
  }

  private static Refusal json(JsonReader response) {
    Refusal refusal = Refusal.NONE;
    while (response.next()) {
      if (isNamed(response, "partialSuccess", "partial_success") && response.isComposite()) {
        refusal = jsonPartialSuccess(response.composite());
      }
    }
    return refusal;
  }

  private static Refusal jsonPartialSuccess(JsonReader partialSuccess) {
    long spans = 0;
    String message = "";
    while (partialSuccess.next()) {
      if (isNamed(partialSuccess, "rejectedSpans", "rejected_spans")) {
        spans = count(partialSuccess.string());
      } else if (isNamed(partialSuccess, "errorMessage", "error_message")
          && partialSuccess.isString()) {
        message = partialSuccess.string();
      }
    }
    return new Refusal(spans, message);
  }

  private static boolean isNamed(JsonReader member, String name, String protoName) {
    return member.name().equals(name) || member.name().equals(protoName);
  }

  /** A JSON number, in quotes or not, perhaps with a fraction or an exponent; anything else is 0. */
  private static long count(String number) {
    try {
      return Math.max(0, Long.parseLong(number));
    } catch (NumberFormatException notAnInteger) {
      try {
        return Math.max(0, (long) Double.parseDouble(number));
      } catch (NumberFormatException ignored) {
        return 0;
      }
    }
  }

  private static Refusal protobuf(ProtoReader response) {
    Refusal refusal = Refusal.NONE;
    while (response.next()) {
      if (response.isAt(1)) {
        refusal = partialSuccess(response.message());
      }
    }
    return refusal;
  }

  private static Refusal partialSuccess(ProtoReader partialSuccess) {
    long spans = 0;
    String message = "";
    while (partialSuccess.next()) {
      if (partialSuccess.isNumberAt(1)) {
        spans = Math.max(0, partialSuccess.number());
      } else if (partialSuccess.isAt(2)) {
        message = partialSuccess.string();
      }
    }
    return new Refusal(spans, message);
  }
}
