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

/** The ids that agents and libraries put into the MDC, by the names each of them uses. */
public final class MdcTrace {
  /**
   * @param traceId MDC key of the trace id
   * @param spanId MDC key of the span id
   */
  private record Names(String traceId, String spanId) {}

  private static final Names[] KNOWN = {
    new Names("trace_id", "span_id"), // OpenTelemetry's agent and its logback-mdc library
    new Names("traceId", "spanId"), // Micrometer Tracing, Spring Boot, Quarkus
    new Names("trace.id", "span.id"), // Elastic's agent inside a span
    new Names("trace.id", "transaction.id"), // Elastic's agent inside a transaction
  };

  private MdcTrace() {}

  /** Whether a key names part of a trace: such keys are written by us, once, by the profile's names. */
  public static boolean isKnown(String key) {
    return switch (key) {
      case "trace_id",
          "span_id",
          "trace_flags",
          "traceId",
          "spanId",
          "trace.id",
          "span.id",
          "transaction.id" -> true;
      default -> false;
    };
  }

  static @Nullable Trace of(Map<String, String> mdc) {
    if (mdc.isEmpty()) {
      return null;
    }
    for (Names names : KNOWN) {
      String traceId = mdc.get(names.traceId());
      String spanId = mdc.get(names.spanId());
      if (traceId != null && spanId != null && TraceId.isValid(traceId) && SpanId.isValid(spanId)) {
        TraceFlags flags = flags(mdc.get("trace_flags"));
        return new Trace(traceId, spanId, flags, TraceState.getDefault(), null);
      }
    }
    return null;
  }

  private static @Nullable TraceFlags flags(@Nullable String hex) {
    if (hex == null || hex.length() != 2 || hex.chars().anyMatch(c -> Character.digit(c, 16) < 0)) {
      return null;
    }
    return TraceFlags.fromHex(hex, 0);
  }
}
