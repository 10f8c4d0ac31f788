/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.TraceFlags;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MDC of a serialized event. Receivers accept only classes of the JDK and of logback; so the MDC also contains the trace
 * and the event's fields as text, unless the application has an entry of the same name.
 */
final class SerializedMdc {
  private SerializedMdc() {}

  /**
   * Returns the MDC to serialize.
   *
   * @param fields the fields of the event; written as text
   */
  static Map<String, String> of(
      Map<String, String> applicationMdc,
      @Nullable EventTrace trace,
      Map<String, @Nullable Object> fields) {
    var mdc = new HashMap<String, String>(applicationMdc);
    if (trace != null && MdcTraceReader.of(mdc) == null) {
      mdc.put("trace_id", trace.traceId());
      mdc.put("span_id", trace.innermostId());
      TraceFlags flags = trace.flags();
      if (flags != null) {
        mdc.put("trace_flags", flags.asHex());
      }
    }
    fields.forEach((key, value) -> mdc.putIfAbsent(key, String.valueOf(value)));
    return mdc;
  }
}
