/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The body of a vendor's answer, and its meaning. */
public final class AnswerBody {

  /** The number of a body that refuses no span, or asks for no wait. */
  public static final long NONE = 0;

  private static final int PARTIAL_SUCCESS = 0;
  private static final int STATUS = 1;

  private final String contentType;
  private final byte[] bytes;
  private final long refusedSpans;
  private final long waitSeconds;

  private AnswerBody(String contentType, byte[] bytes, long refusedSpans, long waitSeconds) {
    this.contentType = contentType;
    this.bytes = bytes;
    this.refusedSpans = refusedSpans;
    this.waitSeconds = waitSeconds;
  }

  /** Makes a body by the grammar: a partial success, a status, both in protobuf and JSON, or another text. */
  public static AnswerBody random(Random random) {
    long number = random.nextInt(3) == 0 ? NONE : 1 + random.nextInt(600);
    String text = ForeignWords.text(random);
    return switch (random.nextInt(7)) {
      case PARTIAL_SUCCESS -> partialSuccess(number, text);
      case STATUS -> status(number, text);
      case 2 ->
        json(
            "{\"partialSuccess\":{\"rejectedSpans\":\"" + number + "\",\"errorMessage\":"
                + quoted(text) + "}}",
            number,
            NONE);
      case 3 ->
        json(
            "{\"code\":8,\"message\":" + quoted(text) + ",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + number
                + "s\"}]}",
            NONE,
            number);
      case 4 -> json("[".repeat(random.nextInt(3_000)) + "{\"a\":[1,{}]}", NONE, NONE);
      case 5 -> new AnswerBody("text/plain", utf8(text), NONE, NONE);
      default -> new AnswerBody("application/x-protobuf", new byte[0], NONE, NONE);
    };
  }

  /** Returns an {@code ExportTraceServiceResponse}. */
  static AnswerBody partialSuccess(long refused, String text) {
    byte[] partial = new Protobuf().number(1, refused).text(2, text).toBytes();
    byte[] bytes = new Protobuf().message(1, partial).toBytes();
    return new AnswerBody("application/x-protobuf", bytes, refused, NONE);
  }

  /** Returns a {@code google.rpc.Status} with a RetryInfo. */
  public static AnswerBody status(long waitSeconds, String text) {
    byte[] duration = new Protobuf().number(1, waitSeconds).toBytes();
    byte[] retryInfo = new Protobuf().message(1, duration).toBytes();
    byte[] any = new Protobuf()
        .text(1, "type.googleapis.com/google.rpc.RetryInfo")
        .message(2, retryInfo)
        .toBytes();
    byte[] bytes = new Protobuf().number(1, 8).text(2, text).message(3, any).toBytes();
    return new AnswerBody("application/x-protobuf", bytes, NONE, waitSeconds);
  }

  private static AnswerBody json(String text, long refused, long waitSeconds) {
    return new AnswerBody("application/json", utf8(text), refused, waitSeconds);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a copy that a mutator has changed, of which the meaning is not known. */
  public AnswerBody mutated(Random random) {
    return new AnswerBody(contentType, new Mutator(random).mutate(bytes), -1, -1);
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }

  /** The bytes, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** The number of spans that it refuses, if it is the body of a success; -1 if it is not known. */
  public long refusedSpans() {
    return refusedSpans;
  }

  /** The wait that it asks for, if it is the body of a failure; -1 if it is not known. */
  public long waitSeconds() {
    return waitSeconds;
  }
}
