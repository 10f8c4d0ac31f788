/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.LongProof;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The time of all rules together grows with the text, and not with its square: sixteen times the text, some 16 times the
 * time, and not 256 times. The thread's own time is measured, so that a busy machine does not count.
 */
@LongProof
class LinearRulesTest {

  private static final int SMALL = 32_000;
  private static final int LARGE = 16 * SMALL;
  private static final int MAX_RATIO = 40;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Rules rules = Rules.of(new RuleSettings(
      List.of(Map.of("url.full", List.of("*a*b*c*d*", "*"))),
      Map.of("url.query", List.of("*://a:b/*@*://a:b/*x", "a*a*a*a*b")),
      1,
      Set.of("any.redacted"),
      Set.of("any.hashed"),
      Set.of("any.removed"),
      Map.of("any.old", "any.new"),
      Map.of(),
      true));

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "://a:b/",
        "&pwd={x",
        "&pwd=\"x",
        "&key='x",
        ":%2F%2Fa:b",
        "Bearer ",
        ";jsessionid=",
        "aaaaaab",
        "\"key\":\"",
        "%25%"
      })
  void a_long_hostile_value_costs_time_in_proportion(String piece) {
    assertLinear(span(piece, SMALL), span(piece, LARGE));
  }

  private static SpanData span(String piece, int length) {
    String text = "http" + piece.repeat(length / piece.length());
    return FakeSpan.named(text)
        .attributes(Attributes.builder()
            .put("url.full", text)
            .put("url.query", text)
            .put("db.connection_string", text)
            .put("exception.message", text)
            .put(AttributeKey.stringArrayKey("list"), List.of(text))
            .put(AttributeKey.valueKey("any"), Value.of(KeyValue.of("k", Value.of(text))))
            .build());
  }

  @Test
  void a_map_of_many_levels_costs_time_in_proportion() {
    assertLinear(deep(50), deep(800));
  }

  private static SpanData deep(int levels) {
    Value<?> value = Value.of("v");
    for (int i = 0; i < levels; i++) {
      value = Value.of(KeyValue.of("key" + i, value), KeyValue.of("other", Value.of("o")));
    }
    Attributes attributes = Attributes.builder()
        .put("url.full", "abcd")
        .put(AttributeKey.valueKey("any"), value)
        .build();
    return FakeSpan.named("s").attributes(attributes);
  }

  private void assertLinear(SpanData small, SpanData large) {
    minimum(small, 5); // compiles
    long less = minimum(small, 10);
    long more = minimum(large, 3);

    assertThat(more).as("%d ns to %d ns", less, more).isLessThan(MAX_RATIO * less);
  }

  private long minimum(SpanData span, int times) {
    long minimum = Long.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      long start = threads.getCurrentThreadCpuTime();
      assertThat(rules.apply(List.of(span)).failed()).isZero();
      minimum = Math.min(minimum, threads.getCurrentThreadCpuTime() - start);
    }
    return minimum;
  }
}
