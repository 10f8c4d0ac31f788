/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import dev.fanlight.exporters.spi.WireFormat.Refusal;
import dev.fanlight.exporters.testing.RandomSpans;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

class ZipkinWireFormatTest {

  private final WireFormat wire = new ZipkinWireFormat();

  @Test
  void the_service_loader_finds_it() {
    assertThat(ServiceLoader.load(WireFormat.class))
        .anyMatch(found ->
            found.name().equals("zipkin") && found.contentType().equals("application/json"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void slices_hold_the_same_spans_in_order_within_the_limits(long seed) {
    Random random = new Random(seed);
    EncodedBatch batch = batch(seed, 1 + random.nextInt(80));
    for (int i = 0; i < 20; i++) {
      int maxSpans = 1 + random.nextInt(40);
      int maxBytes = 1 + random.nextInt(20_000);

      List<EncodedBatch> parts = wire.slice(batch, maxSpans, maxBytes);

      assertThat(elements(parts)).isEqualTo(elements(List.of(batch)));
      for (EncodedBatch part : parts) {
        assertThat(decoded(part)).hasSize(part.spans());
        assertThat(part.spans()).isBetween(1, maxSpans);
        assertThat(part.spans() == 1 || part.bytes().length <= maxBytes).isTrue();
      }
      assertThat(wire.join(parts).bytes()).isEqualTo(batch.bytes());
    }
  }

  @Test
  void a_part_is_full_to_the_last_byte() {
    EncodedBatch batch = batch(1, 30);
    int size = batch.bytes().length;

    assertThat(wire.slice(batch, 30, size)).containsExactly(batch);
    assertThat(wire.slice(batch, 30, size - 1)).hasSize(2);
  }

  @Test
  void brackets_and_quotes_inside_of_a_string_part_nothing() {
    EncodedBatch batch = of("[ {\"a\":\"],[{\\\"}\\\\\"} ,\n{\"b\":[{\"c\":\"\\\\\\\"{\"}]}]\n", 2);

    assertThat(wire.slice(batch, 1, 1_000))
        .extracting(part -> new String(part.bytes(), StandardCharsets.UTF_8))
        .containsExactly("[{\"a\":\"],[{\\\"}\\\\\"}]", "[{\"b\":[{\"c\":\"\\\\\\\"{\"}]}]");
  }

  @Test
  void messages_are_joined_into_one_array() {
    EncodedBatch first = batch(1, 3);
    EncodedBatch second = batch(2, 4);

    EncodedBatch joined = wire.join(List.of(first, of("[]", 0), second));

    assertThat(joined.spans()).isEqualTo(7);
    assertThat(decoded(joined)).hasSize(7);
    assertThat(elements(List.of(joined))).isEqualTo(elements(List.of(first, second)));
    assertThat(wire.join(List.of(first))).isSameAs(first);
    assertThat(wire.join(List.of(of("[]", 0), of("[]", 0))).bytes())
        .isEqualTo(of("[]", 0).bytes());
  }

  @Test
  void what_is_no_array_of_spans_is_refused() {
    for (String message : List.of(
        "",
        "[",
        "[]x",
        "{}",
        "[1,2]",
        "[{},]",
        "[{}{}]",
        "[{\"a\":\"}]",
        "[{\"a\":\"\\",
        "null",
        "[{}")) {
      assertThatIllegalArgumentException()
          .as(message)
          .isThrownBy(() -> wire.slice(of(message, 2), 1, 1_000))
          .withMessageContaining("not ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wire.join(List.of(of("{}", 1), of("[]", 1))));
  }

  @Test
  void a_message_with_another_number_of_spans_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wire.slice(of("[{},{}]", 3), 1, 1_000))
        .withMessageContaining("2 spans found, 3 expected");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_damaged_message_is_refused_and_never_loses_spans_silently(long seed) {
    Random random = new Random(seed);
    EncodedBatch batch = batch(seed, 10);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = batch.bytes().clone();
      if (random.nextBoolean()) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        List<EncodedBatch> parts = wire.slice(new EncodedBatch(bytes, 10), 1, Integer.MAX_VALUE);

        assertThat(parts).hasSize(10);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("not ");
      }
    }
  }

  @Test
  void an_answer_takes_nothing_back() {
    assertThat(wire.refusal("application/json", "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Refusal.NONE);
  }

  private EncodedBatch batch(long seed, int spans) {
    return wire.newEncoder().encode(new RandomSpans(seed).spans(spans));
  }

  private static EncodedBatch of(String json, int spans) {
    return new EncodedBatch(json.getBytes(StandardCharsets.UTF_8), spans);
  }

  /** The elements of all arrays as one text. */
  private static String elements(List<EncodedBatch> batches) {
    return batches.stream()
        .map(batch -> new String(batch.bytes(), StandardCharsets.UTF_8))
        .peek(text -> assertThat(text).startsWith("[").endsWith("]"))
        .map(text -> text.substring(1, text.length() - 1))
        .collect(Collectors.joining(","));
  }

  private static List<Span> decoded(EncodedBatch batch) {
    return SpanBytesDecoder.JSON_V2.decodeList(batch.bytes());
  }
}
