/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code google.rpc.Status} in the body of an error answer, as protobuf or as JSON; OTLP's own error body.
 *
 * @param message the vendor's reason as it came, perhaps empty
 * @param retryDelay how long the vendor asks to wait, zero or longer; empty where it does not say
 */
public record RpcStatus(String message, Optional<Duration> retryDelay) {

  /*
   * google/rpc/status.proto:  Status  1 code, 2 message, 3 repeated Any details
   * JSON: {"code": 3, "message": "…", "details": [{"@type": "…/google.rpc.RetryInfo", "retryDelay": "1.5s"}]}; Google's
   * own services wrap it into {"error": …}, and other vendors write {"error": "…"}.
   *
   * The content type is not asked, for servers leave it out. Where the body is no JSON, it must be a protobuf message
   * to its last byte that has a code or a message, and no field that a Status has not.
   */
  private static final RpcStatus NONE = new RpcStatus("", Optional.empty());

  private static final String RETRY_INFO = "/google.rpc.RetryInfo";

  /**
   * Reads the body of an answer.
   *
   * @param body of any kind
   * @return an empty message and no delay where the body is no such status
   */
  public static RpcStatus parse(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (JsonReader.isObject(text)) {
      return json(text);
    }
    try {
      return protobuf(new ProtoReader(body), RetryInfo.parse(body));
    } catch (IllegalArgumentException ignored) {
      return NONE; // an answer may be anything: HTML, text, empty
    }
  }

  private static RpcStatus protobuf(ProtoReader status, Optional<Duration> retryDelay) {
    String message = "";
    while (status.next()) {
      if (status.isAt(2)) {
        message = status.string();
      } else if (!status.isNumberAt(1) && !status.isAt(3)) {
        return new RpcStatus("", retryDelay);
      }
    }
    return new RpcStatus(message, retryDelay);
  }

  /** Parses JSON. The fields before a place where the text is no JSON, as at the end of a body that was cut, count. */
  private static RpcStatus json(String text) {
    Json found = new Json();
    try {
      JsonReader body = new JsonReader(text);
      while (body.next()) {
        if (!body.name().toLowerCase(Locale.ROOT).equals("error")) {
          found.member(body);
        } else if (body.isComposite()) {
          JsonReader wrapped = body.composite();
          while (wrapped.next()) {
            found.member(wrapped);
          }
        } else if (body.isString() && found.message.isEmpty()) {
          found.message = body.string();
        }
      }
    } catch (IllegalArgumentException ignored) {
      // see above
    }
    return new RpcStatus(found.message, found.retryDelay);
  }

  /** The members of a status in JSON, as they are found. */
  private static final class Json {
    private String message = "";
    private Optional<Duration> retryDelay = Optional.empty();

    void member(JsonReader member) {
      if (member.name().equals("message") && member.isString()) {
        message = member.string();
      } else if (member.name().equals("details") && member.isComposite()) {
        JsonReader details = member.composite();
        while (details.next()) {
          if (details.isComposite()) {
            detail(details.composite());
          }
        }
      }
    }

    private void detail(JsonReader detail) {
      boolean isRetryInfo = false;
      Optional<Duration> delay = Optional.empty();
      while (detail.next()) {
        if (detail.name().equals("@type")) {
          isRetryInfo = detail.string().endsWith(RETRY_INFO);
        } else if (detail.name().equals("retryDelay") || detail.name().equals("retry_delay")) {
          delay = duration(detail.string());
        }
      }
      if (isRetryInfo && delay.isPresent()) {
        retryDelay = delay;
      }
    }

    /** Seconds with up to nine digits of a fraction and an s, as proto3 JSON writes a Duration. */
    private static Optional<Duration> duration(String text) {
      try {
        Duration delay = text.length() > 32 || !text.endsWith("s")
            ? Duration.ofSeconds(-1)
            : Duration.parse("PT" + text);
        return delay.isNegative() ? Optional.empty() : Optional.of(delay);
      } catch (DateTimeException ignored) {
        return Optional.empty();
      }
    }
  }
}
