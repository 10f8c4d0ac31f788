/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.json.FieldKey;
import io.opentelemetry.api.trace.TraceFlags;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The trace fields of each profile: the names and forms by which its vendor joins lines to traces. */
final class TraceFields {
  private TraceFields() {}

  static List<LogField> ecs(KeyForm form) {
    return List.of(
        new TraceField(form.key("trace.id"), EventTrace::traceId),
        new TraceField(form.key("transaction.id"), EventTrace::localRootId),
        new TraceField(form.key("span.id"), EventTrace::spanId));
  }

  static List<LogField> otel() {
    return List.of(
        field("trace_id", EventTrace::traceId),
        field("span_id", EventTrace::innermostId),
        field("trace_flags", TraceFields::flags));
  }

  static List<LogField> newRelic() {
    return List.of(
        field("trace.id", EventTrace::traceId), field("span.id", EventTrace::innermostId));
  }

  /** Returns a decimal span id; the trace id in hex, or in decimal if it has only 64 bits, as Datadog's tracers write it. */
  static List<LogField> datadog(ServiceIdentity service) {
    return List.of(
        AgentFields.datadog(service),
        field("dd.trace_id", trace -> datadogTraceId(trace.traceId())),
        field("dd.span_id", trace -> decimal(trace.innermostId())));
  }

  static List<LogField> googleCloud(ServiceIdentity service) {
    String project = service.googleProject();
    String prefix = project == null ? "" : "projects/" + project + "/traces/";
    return List.of(
        new SeverityField.GoogleCloud(FieldKey.dotted("severity")),
        field("logging.googleapis.com/trace", trace -> prefix + trace.traceId()),
        field("logging.googleapis.com/spanId", EventTrace::innermostId),
        field("logging.googleapis.com/trace_sampled", TraceFields::sampled));
  }

  static List<LogField> honeycomb() {
    return List.of(
        field("trace.trace_id", EventTrace::traceId),
        field("trace.parent_id", EventTrace::innermostId),
        field("meta.signal_type", trace -> "log"),
        field("meta.annotation_type", trace -> "span_event"));
  }

  static List<LogField> dynatrace() {
    return List.of(
        field("dt.trace_id", EventTrace::traceId),
        field("dt.span_id", EventTrace::innermostId),
        field("dt.trace_sampled", TraceFields::sampled));
  }

  static List<LogField> xray() {
    return List.of(
        field("AWS-XRAY-TRACE-ID", TraceFields::xrayId),
        field("trace_id", EventTrace::traceId),
        field("span_id", EventTrace::innermostId),
        field("trace_flags", TraceFields::flags));
  }

  private static LogField field(String name, Function<EventTrace, @Nullable Object> part) {
    return new TraceField(FieldKey.dotted(name), part);
  }

  private static @Nullable Object flags(EventTrace trace) {
    TraceFlags flags = trace.flags();
    return flags == null ? null : flags.asHex();
  }

  private static @Nullable Object sampled(EventTrace trace) {
    TraceFlags flags = trace.flags();
    return flags == null ? null : (Object) flags.isSampled();
  }

  private static String datadogTraceId(String traceId) {
    return traceId.startsWith("0000000000000000") ? decimal(traceId.substring(16)) : traceId;
  }

  private static String decimal(String hex) {
    return Long.toUnsignedString(Long.parseUnsignedLong(hex, 16));
  }

  private static String xrayId(EventTrace trace) {
    String id = trace.traceId();
    return "1-" + id.substring(0, 8) + '-' + id.substring(8) + '@' + trace.innermostId();
  }
}
