/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** OTLP messages as exporters of any language may write them; equal seeds, equal messages. */
final class RandomMessages {

  private static final List<String> TEXTS =
      List.of("", "GET /", "Zürich – 東京", "\uD83D\uDE00 smile", "nul\u0000", "x".repeat(300));
  private static final List<Integer> FLAGS = List.of(0, 1, 3, 0x100, 0x101, 0x300, 0x301, 0x200);

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** One message of up to three resources with up to three scopes each; no group is empty. */
  ExportTraceServiceRequest message() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      request.addResourceSpans(resource("service-" + i));
    }
    return request.build();
  }

  private ResourceSpans resource(String service) {
    ResourceSpans.Builder spans = ResourceSpans.newBuilder()
        .setResource(Resource.newBuilder()
            .addAllAttributes(attributes(random.nextInt(5)))
            .addAttributes(KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(service))))
        .setSchemaUrl(text());
    for (int i = random.nextInt(3); i >= 0; i--) {
      spans.addScopeSpans(ScopeSpans.newBuilder()
          .setScope(InstrumentationScope.newBuilder()
              .setName("scope-" + i)
              .setVersion(text())
              .addAllAttributes(attributes(random.nextInt(3))))
          .setSchemaUrl(text())
          .addAllSpans(list(1 + random.nextInt(20), n -> span())));
    }
    return spans.build();
  }

  Span span() {
    Span.Builder span = Span.newBuilder()
        .setTraceId(id(16))
        .setSpanId(id(8))
        .setTraceState(one(List.of("", "ot=th:8", "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7")))
        .setName(text())
        .setKindValue(random.nextInt(6))
        .setStartTimeUnixNano(random.nextLong())
        .setEndTimeUnixNano(random.nextLong())
        .addAllAttributes(attributes(random.nextInt(12)))
        .setDroppedAttributesCount(random.nextInt(3))
        .addAllEvents(list(random.nextInt(4), i -> event()))
        .setDroppedEventsCount(random.nextInt(3))
        .addAllLinks(list(random.nextInt(3), i -> link()))
        .setDroppedLinksCount(random.nextInt(3))
        .setFlags(one(FLAGS));
    if (random.nextBoolean()) {
      span.setParentSpanId(id(8));
    }
    if (random.nextBoolean()) {
      span.setStatus(Status.newBuilder().setCodeValue(random.nextInt(3)).setMessage(text()));
    }
    if (random.nextInt(4) == 0) {
      span.setUnknownFields(UnknownFieldSet.newBuilder()
          .addField(
              900,
              UnknownFieldSet.Field.newBuilder()
                  .addFixed32(7)
                  .addVarint(8)
                  .addLengthDelimited(id(20))
                  .build())
          .build());
    }
    return span.build();
  }

  private Span.Event event() {
    return Span.Event.newBuilder()
        .setTimeUnixNano(random.nextLong())
        .setName(text())
        .addAllAttributes(attributes(random.nextInt(4)))
        .setDroppedAttributesCount(random.nextInt(3))
        .build();
  }

  private Span.Link link() {
    return Span.Link.newBuilder()
        .setTraceId(id(16))
        .setSpanId(id(8))
        .setTraceState(one(List.of("", "a=b")))
        .addAllAttributes(attributes(random.nextInt(4)))
        .setDroppedAttributesCount(random.nextInt(3))
        .setFlags(one(FLAGS))
        .build();
  }

  /** Attributes in no order, each key once. */
  private List<KeyValue> attributes(int count) {
    List<KeyValue> all = new ArrayList<>(list(
        count,
        i -> KeyValue.newBuilder()
            .setKey("k" + i * 7 % 13 + "." + i)
            .setValue(any(3))
            .build()));
    Collections.shuffle(all, random);
    return all;
  }

  private AnyValue any(int depth) {
    AnyValue.Builder any = AnyValue.newBuilder();
    switch (random.nextInt(depth == 0 ? 6 : 10)) {
      case 0 -> any.setIntValue(random.nextLong() >> random.nextInt(64));
      case 1 -> any.setDoubleValue(random.nextGaussian());
      case 2 -> any.setBoolValue(random.nextBoolean());
      case 3 -> any.setBytesValue(id(1 + random.nextInt(30)));
      case 4 -> {} // the empty value
      case 5 -> any.setStringValue(text());
      case 6 ->
        any.setArrayValue(
            ArrayValue.newBuilder().addAllValues(list(random.nextInt(4), i -> any(depth - 1))));
      case 7 ->
        any.setArrayValue(ArrayValue.newBuilder()
            .addAllValues(list(
                random.nextInt(4),
                i -> AnyValue.newBuilder().setStringValue(text()).build())));
      case 8 ->
        any.setArrayValue(ArrayValue.newBuilder()
            .addAllValues(list(
                random.nextInt(4),
                i -> AnyValue.newBuilder().setIntValue(random.nextInt()).build())));
      default ->
        any.setKvlistValue(KeyValueList.newBuilder()
            .addAllValues(list(
                random.nextInt(4),
                i -> KeyValue.newBuilder()
                    .setKey("m" + i)
                    .setValue(any(depth - 1))
                    .build())));
    }
    return any.build();
  }

  private String text() {
    return random.nextInt(3) == 0 ? "t" + random.nextInt(1_000) : one(TEXTS);
  }

  private ByteString id(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    id[0] |= 1;
    return ByteString.copyFrom(id);
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static <T> List<T> list(int count, IntFunction<? extends T> make) {
    return IntStream.range(0, count).<T>mapToObj(make).toList();
  }

  /** The message as Fanlight writes it: same content, in its own order, without fields it does not know. */
  static ExportTraceServiceRequest canonical(ExportTraceServiceRequest request) {
    ExportTraceServiceRequest.Builder all = ExportTraceServiceRequest.newBuilder();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      ResourceSpans.Builder group = ResourceSpans.newBuilder()
          .setResource(Resource.newBuilder()
              .addAllAttributes(sorted(resource.getResource().getAttributesList())))
          .setSchemaUrl(resource.getSchemaUrl());
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        InstrumentationScope.Builder origin = scope.getScope().toBuilder();
        group.addScopeSpans(ScopeSpans.newBuilder()
            .setScope(origin
                .clearAttributes()
                .addAllAttributes(sorted(scope.getScope().getAttributesList())))
            .setSchemaUrl(scope.getSchemaUrl())
            .addAllSpans(
                scope.getSpansList().stream().map(RandomMessages::canonical).toList()));
      }
      all.addResourceSpans(group);
    }
    return all.build();
  }

  private static Span canonical(Span span) {
    Span.Builder builder = span.toBuilder()
        .setUnknownFields(UnknownFieldSet.getDefaultInstance())
        .clearAttributes()
        .addAllAttributes(sorted(span.getAttributesList()))
        .clearEvents()
        .clearLinks()
        .setStatus(span.getStatus()) // also where it is the default
        .setFlags(flags(span.getFlags(), !span.getParentSpanId().isEmpty()));
    if (span.getKindValue() == 0) {
      builder.setKindValue(1);
    }
    span.getEventsList()
        .forEach(event -> builder.addEvents(event.toBuilder()
            .clearAttributes()
            .addAllAttributes(sorted(event.getAttributesList()))));
    span.getLinksList()
        .forEach(link -> builder.addLinks(link.toBuilder()
            .clearAttributes()
            .addAllAttributes(sorted(link.getAttributesList()))
            .setFlags(flags(link.getFlags(), true))));
    return builder.build();
  }

  private static int flags(int flags, boolean hasOther) {
    if ((flags & 0x100) == 0) {
      return flags & 0xff;
    }
    return flags & (hasOther ? 0x3ff : 0x1ff);
  }

  private static List<KeyValue> sorted(List<KeyValue> attributes) {
    return attributes.stream()
        .sorted((one, other) -> one.getKey().compareTo(other.getKey()))
        .toList();
  }
}
