/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fanlight.exporters.internal.reason.FilterReason;
import dev.fanlight.exporters.internal.rules.Rules.Applied;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  @Test
  void filters_see_what_the_application_wrote_and_vendors_see_it_redacted() {
    Rules rules = Rules.of(new RuleSettings(
        List.of(Map.of("user.plan", List.of("gold"))),
        Map.of(),
        1,
        Set.of("user.plan"),
        Set.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        true));

    Applied applied = rules.apply(List.of(span("gold"), span("silver")));

    assertThat(applied.filtered().sum()).isEqualTo(1);
    assertThat(applied.failed()).isZero();
    assertThat(applied.kept())
        .extracting(SpanData::getAttributes)
        .containsExactly(Attributes.builder().put("user.plan", "[redacted]").build());
  }

  @Test
  void a_resource_is_redacted_once_for_all_its_spans() {
    Resource resource =
        Resource.create(Attributes.builder().put("k", "http://u:p@h").build());
    Resource other = Resource.create(Attributes.builder().put("k", "v").build());
    List<SpanData> batch = List.of(
        FakeSpan.named("a").resource(resource),
        FakeSpan.named("b").resource(other),
        FakeSpan.named("c").resource(resource));

    List<SpanData> kept = Rules.of(RuleSettings.DEFAULT).apply(batch).kept();

    assertThat(kept.get(0).getResource()).isSameAs(kept.get(2).getResource());
    assertThat(kept.get(0).getResource().getAttributes())
        .isEqualTo(Attributes.builder().put("k", "http://REDACTED:REDACTED@h").build());
    assertThat(kept.get(1)).isSameAs(batch.get(1));
  }

  @Test
  void each_excluded_span_has_the_reason_of_the_first_rule_that_excludes_it() {
    Rules rules = Rules.of(new RuleSettings(
        List.of(Map.of("user.plan", List.of("gold", "lead"))),
        Map.of("user.plan", List.of("lead", "silver")),
        0,
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        true));

    Applied applied = rules.apply(List.of(span("silver"), span("lead"), span("gold")));

    assertThat(applied.filtered().of(FilterReason.KEEP)).isEqualTo(1); // silver
    assertThat(applied.filtered().of(FilterReason.DROP)).isEqualTo(1); // lead
    assertThat(applied.filtered().of(FilterReason.SAMPLE)).isEqualTo(1); // gold
    assertThat(applied.kept()).isEmpty();
  }

  @Test
  void a_span_on_which_a_rule_fails_is_not_sent_and_the_others_are() {
    Rules rules = Rules.of(RuleSettings.DEFAULT);
    SpanData broken = new Broken(new IllegalStateException("planted"));
    SpanData unlinked = new Broken(new NoClassDefFoundError("planted"));

    Applied applied = rules.apply(List.of(span("a"), broken, unlinked, span("b")));

    assertThat(applied.kept()).hasSize(2);
    assertThat(applied.failed()).isEqualTo(2);
    assertThat(applied.filtered().sum()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void every_span_is_kept_filtered_or_failed(long seed) {
    Rules rules = Rules.of(new RuleSettings(
        List.of(),
        Map.of("error", List.of("*")),
        0.5,
        Set.of("k1"),
        Set.of("k2"),
        Set.of("k3"),
        Map.of("k4", "k5"),
        Map.of(),
        true));
    List<SpanData> batch = new ArrayList<>(new RandomSpans(seed).spans(500));
    batch.add(new Broken(new IllegalStateException("planted")));

    Applied applied = rules.apply(batch);

    assertThat(applied.kept().size() + applied.filtered().sum() + applied.failed())
        .isEqualTo(501);
    assertThat(applied.kept()).isNotEmpty();
    assertThat(applied.filtered().of(FilterReason.DROP)).isPositive();
    assertThat(applied.filtered().of(FilterReason.SAMPLE)).isPositive();
    assertThat(applied.filtered().of(FilterReason.KEEP)).isZero();
  }

  @Test
  void equal_rules_have_equal_definitions_and_different_rules_do_not() {
    RuleSettings one =
        settings(Set.of("a", "b"), Map.of("k", List.of("x", "y"), "l", List.of("z")));
    RuleSettings same =
        settings(Set.of("b", "a"), Map.of("l", List.of("z"), "k", List.of("y", "x")));

    assertThat(one.canonical()).isEqualTo(same.canonical());
    assertThat(settings(Set.of("a, b"), Map.of()).canonical())
        .isNotEqualTo(settings(Set.of("a", "b"), Map.of()).canonical());
    assertThat(settings(Set.of("a\", \"b"), Map.of()).canonical())
        .isNotEqualTo(settings(Set.of("a", "b"), Map.of()).canonical());
    assertThat(settings(Set.of(), Map.of("k", List.of("x, y"))).canonical())
        .isNotEqualTo(settings(Set.of(), Map.of("k", List.of("x", "y"))).canonical());
  }

  @Test
  void what_is_added_takes_the_place_of_what_is_there_and_no_rule_touches_it() {
    Rules rules = Rules.of(new RuleSettings(
        List.of(Map.of("project", List.of("detected"))),
        Map.of(),
        1,
        Set.of("project"),
        Set.of(),
        Set.of("token"),
        Map.of(),
        Map.of("project", "given", "token", "t"),
        true));
    Resource resource = Resource.create(
        Attributes.builder().put("project", "detected").put("zone", 7).build());
    List<SpanData> batch =
        List.of(FakeSpan.named("a").resource(resource), FakeSpan.named("b").resource(resource));

    List<SpanData> kept = rules.apply(batch).kept();

    assertThat(kept).hasSize(2);
    assertThat(kept.get(0).getResource()).isSameAs(kept.get(1).getResource());
    assertThat(kept.get(0).getResource().getAttributes())
        .isEqualTo(Attributes.builder()
            .put("project", "given")
            .put("token", "t")
            .put("zone", 7)
            .build());
    assertThat(kept.get(0).getAttributes()).isSameAs(batch.get(0).getAttributes());
  }

  @Test
  void what_is_added_is_a_part_of_the_definition_and_is_not_printed() {
    RuleSettings one = adding("s3cret");

    assertThat(one.canonical()).isNotEqualTo(adding("other").canonical());
    assertThat(one.toString()).contains("1 add").doesNotContain("s3cret");
  }

  private static RuleSettings adding(String token) {
    return new RuleSettings(
        List.of(),
        Map.of(),
        1,
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        Map.of("token", token),
        true);
  }

  @Test
  void a_name_that_is_no_key_is_refused() {
    for (String name : List.of("", "schlüssel", "k".repeat(256), "tab\t")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RuleSettings(
              List.of(),
              Map.of(),
              1,
              Set.of(),
              Set.of(),
              Set.of(),
              Map.of("a", name),
              Map.of(),
              true))
          .withMessageContaining("rename");
    }
  }

  private static RuleSettings settings(Set<String> redact, Map<String, List<String>> drop) {
    return new RuleSettings(
        List.of(drop), drop, 1, redact, Set.of(), Set.of(), Map.of(), Map.of(), true);
  }

  private static SpanData span(String plan) {
    return FakeSpan.named("s")
        .attributes(Attributes.builder().put("user.plan", plan).build());
  }

  private static final class Broken extends DelegatingSpanData {
    private final Throwable failure;

    Broken(Throwable failure) {
      super(FakeSpan.named("broken"));
      this.failure = failure;
    }

    @Override
    public Attributes getAttributes() {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }
}
