/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes against the specification: what each field of the data model has to become. */
class OtlpFieldsTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_field_arrives(long seed) throws InvalidProtocolBufferException {
    List<SpanData> spans = new RandomSpans(seed).spans(200);
    Map<ByteString, SpanData> sent = new HashMap<>();
    spans.forEach(span -> sent.put(id(span.getSpanId()), span));

    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(
        new OtlpWire().newEncoder().encode(spans).bytes());

    int arrived = 0;
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          SpanData data = Objects.requireNonNull(sent.get(span.getSpanId()));
          assertThat(span).isEqualTo(expected(data));
          assertThat(scope.getScope()).isEqualTo(expected(data.getInstrumentationScopeInfo()));
          assertThat(scope.getSchemaUrl())
              .isEqualTo(orEmpty(data.getInstrumentationScopeInfo().getSchemaUrl()));
          assertThat(resource.getResource())
              .isEqualTo(Resource.newBuilder()
                  .addAllAttributes(attributes(data.getResource().getAttributes()))
                  .build());
          assertThat(resource.getSchemaUrl())
              .isEqualTo(orEmpty(data.getResource().getSchemaUrl()));
          arrived++;
        }
      }
    }
    assertThat(arrived).isEqualTo(200);
    assertThat(request.getResourceSpansCount()).isEqualTo(3);
  }

  /** The message that a span has to become. */
  static Span expected(SpanData data) {
    SpanContext context = data.getSpanContext();
    SpanContext parent = data.getParentSpanContext();
    return Span.newBuilder()
        .setTraceId(id(context.getTraceId()))
        .setSpanId(id(context.getSpanId()))
        .setTraceState(header(context.getTraceState()))
        .setParentSpanId(parent.isValid() ? id(parent.getSpanId()) : ByteString.EMPTY)
        .setFlags(flags(context, parent.isRemote()))
        .setName(text(data.getName()))
        .setKind(Span.SpanKind.valueOf("SPAN_KIND_" + data.getKind().name()))
        .setStartTimeUnixNano(data.getStartEpochNanos())
        .setEndTimeUnixNano(data.getEndEpochNanos())
        .addAllAttributes(attributes(data.getAttributes()))
        .setDroppedAttributesCount(
            data.getTotalAttributeCount() - data.getAttributes().size())
        .addAllEvents(data.getEvents().stream().map(OtlpFieldsTest::event).toList())
        .setDroppedEventsCount(data.getTotalRecordedEvents() - data.getEvents().size())
        .addAllLinks(data.getLinks().stream().map(OtlpFieldsTest::link).toList())
        .setDroppedLinksCount(data.getTotalRecordedLinks() - data.getLinks().size())
        .setStatus(status(data))
        .build();
  }

  /** W3C flags, "the next bit is known", "the context is remote". */
  private static int flags(SpanContext context, boolean isRemote) {
    return (context.getTraceFlags().asByte() & 0xff) | 0x100 | (isRemote ? 0x200 : 0);
  }

  private static Span.Event event(EventData event) {
    return Span.Event.newBuilder()
        .setTimeUnixNano(event.getEpochNanos())
        .setName(text(event.getName()))
        .addAllAttributes(attributes(event.getAttributes()))
        .setDroppedAttributesCount(event.getDroppedAttributesCount())
        .build();
  }

  private static Span.Link link(LinkData link) {
    SpanContext context = link.getSpanContext();
    return Span.Link.newBuilder()
        .setTraceId(id(context.getTraceId()))
        .setSpanId(id(context.getSpanId()))
        .setTraceState(header(context.getTraceState()))
        .addAllAttributes(attributes(link.getAttributes()))
        .setDroppedAttributesCount(
            link.getTotalAttributeCount() - link.getAttributes().size())
        .setFlags(flags(context, context.isRemote()))
        .build();
  }

  private static Status status(SpanData data) {
    StatusCode code = data.getStatus().getStatusCode();
    return Status.newBuilder()
        .setCodeValue(code == StatusCode.OK ? 1 : code == StatusCode.ERROR ? 2 : 0)
        .setMessage(text(data.getStatus().getDescription()))
        .build();
  }

  private static InstrumentationScope expected(InstrumentationScopeInfo scope) {
    return InstrumentationScope.newBuilder()
        .setName(scope.getName())
        .setVersion(orEmpty(scope.getVersion()))
        .addAllAttributes(attributes(scope.getAttributes()))
        .build();
  }

  private static List<KeyValue> attributes(Attributes attributes) {
    List<KeyValue> all = new ArrayList<>();
    attributes.forEach((key, value) -> all.add(
        KeyValue.newBuilder().setKey(key.getKey()).setValue(any(key, value)).build()));
    return all;
  }

  private static AnyValue any(AttributeKey<?> key, Object value) {
    if (value instanceof List<?> list) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      list.forEach(element -> array.addValues(any(key, element)));
      return AnyValue.newBuilder().setArrayValue(array).build();
    }
    if (value instanceof String text) {
      return AnyValue.newBuilder().setStringValue(text(text)).build();
    }
    if (value instanceof Long number) {
      return AnyValue.newBuilder().setIntValue(number).build();
    }
    if (value instanceof Double number) {
      return AnyValue.newBuilder().setDoubleValue(number).build();
    }
    if (value instanceof Boolean flag) {
      return AnyValue.newBuilder().setBoolValue(flag).build();
    }
    return any((Value<?>) value);
  }

  private static AnyValue any(Value<?> value) {
    AnyValue.Builder any = AnyValue.newBuilder();
    switch (value.getType()) {
      case STRING -> any.setStringValue(text((String) value.getValue()));
      case LONG -> any.setIntValue((Long) value.getValue());
      case DOUBLE -> any.setDoubleValue((Double) value.getValue());
      case BOOLEAN -> any.setBoolValue((Boolean) value.getValue());
      case BYTES ->
        any.setBytesValue(ByteString.copyFrom(((ByteBuffer) value.getValue()).duplicate()));
      case ARRAY -> {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        ((List<?>) value.getValue()).forEach(element -> array.addValues(any((Value<?>) element)));
        any.setArrayValue(array);
      }
      case KEY_VALUE_LIST -> {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        ((List<?>) value.getValue())
            .forEach(element ->
                list.addValues(keyValue((io.opentelemetry.api.common.KeyValue) element)));
        any.setKvlistValue(list);
      }
      case EMPTY -> {}
    }
    return any.build();
  }

  private static KeyValue keyValue(io.opentelemetry.api.common.KeyValue keyValue) {
    return KeyValue.newBuilder()
        .setKey(keyValue.getKey())
        .setValue(any(keyValue.getValue()))
        .build();
  }

  private static String header(TraceState state) {
    return state.asMap().entrySet().stream()
        .map(member -> member.getKey() + "=" + member.getValue())
        .collect(Collectors.joining(","));
  }

  /** UTF-8 has no lone surrogates. */
  private static String text(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static ByteString id(String hex) {
    return ByteString.fromHex(hex);
  }
}
