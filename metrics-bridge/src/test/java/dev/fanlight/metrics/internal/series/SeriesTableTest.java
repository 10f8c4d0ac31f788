/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.metrics.ManualClock;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
  private final ManualClock clock = new ManualClock();

  private SeriesBudget budget(int limit, int valuesPerLabel) {
    return new SeriesBudget(limit, valuesPerLabel, Duration.ofMinutes(10), clock);
  }

  private static SpanMeasure measure(SeriesBudget budget) {
    return new SpanMeasure(
        List.of(
            DimensionFactory.spanName("name", SpanNameTemplate::template),
            DimensionFactory.spanKind("kind"),
            DimensionFactory.attribute("user", "user")),
        BucketCells.of(List.of(), false),
        budget,
        span -> true);
  }

  @Test
  void a_label_over_its_limit_folds_and_the_others_stay() {
    SeriesBudget budget = budget(1_000, 2);
    SpanMeasure measure = measure(budget);

    for (String user : List.of("ann", "bob", "cleo", "dan", "ann")) {
      record(measure, "login", user);
    }

    assertThat(counts(measure))
        .isEqualTo(Map.of(
            "login/SPAN_KIND_SERVER/ann", 2L,
            "login/SPAN_KIND_SERVER/bob", 1L,
            "login/SPAN_KIND_SERVER/__cardinality_overflow__", 2L));
    assertThat(budget.foldedByLabel()).isEqualTo(Map.of("user", 2L));
  }

  @Test
  void a_name_with_ids_counts_under_its_template_whatever_the_limit() {
    SpanMeasure measure = measure(budget(1_000, 2));

    for (int id = 0; id < 500; id++) {
      record(measure, "GET /orders/" + id, "ann");
    }

    assertThat(counts(measure)).isEqualTo(Map.of("GET /orders/{id}/SPAN_KIND_SERVER/ann", 500L));
  }

  @Test
  void secrets_in_names_and_attributes_are_redacted_and_count_in_one_series() {
    SpanMeasure measure = measure(budget(1_000, 200));

    record(measure, "GET /reset?token=a1b2", "https://ann:pass@host/a;jsessionid=12ab/b");
    record(measure, "GET /reset?token=c3d4", "https://bob:word@host/a;jsessionid=34cd/b");

    assertThat(counts(measure))
        .isEqualTo(Map.of(
            "GET /reset?token=REDACTED/SPAN_KIND_SERVER/"
                + "https://REDACTED:REDACTED@host/a;jsessionid=REDACTED/b",
            2L));
  }

  @Test
  void when_room_gets_tight_the_widest_label_folds_first() {
    SpanMeasure measure = measure(budget(20, 100));

    for (int i = 0; i < 26; i++) {
      record(measure, "login", "user " + (char) ('a' + i));
    }
    record(measure, "logout", "user z");

    assertThat(counts(measure))
        .hasSize(17)
        .containsEntry("login/SPAN_KIND_SERVER/__cardinality_overflow__", 11L)
        .containsEntry("logout/SPAN_KIND_SERVER/__cardinality_overflow__", 1L);
  }

  @Test
  void when_all_is_used_every_open_label_folds_and_kinds_stay_apart() {
    SeriesBudget budget = budget(12, 100);
    SpanMeasure measure = measure(budget);

    for (int i = 0; i < 26; i++) {
      record(measure, "name " + (char) ('a' + i), "user " + (char) ('a' + i));
    }

    assertThat(counts(measure))
        .containsKey("__cardinality_overflow__/SPAN_KIND_SERVER/__cardinality_overflow__");
    assertThat(counts(measure).values().stream().mapToLong(n -> n).sum()).isEqualTo(26);
    assertThat(budget.used()).isLessThanOrEqualTo(13); // one of last resort
  }

  @Test
  void an_idle_series_ends_gives_its_room_back_and_begins_again_at_zero() {
    SeriesBudget budget = budget(1_000, 2);
    SpanMeasure measure = measure(budget);
    record(measure, "login", "ann");
    record(measure, "login", "bob");
    measure.readings();
    for (int minute = 0; minute < 12; minute++) {
      clock.pass(Duration.ofMinutes(1));
      record(measure, "login", "bob");
      measure.readings();
    }

    assertThat(counts(measure)).isEqualTo(Map.of("login/SPAN_KIND_SERVER/bob", 13L));
    assertThat(budget.used()).isEqualTo(1);
    assertThat(budget.expired()).isEqualTo(1);
    record(measure, "login", "cleo"); // where ann was
    assertThat(counts(measure)).containsEntry("login/SPAN_KIND_SERVER/cleo", 1L);
  }

  @Test
  void a_full_table_ends_idle_series_by_itself() {
    SeriesBudget budget = budget(12, 100);
    SpanMeasure measure = measure(budget);
    for (int i = 0; i < 26; i++) {
      record(measure, "name " + (char) ('a' + i), "user " + (char) ('a' + i));
    }
    clock.pass(Duration.ofMinutes(5));
    record(measure, "one", "ann"); // looks
    clock.pass(Duration.ofMinutes(11));
    record(measure, "two", "bob"); // ends what was idle since

    record(measure, "three", "cleo");

    assertThat(counts(measure))
        .containsEntry("two/SPAN_KIND_SERVER/bob", 1L)
        .containsEntry("three/SPAN_KIND_SERVER/cleo", 1L);
  }

  private static void record(SpanMeasure measure, String name, String user) {
    var span = TestSpanData.builder()
        .setName(name)
        .setKind(SpanKind.SERVER)
        .setStatus(StatusData.unset())
        .setStartEpochNanos(0)
        .setEndEpochNanos(1)
        .setHasEnded(true)
        .setAttributes(Attributes.of(AttributeKey.stringKey("user"), user))
        .build();
    measure.record(span, Attributes.empty(), 1, 0);
  }

  private static Map<String, Long> counts(SpanMeasure measure) {
    Map<String, Long> counts = new TreeMap<>();
    for (SeriesSnapshot reading : measure.readings()) {
      counts.put(
          reading.labels().get("name")
              + "/"
              + reading.labels().get("kind")
              + "/"
              + reading.labels().get("user"),
          reading.spans());
    }
    return counts;
  }
}
