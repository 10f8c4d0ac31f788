/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.Trace;
import dev.fanlight.logback.internal.json.Key;
import io.opentelemetry.api.trace.TraceFlags;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The trace by the names, and in the forms, that each vendor joins it by. */
final class TraceFields {
  private TraceFields() {}

  static List<Field> otel() {
    return List.of(
        field("trace_id", Trace::traceId),
        field("span_id", Trace::innermostId),
        field("trace_flags", TraceFields::flags));
  }

  static List<Field> newRelic() {
    return List.of(field("trace.id", Trace::traceId), field("span.id", Trace::innermostId));
  }

  /** Decimal span id; the trace id in hex unless it has only 64 bits, as Datadog's own tracers write it. */
  static List<Field> datadog(Service service) {
    return List.of(
        AgentFields.datadog(service),
        field("dd.trace_id", trace -> datadogTraceId(trace.traceId())),
        field("dd.span_id", trace -> decimal(trace.innermostId())));
  }

  static List<Field> googleCloud(@Nullable String project) {
    String prefix = project == null ? "" : "projects/" + project + "/traces/";
    return List.of(
        new Severity.GoogleCloud(Key.dotted("severity")),
        field("logging.googleapis.com/trace", trace -> prefix + trace.traceId()),
        field("logging.googleapis.com/spanId", Trace::innermostId),
        field("logging.googleapis.com/trace_sampled", TraceFields::sampled));
  }

  static List<Field> honeycomb() {
    return List.of(
        field("trace.trace_id", Trace::traceId),
        field("trace.parent_id", Trace::innermostId),
        field("meta.signal_type", trace -> "log"),
        field("meta.annotation_type", trace -> "span_event"));
  }

  static List<Field> dynatrace() {
    return List.of(
        field("dt.trace_id", Trace::traceId),
        field("dt.span_id", Trace::innermostId),
        field("dt.trace_sampled", TraceFields::sampled));
  }

  static List<Field> xray() {
    return List.of(
        field("AWS-XRAY-TRACE-ID", TraceFields::xrayId),
        field("trace_id", Trace::traceId),
        field("span_id", Trace::innermostId),
        field("trace_flags", TraceFields::flags));
  }

  private static Field field(String name, Function<Trace, @Nullable Object> part) {
    return new TracePart(Key.dotted(name), part);
  }

  private static @Nullable Object flags(Trace trace) {
    TraceFlags flags = trace.flags();
    return flags == null ? null : flags.asHex();
  }

  private static @Nullable Object sampled(Trace trace) {
    TraceFlags flags = trace.flags();
    return flags == null ? null : (Object) flags.isSampled();
  }

  private static String datadogTraceId(String traceId) {
    return traceId.startsWith("0000000000000000") ? decimal(traceId.substring(16)) : traceId;
  }

  private static String decimal(String hex) {
    return Long.toUnsignedString(Long.parseUnsignedLong(hex, 16));
  }

  private static String xrayId(Trace trace) {
    String id = trace.traceId();
    return "1-" + id.substring(0, 8) + '-' + id.substring(8) + '@' + trace.innermostId();
  }
}
