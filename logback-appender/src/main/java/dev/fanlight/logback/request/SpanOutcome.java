/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a span.
 *
 * @param isError true if the span failed: its status is an error, or its HTTP response status is 500 or above
 * @param type {@code error.type}, or the type of the last exception; null if the span has neither
 * @param message message of the last exception, or of the status; null if the span has neither
 */
record SpanOutcome(
    boolean isError, @Nullable String type, @Nullable String message) {
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> EXCEPTION_MESSAGE =
      AttributeKey.stringKey("exception.message");

  /** Returns true if the span failed. Cheaper than {@link #of}, which also reads the events. */
  static boolean isError(ReadableSpan span, SpanData data) {
    @Nullable Long code = span.getKind() == SpanKind.SERVER ? span.getAttribute(STATUS) : null;
    return data.getStatus().getStatusCode() == StatusCode.ERROR || (code != null && code >= 500);
  }

  static SpanOutcome of(ReadableSpan span, SpanData data) {
    if (!isError(span, data)) {
      return new SpanOutcome(false, null, null);
    }
    @Nullable String type = span.getAttribute(TYPE);
    String description = data.getStatus().getDescription();
    @Nullable String message = description.isEmpty() ? null : description;
    for (EventData event : data.getEvents()) {
      @Nullable String exception = event.getAttributes().get(EXCEPTION_TYPE);
      if (exception != null) {
        @Nullable String said = event.getAttributes().get(EXCEPTION_MESSAGE);
        type = type == null ? exception : type;
        message = said == null ? message : said;
      }
    }
    return new SpanOutcome(true, type, message);
  }
}
