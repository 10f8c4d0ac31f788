/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.AbstractSequentialList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JdkObsolete") // lists without random access
class ListNormalizerTest {

  private final ListNormalizer normalizer = new ListNormalizer();

  @Test
  void a_span_without_such_lists_stays_one_object() {
    SpanData span = with(AttributeKey.stringArrayKey("k"), List.of("a"));

    assertThat(normalizer.apply(span)).isSameAs(span);
  }

  @Test
  void a_null_element_becomes_an_empty_one_of_the_lists_type() {
    assertThat(copied(AttributeKey.stringArrayKey("k"), Arrays.asList("a", null)))
        .containsExactly("a", "");
    assertThat(copied(AttributeKey.longArrayKey("k"), Arrays.asList(null, 7L)))
        .containsExactly(0L, 7L);
    assertThat(copied(AttributeKey.doubleArrayKey("k"), Arrays.asList(null, 0.5)))
        .containsExactly(0.0, 0.5);
    assertThat(copied(AttributeKey.booleanArrayKey("k"), Arrays.asList(true, null)))
        .containsExactly(true, false);
  }

  @Test
  void a_list_without_random_access_is_read_from_start_to_end_only() {
    List<String> sequential = new AbstractSequentialList<>() {
      @Override
      public ListIterator<String> listIterator(int index) {
        assertThat(index).isZero();
        return List.of("a", "b").listIterator();
      }

      @Override
      public int size() {
        return 2;
      }
    };

    assertThat(copied(AttributeKey.stringArrayKey("k"), sequential))
        .isInstanceOf(RandomAccess.class)
        .containsExactly("a", "b");
  }

  @Test
  void lists_inside_of_maps_and_lists_are_copied() {
    Value<?> nested =
        Value.of(KeyValue.of("m", Value.of(new LinkedList<>(List.of(Value.of(1), Value.of("x"))))));

    SpanData span = normalizer.apply(with(AttributeKey.valueKey("k"), nested));

    Value<?> copy = span.getAttributes().get(AttributeKey.valueKey("k"));
    assertThat(copy).isEqualTo(nested);
    KeyValue member = (KeyValue) ((List<?>) copy.getValue()).get(0);
    assertThat(member.getValue().getValue()).isInstanceOf(RandomAccess.class);
  }

  private <T> List<T> copied(AttributeKey<List<T>> key, List<T> value) {
    return normalizer.apply(with(key, value)).getAttributes().get(key);
  }

  private static <T> SpanData with(AttributeKey<T> key, T value) {
    return FakeSpan.named("span").attributes(Attributes.of(key, value));
  }
}
