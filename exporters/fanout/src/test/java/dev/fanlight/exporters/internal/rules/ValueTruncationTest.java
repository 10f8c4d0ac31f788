/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTruncationTest {

  @Test
  void strings_are_cut_wherever_they_are() {
    Attributes longOnes = Attributes.builder()
        .put("s", "123456")
        .put("l", 123456L)
        .put(AttributeKey.stringArrayKey("a"), List.of("1", "123456"))
        .put(AttributeKey.valueKey("v"), Value.of(KeyValue.of("k", Value.of("123456"))))
        .build();
    Attributes cut = Attributes.builder()
        .put("s", "1234")
        .put("l", 123456L)
        .put(AttributeKey.stringArrayKey("a"), List.of("1", "1234"))
        .put(AttributeKey.valueKey("v"), Value.of(KeyValue.of("k", Value.of("1234"))))
        .build();
    SpanData span = FakeSpan.named("a long name")
        .attributes(longOnes)
        .events(EventData.create(1, "a long name", longOnes, 9))
        .links(LinkData.create(SpanContext.getInvalid(), longOnes, 9))
        .resource(Resource.create(longOnes))
        .dropped(3, 0, 0);

    SpanData edited = new ValueTruncation(4).apply(List.of(span)).get(0);

    assertThat(edited.getAttributes()).isEqualTo(cut);
    assertThat(edited.getTotalAttributeCount()).isEqualTo(7);
    assertThat(edited.getName()).isEqualTo("a long name");
    assertThat(edited.getEvents()).containsExactly(EventData.create(1, "a long name", cut, 9));
    assertThat(edited.getLinks())
        .containsExactly(LinkData.create(SpanContext.getInvalid(), cut, 9));
    assertThat(edited.getResource().getAttributes()).isEqualTo(cut);
  }

  @Test
  void a_pair_of_surrogates_is_not_cut_in_two() {
    String smiles = "a\uD83D\uDE00\uD83D\uDE00";
    SpanData span =
        FakeSpan.named("s").attributes(Attributes.builder().put("k", smiles).build());

    assertThat(cut(span, 2)).isEqualTo("a");
    assertThat(cut(span, 3)).isEqualTo("a\uD83D\uDE00");
    assertThat(cut(span, 4)).isEqualTo("a\uD83D\uDE00");
    assertThat(cut(span, 5)).isEqualTo(smiles);
  }

  private static String cut(SpanData span, int length) {
    return (String) new ValueTruncation(length)
        .apply(List.of(span))
        .get(0)
        .getAttributes()
        .asMap()
        .values()
        .iterator()
        .next();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void a_batch_within_the_limit_stays_as_it_is_and_any_other_gets_within(long seed) {
    List<SpanData> spans = new RandomSpans(seed).spans(50);
    int longest = ValueTruncation.longestValue(spans);

    List<SpanData> same = new ValueTruncation(longest).apply(spans);
    List<SpanData> cut = new ValueTruncation(longest - 1).apply(spans);

    for (int i = 0; i < spans.size(); i++) {
      assertThat(same.get(i)).isSameAs(spans.get(i));
    }
    assertThat(ValueTruncation.longestValue(cut)).isEqualTo(longest - 1);
  }

  @Test
  void a_batch_without_strings_has_no_longest_value() {
    SpanData span =
        FakeSpan.named("s").attributes(Attributes.builder().put("n", 7L).build());

    assertThat(ValueTruncation.longestValue(List.of(span))).isZero();
    assertThat(ValueTruncation.longestValue(List.of())).isZero();
  }
}
