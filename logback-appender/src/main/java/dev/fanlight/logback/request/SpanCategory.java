/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The category of a child span, for the sums of a request. Its name is part of field names: {@code request.db.count}. */
enum SpanCategory {
  DB(0),
  DNS(1),
  TLS(2),
  MESSAGING(3),
  HTTP_CLIENT(4);

  /** An attribute that identifies a category, in the current or an older version of the semantic conventions. */
  private record Sign(SpanCategory category, AttributeKey<String> key) {}

  private static final List<Sign> SIGNS = List.of(
      new Sign(DB, AttributeKey.stringKey("db.system.name")),
      new Sign(DB, AttributeKey.stringKey("db.system")),
      new Sign(DNS, AttributeKey.stringKey("dns.question.name")),
      new Sign(TLS, AttributeKey.stringKey("tls.protocol.name")),
      new Sign(MESSAGING, AttributeKey.stringKey("messaging.system")));

  private static final List<AttributeKey<String>> HTTP =
      List.of(AttributeKey.stringKey("http.request.method"), AttributeKey.stringKey("http.method"));

  private final int slot;

  SpanCategory(int slot) {
    this.slot = slot;
  }

  /** Returns the index in an array with one element for each category. */
  int slot() {
    return slot;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the category of a span; null if the span has no category. */
  static @Nullable SpanCategory of(ReadableSpan span) {
    for (Sign sign : SIGNS) {
      if (span.getAttribute(sign.key()) != null) {
        return sign.category();
      }
    }
    if (span.getKind() == SpanKind.CLIENT
        && HTTP.stream().anyMatch(key -> span.getAttribute(key) != null)) {
      return HTTP_CLIENT;
    }
    return switch (span
        .getName()) { // spans of the agent's Netty instrumentation, without attributes
      case "RESOLVE" -> DNS;
      case "SSL handshake" -> TLS;
      default -> null;
    };
  }
}
