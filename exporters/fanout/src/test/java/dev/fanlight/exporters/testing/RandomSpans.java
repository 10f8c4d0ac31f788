/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Spans with everything the data model allows; equal seeds, equal spans. */
public final class RandomSpans {

  private static final List<String> TEXTS = List.of(
      "",
      "GET /orders/{id}",
      "Zürich – 東京",
      "\uD83D\uDE00 smile",
      "lone \uD800 surrogate",
      "tab\t quote\" backslash\\ newline\n nul\u0000 bell\u0007",
      "separators \u2028 \u2029",
      "</script> & 'quoted'",
      "],[{\"a\":\"}{\"}",
      "x".repeat(300));

  /** An SDK before 1.60 has no attributes of the type Value. */
  private static final boolean HAS_VALUES = Arrays.stream(AttributeKey.class.getMethods())
      .anyMatch(method -> method.getName().equals("valueKey"));

  private final Random random;
  private final List<Resource> resources;
  private final List<InstrumentationScopeInfo> scopes;

  public RandomSpans(long seed) {
    random = new Random(seed);
    resources = List.of(
        Resource.create(ascii(4).toBuilder().put("service.name", "Checkout").build()),
        Resource.create(ascii(3), "https://opentelemetry.io/schemas/1.37.0"),
        Resource.empty());
    scopes = List.of(
        InstrumentationScopeInfo.create("io.fanlight.plain"),
        InstrumentationScopeInfo.create(""),
        InstrumentationScopeInfo.builder("io.fanlight.full")
            .setVersion("1.2.3")
            .setSchemaUrl("https://opentelemetry.io/schemas/1.38.0")
            .setAttributes(attributes(3))
            .build());
  }

  public List<SpanData> spans(int count) {
    return list(count, i -> span());
  }

  /** One span; resources and scopes repeat, as objects. */
  public FakeSpan span() {
    long start = 1_700_000_000_000_000_000L + (random.nextLong() >>> 20);
    return FakeSpan.named(text())
        .context(context())
        .parent(random.nextInt(3) == 0 ? SpanContext.getInvalid() : context())
        .kind(one(List.of(SpanKind.values())))
        .status(status())
        .time(start, start + random.nextInt(2_000_000_000))
        .attributes(attributes(random.nextInt(12)))
        .events(list(random.nextInt(4), i -> event(start)).toArray(EventData[]::new))
        .links(list(random.nextInt(3), i -> link()).toArray(LinkData[]::new))
        .dropped(dropped(), dropped(), dropped())
        .scope(one(scopes))
        .resource(one(resources));
  }

  private SpanContext context() {
    String traceId = random.nextInt(5) == 0 ? "0000000000000000" + hex(8) : hex(16);
    byte flags = one(List.of((byte) 0, (byte) 1, (byte) 3));
    return random.nextBoolean()
        ? SpanContext.create(traceId, hex(8), TraceFlags.fromByte(flags), traceState())
        : SpanContext.createFromRemoteParent(
            traceId, hex(8), TraceFlags.fromByte(flags), traceState());
  }

  private TraceState traceState() {
    return switch (random.nextInt(3)) {
      case 0 ->
        TraceState.builder()
            .put("congo", "t61rcWkgMzE")
            .put("rojo", "00f067aa0ba902b7")
            .build();
      case 1 -> TraceState.builder().put("ot", "th:8;rv:" + hex(7)).build();
      default -> TraceState.getDefault();
    };
  }

  private StatusData status() {
    return switch (random.nextInt(4)) {
      case 0 -> StatusData.ok();
      case 1 -> StatusData.error();
      case 2 -> StatusData.create(StatusCode.ERROR, text());
      default -> StatusData.unset();
    };
  }

  private EventData event(long start) {
    Attributes attributes = attributes(random.nextInt(4));
    return EventData.create(
        start + random.nextInt(3_000), text(), attributes, attributes.size() + dropped());
  }

  private LinkData link() {
    Attributes attributes = attributes(random.nextInt(4));
    return LinkData.create(context(), attributes, attributes.size() + dropped());
  }

  private int dropped() {
    return random.nextInt(4) == 0 ? random.nextInt(5) : 0;
  }

  private Attributes attributes(int count) {
    AttributesBuilder builder = Attributes.builder();
    IntStream.range(0, count).forEach(i -> putOne(builder));
    return builder.build();
  }

  /** A resource takes no other keys. */
  private Attributes ascii(int count) {
    return attributes(count).toBuilder()
        .removeIf(key -> key.getKey().equals("schlüssel"))
        .build();
  }

  private void putOne(AttributesBuilder builder) {
    String key = one(List.of(
        "http.route",
        "k" + random.nextInt(20),
        "schlüssel",
        "error",
        "peer.service",
        "server.socket.address"));
    switch (random.nextInt(11)) {
      case 0 -> builder.put(key, random.nextLong() >> random.nextInt(64));
      case 1 -> builder.put(key, random.nextGaussian());
      case 2 -> builder.put(key, random.nextBoolean());
      case 3 -> builder.put(AttributeKey.stringArrayKey(key), list(random.nextInt(4), i -> text()));
      case 4 ->
        builder.put(
            AttributeKey.longArrayKey(key), list(random.nextInt(4), i -> random.nextLong()));
      case 5 ->
        builder.put(
            AttributeKey.doubleArrayKey(key), list(random.nextInt(4), i -> random.nextDouble()));
      case 6 ->
        builder.put(
            AttributeKey.booleanArrayKey(key), list(random.nextInt(4), i -> random.nextBoolean()));
      case 7 -> {
        if (HAS_VALUES) {
          builder.put(AttributeKey.valueKey(key), value(3));
        }
      }
      default -> builder.put(key, text());
    }
  }

  private Value<?> value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> Value.of(text());
      case 1 -> Value.of(random.nextLong());
      case 2 -> Value.of(random.nextDouble());
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.of(HexFormat.of().parseHex(hex(1 + random.nextInt(20))));
      case 5 -> Value.empty();
      case 6 -> Value.of(list(random.nextInt(3), i -> value(depth - 1)));
      default ->
        Value.of(list(random.nextInt(3), i -> KeyValue.of("k" + i, value(depth - 1)))
            .toArray(KeyValue[]::new));
    };
  }

  private String text() {
    return random.nextInt(4) == 0 ? "t" + random.nextInt() : one(TEXTS);
  }

  private String hex(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    id[0] |= 1; // an id of zeros is none
    return HexFormat.of().formatHex(id);
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static <T> List<T> list(int count, IntFunction<? extends T> make) {
    return IntStream.range(0, count).<T>mapToObj(make).toList();
  }
}
