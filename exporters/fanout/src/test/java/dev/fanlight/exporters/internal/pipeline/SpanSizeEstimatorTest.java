/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fanlight.exporters.internal.wire.OtlpWire;
import dev.fanlight.exporters.spi.WireFormat;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanSizeEstimatorTest {

  private final SpanSizeEstimator estimator = new SpanSizeEstimator();
  private final WireFormat.Encoder otlp = new OtlpWire().newEncoder();

  @BeforeEach
  void some_texts_were_seen() {
    for (int i = 0; i < SpanSizeEstimator.FIRST_SIGHTS; i++) {
      estimator.measure(with("text", "x".repeat(1_000)));
    }
  }

  @Test
  void the_first_long_values_of_all_do_not_narrow_the_queue() {
    SpanSizeEstimator fresh = new SpanSizeEstimator();

    fresh.measure(with("sql", "x".repeat(10_000)));

    assertThat(fresh.heapBytes()).isLessThan(1_000);
    assertThat(fresh.encodedBytes()).isGreaterThan(10_000);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"x", "é", "Ж", "語", "😀", "at com.acme.Service.call(Service.java:7)\n"})
  void the_estimate_of_a_long_value_is_within_a_tenth_of_its_encoding(String text) {
    SpanData span = with("exception.stacktrace", text.repeat(20_000 / text.length()));

    estimator.measure(span);

    long encoded = otlp.encode(List.of(span)).bytes().length;
    assertThat((double) estimator.encodedBytes())
        .isCloseTo((double) encoded, within(encoded * 0.1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void the_estimate_of_any_batch_is_within_a_factor_of_three(long seed) {
    List<SpanData> spans = new RandomSpans(seed).spans(500);
    long estimate = 0;
    for (SpanData span : spans) {
      estimator.measure(span);
      estimate += estimator.encodedBytes();
    }

    long encoded = otlp.encode(spans).bytes().length;

    assertThat(estimate).isBetween(encoded / 3, encoded * 3);
  }

  @Test
  void lists_maps_and_bytes_count_with_all_they_hold() {
    String text = "x".repeat(1_000);
    Attributes attributes = Attributes.builder()
        .put(AttributeKey.stringArrayKey("list"), List.of(text, text))
        .put(
            AttributeKey.valueKey("map"),
            Value.of(Map.of("k", Value.of(Value.of(text), Value.of(new byte[1_000])))))
        .build();

    estimator.measure(FakeSpan.named("span").attributes(attributes));

    assertThat(estimator.encodedBytes()).isBetween(4_000L, 4_500L);
  }

  @Test
  void a_long_value_that_spans_share_is_on_the_heap_once() {
    String text = "x".repeat(10_000);

    estimator.measure(with("sql", text));
    assertThat(estimator.heapBytes()).isGreaterThan(10_000);
    estimator.measure(with("sql", text));

    assertThat(estimator.heapBytes()).isLessThan(1_000);
    assertThat(estimator.encodedBytes()).isGreaterThan(10_000);
  }

  @Test
  void a_hundred_texts_that_spans_share_are_known_again() {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      spans.add(with("sql", "x".repeat(10_000)));
    }
    spans.forEach(estimator::measure);

    long heapBytes = 0;
    for (SpanData span : spans) {
      estimator.measure(span);
      heapBytes += estimator.heapBytes();
    }

    assertThat(heapBytes).isLessThan(150_000); // also if five of them fall into one set
  }

  @Test
  void equal_values_that_are_not_the_same_object_count_each() {
    estimator.measure(with("sql", "x".repeat(10_000)));
    estimator.measure(with("sql", "x".repeat(10_000)));

    assertThat(estimator.heapBytes()).isGreaterThan(10_000);
  }

  @Test
  void a_value_outside_of_latin_1_takes_two_bytes_a_character_on_the_heap() {
    estimator.measure(with("text", "語".repeat(10_000)));

    assertThat(estimator.heapBytes()).isBetween(20_000L, 21_000L);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void the_time_for_a_value_does_not_grow_with_its_length() {
    SpanData span = with("text", "語".repeat(20_000_000));

    for (int i = 0; i < 1_000_000; i++) { // at a nanosecond a character, five hours
      estimator.measure(span);
    }

    assertThat(estimator.encodedBytes()).isGreaterThan(60_000_000);
  }

  private static SpanData with(String key, String value) {
    return FakeSpan.named("span")
        .attributes(Attributes.builder().put(key, value).build());
  }
}
