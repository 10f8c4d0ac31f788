/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An encoder of spans to one JSON array of Zipkin spans. Not thread-safe. */
final class ZipkinEncoder implements WireFormat.Encoder {

  /*
   * https://zipkin.io/zipkin-api/#/default/post_spans, fields in the order of Zipkin's own writer; the mapping is
   * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/ as in the last exporter of the SDK (1.63.0), which
   * is discontinued; a test compares each field with it. Names are in lower case because Zipkin searches them in lower case.
   * Zipkin has no field for links, trace state and resource attributes other than the service name. One difference: an
   * invalid port or address is omitted; for such a span the stock exporter loses the whole batch.
   */
  private final JsonBuffer out = new JsonBuffer();
  private final EndpointWriter endpoints;
  private final SpanTags tags = new SpanTags();

  ZipkinEncoder(Optional<InetAddress> localAddress) {
    this.endpoints = new EndpointWriter(localAddress);
  }

  @Override
  public EncodedBatch encode(Collection<SpanData> spans) {
    out.clear(); // the previous batch may have failed before take()
    char separator = '[';
    for (SpanData span : spans) {
      out.ascii(separator);
      write(span);
      separator = ',';
    }
    out.ascii(']');
    return new EncodedBatch(out.take(), spans.size());
  }

  private void write(SpanData span) {
    writeIds(span);
    if (span.getKind() != SpanKind.INTERNAL) {
      out.ascii(",\"kind\":\"").ascii(span.getKind().name()).ascii('"');
    }
    if (!span.getName().isEmpty()) {
      out.ascii(",\"name\":").string(span.getName().toLowerCase(Locale.ROOT));
    }
    writeTimes(span);
    endpoints.writeLocal(span.getResource(), out);
    EndpointWriter.writeRemote(span, out);
    writeAnnotations(span.getEvents());
    tags.write(span, out);
    out.ascii('}');
  }

  private void writeIds(SpanData span) {
    out.ascii("{\"traceId\":\"").ascii(shortened(span.getTraceId())).ascii('"');
    if (span.getParentSpanContext().isValid() && !span.getParentSpanId().equals(span.getSpanId())) {
      out.ascii(",\"parentId\":\"").ascii(span.getParentSpanId()).ascii('"');
    }
    out.ascii(",\"id\":\"").ascii(span.getSpanId()).ascii('"');
  }

  /** Returns a trace id of 64 bits in 16 digits, the form of Zipkin; longer ids unchanged. */
  private static String shortened(String traceId) {
    return traceId.startsWith("0000000000000000") ? traceId.substring(16) : traceId;
  }

  private void writeTimes(SpanData span) {
    long start = EpochMicros.ofNanos(span.getStartEpochNanos());
    long end = EpochMicros.ofNanos(span.getEndEpochNanos());
    if (start > 0) {
      out.ascii(",\"timestamp\":").number(start);
    }
    out.ascii(",\"duration\":").number(Math.max(1, end - start));
  }

  private void writeAnnotations(List<EventData> events) {
    if (events.isEmpty()) {
      return;
    }
    out.ascii(",\"annotations\":");
    char separator = '[';
    for (SpanAnnotations.Annotation annotation : SpanAnnotations.of(events)) {
      out.ascii(separator)
          .ascii("{\"timestamp\":")
          .number(annotation.epochMicros())
          .ascii(",\"value\":")
          .string(annotation.value())
          .ascii('}');
      separator = ',';
    }
    out.ascii(']');
  }
}
