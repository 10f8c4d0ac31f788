/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.otlp;

import dev.fanlight.exporters.internal.wire.DecodedSpans;
import dev.fanlight.exporters.internal.wire.OtlpDecoder;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SpanIntake;
import dev.fanlight.exporters.spi.SpanIntake.Receipt;
import dev.fanlight.relay.internal.server.HttpReply;
import dev.fanlight.relay.internal.server.MemoryReservation;
import dev.fanlight.relay.internal.server.ReceivedHead;
import dev.fanlight.relay.internal.server.RefusedRequestException;
import dev.fanlight.relay.internal.server.RequestHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers OTLP over HTTP: spans are acknowledged once the fan-out has them in its log. Any thread. */
public final class OtlpTraceHandler implements RequestHandler {

  /*
   * Statuses. Every client may be told to come again by 503: Python's exporter gives up at 429 [1]. A partial success is for
   * spans that a further attempt would not help.
   *
   * Memory of a request: its body, inflated, and DECODED_BYTES for each byte of that, since a span on the heap is larger
   * than on the wire.
   *
   * [1] opentelemetry-exporter-otlp-proto-http, _is_retryable
   */
  private static final int DECODED_BYTES = 4;
  private static final String TRACES = "/v1/traces";
  private static final Duration INTAKE_TIMEOUT = Duration.ofSeconds(5);

  private final SpanIntake intake;
  private final Optional<Secret> token;
  private final long maxBodyBytes;
  private final OtlpDecoder decoder = new OtlpDecoder();

  /**
   * A handler.
   *
   * @param token that a client has to send; empty for any client
   * @param maxBodyBytes of a body, inflated
   */
  public OtlpTraceHandler(SpanIntake intake, Optional<Secret> token, long maxBodyBytes) {
    this.intake = intake;
    this.token = token;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public @Nullable HttpReply refuse(ReceivedHead head) {
    if (token.isPresent() && !isAuthorized(head, token.get())) {
      return OtlpAnswers.error(
          401, "send the header \"authorization: Bearer …\" with the token of source.otlp.token");
    }
    if (!head.path().equals(TRACES)) {
      return OtlpAnswers.error(404, notFound(head.path()));
    }
    if (!head.method().equals("POST")) {
      return OtlpAnswers.error(405, "send spans with POST");
    }
    String type = head.header("content-type").toLowerCase(Locale.ROOT);
    if (!type.equals(OtlpAnswers.PROTOBUF) && !type.startsWith(OtlpAnswers.PROTOBUF + ";")) {
      return OtlpAnswers.error(
          415,
          "the relay reads OTLP as application/x-protobuf and not as JSON; set the exporter's protocol to http/protobuf"
              + " (OTEL_EXPORTER_OTLP_PROTOCOL)");
    }
    String encoding = head.header("content-encoding").toLowerCase(Locale.ROOT);
    if (!encoding.isEmpty() && !encoding.equals("gzip") && !encoding.equals("identity")) {
      return OtlpAnswers.error(415, "the relay reads bodies as they are or with gzip");
    }
    return null;
  }

  private static boolean isAuthorized(ReceivedHead head, Secret token) {
    token.refresh();
    byte[] expected = ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8);
    byte[] sent = head.header("authorization").getBytes(StandardCharsets.ISO_8859_1);
    return MessageDigest.isEqual(expected, sent);
  }

  private static String notFound(String path) {
    return path.equals("/v1/metrics") || path.equals("/v1/logs")
        ? "the relay takes spans only; send metrics and logs to a Collector or to their vendor"
        : "the relay takes spans at " + TRACES + " only";
  }

  @Override
  public HttpReply answer(ReceivedHead head, byte[] body, MemoryReservation memory)
      throws RefusedRequestException, InterruptedException {
    byte[] message = head.header("content-encoding").equalsIgnoreCase("gzip")
        ? BoundedGunzip.inflate(body, maxBodyBytes, memory)
        : body;
    memory.add((long) DECODED_BYTES * message.length);
    return answer(decode(message));
  }

  private DecodedSpans decode(byte[] message) throws RefusedRequestException {
    try {
      return decoder.decode(message, message.length);
    } catch (IllegalArgumentException e) {
      throw new RefusedRequestException(400, "the body is no OTLP message: " + e.getMessage());
    }
  }

  private HttpReply answer(DecodedSpans decoded) throws InterruptedException {
    Receipt receipt = intake.take(decoded.spans(), INTAKE_TIMEOUT);
    if (receipt instanceof Receipt.Appended appended) {
      return appended(decoded, appended.refused());
    }
    if (receipt instanceof Receipt.Unavailable unavailable) {
      return OtlpAnswers.error(503, unavailable.reason() + "; send the spans again");
    }
    return OtlpAnswers.error(
        503,
        receipt instanceof Receipt.Saturated
            ? "the relay has no room; send the spans again, and slower"
            : "the spans are not known to be in the log; send them again");
  }

  private static HttpReply appended(DecodedSpans decoded, int refused) {
    if (decoded.refused() + refused == 0) {
      return OtlpAnswers.accepted();
    }
    String reason = decoded.refused() == 0
        ? "the relay had no room for them"
        : "the first was refused because " + decoded.reason();
    return OtlpAnswers.partly((long) decoded.refused() + refused, reason);
  }

  @Override
  public HttpReply unreadable(int status, String message) {
    return OtlpAnswers.error(status, message);
  }
}
