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
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanFilterTest {

  private static final SpanData SPAN = FakeSpan.named("GET /orders")
      .kind(SpanKind.SERVER)
      .status(StatusData.error())
      .attributes(Attributes.builder()
          .put("url.path", "/orders/7")
          .put("http.response.status_code", 503L)
          .put("ratio", 0.5)
          .put("cached", false)
          .put(AttributeKey.stringArrayKey("tags"), List.of("a", "b"))
          .put(AttributeKey.longArrayKey("codes"), List.of(1L, 22L))
          .put(AttributeKey.valueKey("any"), Value.of(KeyValue.of("k", Value.of("v"))))
          .build())
      .resource(Resource.create(
          Attributes.builder().put("service.namespace", "gaming").build()));

  @Test
  void a_span_is_kept_for_one_of_the_values_of_its_own_or_its_resource() {
    assertThat(keeps(Map.of("service.namespace", List.of("shop", "gaming")))).isTrue();
    assertThat(keeps(Map.of("service.namespace", List.of("shop")))).isFalse();
    assertThat(keeps(Map.of("url.path", List.of("/orders/*")))).isTrue();
    assertThat(keeps(Map.of("absent", List.of("*")))).isFalse();
  }

  @Test
  void one_key_of_a_keep_rule_is_enough_but_every_rule_has_to_hold() {
    Map<String, List<String>> holds =
        Map.of("url.path", List.of("/orders/*"), "absent", List.of("x"));
    Map<String, List<String>> fails = Map.of("absent", List.of("x"));

    assertThat(new SpanFilter(List.of(holds), Map.of()).exclusion(SPAN)).isNull();
    assertThat(new SpanFilter(List.of(holds, holds), Map.of()).exclusion(SPAN)).isNull();
    assertThat(new SpanFilter(List.of(holds, fails), Map.of()).exclusion(SPAN)).isNotNull();
    assertThat(new SpanFilter(List.of(), Map.of()).exclusion(SPAN)).isNull();
  }

  @Test
  void a_drop_rule_wins_over_a_keep_rule() {
    Map<String, List<String>> rule = Map.of("url.path", List.of("/orders/*"));

    assertThat(new SpanFilter(List.of(rule), rule).exclusion(SPAN)).isNotNull();
    assertThat(
            new SpanFilter(List.of(rule), Map.of("url.path", List.of("/health*"))).exclusion(SPAN))
        .isNull();
  }

  @Test
  void values_of_every_type_match_by_their_text() {
    assertThat(keeps(Map.of("http.response.status_code", List.of("5*")))).isTrue();
    assertThat(keeps(Map.of("ratio", List.of("0.5")))).isTrue();
    assertThat(keeps(Map.of("cached", List.of("false")))).isTrue();
    assertThat(keeps(Map.of("tags", List.of("b")))).isTrue();
    assertThat(keeps(Map.of("codes", List.of("22")))).isTrue();
    assertThat(keeps(Map.of("codes", List.of("2")))).isFalse();
    assertThat(keeps(Map.of("any", List.of("*\"v\"*")))).isTrue();
  }

  @Test
  void name_kind_and_status_are_keys_too() {
    assertThat(keeps(Map.of("span.name", List.of("GET *")))).isTrue();
    assertThat(keeps(Map.of("span.name", List.of("get *")))).isFalse();
    assertThat(keeps(Map.of("span.kind", List.of("server")))).isTrue();
    assertThat(keeps(Map.of("span.kind", List.of("SERVER")))).isTrue();
    assertThat(keeps(Map.of("span.kind", List.of("client")))).isFalse();
    assertThat(keeps(Map.of("span.status", List.of("Error")))).isTrue();
    assertThat(keeps(Map.of("span.status", List.of("ok", "unset")))).isFalse();
  }

  private static boolean keeps(Map<String, List<String>> keep) {
    return new SpanFilter(List.of(keep), Map.of()).exclusion(SPAN) == null;
  }
}
