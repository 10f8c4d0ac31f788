/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.testing.FakeSpan;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Spans whose values are at the borders of the encoding; equal seeds, equal spans. */
final class BorderlineSpans {

  private static final int[] LENGTHS = {
    0, 1, 2, 126, 127, 128, 129, 16_382, 16_383, 16_384, 16_385, 65_534, 65_535, 65_536, 65_537,
    140_000
  };
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    16_383,
    16_384,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 35,
    1L << 56,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] DOUBLES = {
    0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE, 1e-300
  };

  private final Random random;
  private final InstrumentationScopeInfo scope = InstrumentationScopeInfo.create("borderline");

  BorderlineSpans(long seed) {
    random = new Random(seed);
  }

  List<SpanData> spans(int count) {
    return list(count, this::span);
  }

  private SpanData span() {
    return FakeSpan.named(text())
        .scope(scope)
        .resource(Resource.empty())
        .context(context())
        .parent(random.nextBoolean() ? SpanContext.getInvalid() : context())
        .kind(one(List.of(SpanKind.values())))
        .status(StatusData.create(one(List.of(StatusCode.values())), text()))
        .time(number(), number())
        .attributes(attributes(random.nextInt(6)))
        .events(list(random.nextInt(3), this::event).toArray(EventData[]::new))
        .links(list(random.nextInt(3), this::link).toArray(LinkData[]::new))
        .dropped(dropped(), dropped(), dropped());
  }

  private EventData event() {
    return EventData.create(number(), text(), attributes(random.nextInt(3)), dropped());
  }

  private LinkData link() {
    return LinkData.create(context(), attributes(random.nextInt(3)), dropped());
  }

  private int dropped() {
    return random.nextInt(3) == 0 ? (int) number() : random.nextInt(300);
  }

  private SpanContext context() {
    String traceId = "%016x%016x".formatted(random.nextLong() | 1, random.nextLong());
    String spanId = "%016x".formatted(random.nextLong() | 1);
    TraceFlags flags = TraceFlags.fromByte((byte) random.nextInt());
    var state = TraceState.builder();
    for (int i = random.nextInt(4) * random.nextInt(10); i > 0; i--) {
      state.put("k" + i, "v".repeat(1 + random.nextInt(200)));
    }
    return random.nextBoolean()
        ? SpanContext.create(traceId, spanId, flags, state.build())
        : SpanContext.createFromRemoteParent(traceId, spanId, flags, state.build());
  }

  private Attributes attributes(int count) {
    AttributesBuilder builder = Attributes.builder();
    for (int i = 0; i < count; i++) {
      String key = random.nextInt(9) == 0 ? "k" + i + text() : "key." + random.nextInt(3_000);
      switch (random.nextInt(9)) {
        case 0 -> builder.put(key, number());
        case 1 -> builder.put(key, DOUBLES[random.nextInt(DOUBLES.length)]);
        case 2 -> builder.put(key, random.nextBoolean());
        case 3 -> builder.put(AttributeKey.stringArrayKey(key), list(few(), this::text));
        case 4 -> builder.put(AttributeKey.longArrayKey(key), list(many(), this::number));
        case 5 -> builder.put(AttributeKey.booleanArrayKey(key), list(many(), random::nextBoolean));
        case 6 -> builder.put(AttributeKey.doubleArrayKey(key), list(many(), random::nextGaussian));
        case 7 -> builder.put(AttributeKey.valueKey(key), value(random.nextInt(60)));
        default -> builder.put(key, text());
      }
    }
    return builder.build();
  }

  private Value<?> value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> Value.of(text());
      case 1 -> Value.of(number());
      case 2 -> Value.of(DOUBLES[random.nextInt(DOUBLES.length)]);
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.of(new byte[LENGTHS[random.nextInt(9)]]);
      case 5 -> Value.empty();
      case 6 -> Value.of(list(random.nextInt(3), () -> value(depth / 2)));
      case 7 -> Value.of(List.of(Value.of(List.of(value(depth - 1)))));
      default ->
        Value.of(list(random.nextInt(3), () -> KeyValue.of(shortText(), value(depth / 2)))
            .toArray(KeyValue[]::new));
    };
  }

  private String text() {
    return random.nextInt(3) > 0 ? shortText() : text(LENGTHS[random.nextInt(LENGTHS.length)]);
  }

  private String shortText() {
    return text(random.nextInt(20));
  }

  /** Text of one kind of characters, or of all kinds, unpaired surrogates among them. */
  private String text(int length) {
    int kind = random.nextInt(6);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(character(kind < 5 ? kind : random.nextInt(5)));
    }
    return text.toString();
  }

  private char character(int kind) {
    return switch (kind) {
      case 0 -> (char) random.nextInt(0x80);
      case 1 -> (char) random.nextInt(0x100);
      case 2 -> (char) random.nextInt(0x800);
      case 3 -> (char) random.nextInt(0x10000);
      default -> (char) (0xd7ff + random.nextInt(0x802)); // surrogates, and their neighbours
    };
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private long number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private int few() {
    return random.nextInt(4);
  }

  private int many() {
    return random.nextInt(20) == 0 ? 5_000 : random.nextInt(4);
  }

  private static <T> List<T> list(int count, Supplier<? extends T> make) {
    List<T> list = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> list.add(make.get()));
    return list;
  }
}
