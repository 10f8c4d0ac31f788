/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

import io.opentelemetry.api.trace.TraceFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * The MDC of a serialized event. Receivers accept only classes of the JDK and of logback; so the MDC also contains the trace
 * and the event's fields as text, unless the application has an entry of the same name.
 */
final class SerializedMdc {
  private SerializedMdc() {}

  static Map<String, String> of(CapturedEvent event) {
    var mdc = new HashMap<String, String>(event.applicationMdc());
    EventTrace trace = event.trace();
    if (trace != null && MdcTraceReader.of(mdc) == null) {
      mdc.put("trace_id", trace.traceId());
      mdc.put("span_id", trace.innermostId());
      TraceFlags flags = trace.flags();
      if (flags != null) {
        mdc.put("trace_flags", flags.asHex());
      }
    }
    TraceMarker marker = TraceMarker.on(event);
    if (marker != null) {
      put(mdc, marker.fields());
    }
    FieldSnapshot fields = event.fields();
    for (int i = 0; i < fields.size(); i++) {
      mdc.putIfAbsent(fields.key(i), String.valueOf(fields.value(i)));
    }
    return mdc;
  }

  private static void put(Map<String, String> mdc, Map<String, Object> fields) {
    fields.forEach((key, value) -> mdc.putIfAbsent(key, String.valueOf(value)));
  }
}
