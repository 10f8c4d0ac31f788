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

/** Spans to one JSON array; one thread. */
final class ZipkinEncoder implements WireFormat.Encoder {

  /*
   * https://zipkin.io/zipkin-api/#/default/post_spans, fields in the order of Zipkin's own writer; the mapping is that
   * of https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/ as the SDK's last exporter (1.63.0) did it.
   * That exporter is discontinued; a test holds this one to it field by field. Names are in lower case because Zipkin
   * looks them up so. Links, trace state and resource attributes other than the service's name have no place in Zipkin.
   * In one thing we differ: a port or address that is none is left out, where the stock exporter loses the whole batch.
   */
  private final JsonBuffer out = new JsonBuffer();
  private final EndpointWriter endpoints;
  private final SpanTags tags = new SpanTags();

  ZipkinEncoder(Optional<InetAddress> localAddress) {
    this.endpoints = new EndpointWriter(localAddress);
  }

  @Override
  public EncodedBatch encode(Collection<SpanData> spans) {
    out.clear(); // an earlier batch may have failed half-way
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

  /** Zipkin writes a 64-bit trace id in 16 digits. */
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
