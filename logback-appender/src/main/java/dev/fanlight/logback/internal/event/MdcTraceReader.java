/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reader of the trace ids that agents and libraries put into the MDC, by their names. */
public final class MdcTraceReader {
  /**
   * @param traceId MDC key of the trace id
   * @param spanId MDC key of the span id
   */
  private record Names(String traceId, String spanId) {}

  private static final Names[] KNOWN = {
    new Names("trace_id", "span_id"), // OpenTelemetry's agent and its logback-mdc library
    new Names("traceId", "spanId"), // Micrometer Tracing, Spring Boot, Quarkus
  };

  private static final int HEX_TRACE_ID = 32;
  private static final int MAX_DECIMAL = 20;

  private MdcTraceReader() {}

  /** Returns true if a key names part of a trace; such entries are written once, by the names of the profile. */
  public static boolean isKnown(String key) {
    return switch (key) {
      case "trace_id",
          "span_id",
          "trace_flags",
          "traceId",
          "spanId",
          "trace.id",
          "span.id",
          "transaction.id",
          "dd.trace_id",
          "dd.span_id" -> true;
      default -> false;
    };
  }

  /** Returns true for a trace entry that an agent writes when there is no trace: blank or zero. */
  public static boolean isVoid(String key, @Nullable String value) {
    return isKnown(key) && (value == null || value.isBlank() || value.equals("0"));
  }

  static @Nullable EventTrace of(Map<String, String> mdc) {
    if (mdc.isEmpty()) {
      return null;
    }
    for (Names names : KNOWN) {
      String traceId = mdc.get(names.traceId());
      String spanId = mdc.get(names.spanId());
      if (traceId != null && spanId != null && TraceId.isValid(traceId) && SpanId.isValid(spanId)) {
        TraceFlags flags = flags(mdc.get("trace_flags"));
        return new EventTrace(traceId, spanId, flags, TraceState.getDefault(), null);
      }
    }
    EventTrace elastic = elastic(mdc);
    return elastic != null ? elastic : datadog(mdc);
  }

  /** Reads the ids of Elastic's agent: a span id only inside a span, the transaction's id always. */
  private static @Nullable EventTrace elastic(Map<String, String> mdc) {
    String traceId = mdc.get("trace.id");
    if (traceId == null || !TraceId.isValid(traceId)) {
      return null;
    }
    String spanId = valid(mdc.get("span.id"));
    String transactionId = valid(mdc.get("transaction.id"));
    return spanId == null && transactionId == null
        ? null
        : new EventTrace(traceId, spanId, null, TraceState.getDefault(), transactionId);
  }

  /** Reads the ids of Datadog's agent: 64 bits in decimal; a longer trace id in hex. */
  private static @Nullable EventTrace datadog(Map<String, String> mdc) {
    String trace = mdc.get("dd.trace_id");
    String spanId = hex(mdc.get("dd.span_id"));
    if (trace == null || spanId == null) {
      return null;
    }
    String low = trace.length() == HEX_TRACE_ID ? null : hex(trace);
    String traceId = low == null ? trace : "0000000000000000" + low;
    return TraceId.isValid(traceId)
        ? new EventTrace(traceId, spanId, null, TraceState.getDefault(), null)
        : null;
  }

  private static @Nullable String valid(@Nullable String spanId) {
    return spanId != null && SpanId.isValid(spanId) ? spanId : null;
  }

  private static @Nullable String hex(@Nullable String decimal) {
    if (decimal == null || decimal.isEmpty() || decimal.length() > MAX_DECIMAL) {
      return null;
    }
    try {
      return valid(SpanId.fromLong(Long.parseUnsignedLong(decimal)));
    } catch (NumberFormatException ignored) { // an id of another format
      return null;
    }
  }

  private static @Nullable TraceFlags flags(@Nullable String hex) {
    if (hex == null || hex.length() != 2 || hex.chars().anyMatch(c -> Character.digit(c, 16) < 0)) {
      return null;
    }
    return TraceFlags.fromHex(hex, 0);
  }
}
