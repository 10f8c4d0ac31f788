/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecodedSpansTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String ID = "00f067aa0ba902b7";
  private static final String PARENT = "b7ad6b7169203331";

  private final DecodedSpans decoded = new DecodedSpans();

  @Test
  void a_span_is_kept_as_it_was_sent() {
    decoded.add(request(span(ID)));

    assertThat(decoded.spansOf(List.of(TRACE)))
        .containsExactly(new DecodedSpans.Seen(
            TRACE,
            ID,
            PARENT,
            "session.transfer",
            "INTERNAL",
            "backend",
            true,
            Map.of("error.type", "dns", "retries", "2")));
  }

  @Test
  void a_span_seen_twice_is_kept_once_and_told() {
    decoded.add(request(span(ID)));
    decoded.add(request(span(ID)));

    assertThat(decoded.spansOf(List.of(TRACE))).hasSize(1);
    assertThat(decoded.stats()).isEqualTo(new DecodedSpans.Stats(2, 2, 1));
  }

  @Test
  void an_unknown_trace_has_no_spans() {
    assertThat(decoded.spansOf(List.of("none"))).isEmpty();
  }

  private static Span span(String id) {
    return Span.newBuilder()
        .setTraceId(bytes(TRACE))
        .setSpanId(bytes(id))
        .setParentSpanId(bytes(PARENT))
        .setName("session.transfer")
        .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
        .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
        .addAttributes(pair("error.type", AnyValue.newBuilder().setStringValue("dns")))
        .addAttributes(pair("retries", AnyValue.newBuilder().setIntValue(2)))
        .build();
  }

  private static ExportTraceServiceRequest request(Span span) {
    var service = pair("service.name", AnyValue.newBuilder().setStringValue("backend"));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .setResource(Resource.newBuilder().addAttributes(service))
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }

  private static KeyValue pair(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
