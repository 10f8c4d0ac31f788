/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenMetricsTest {

  @Test
  void a_counter_with_labels_and_an_exemplar_is_read() {
    MetricSample sample = only("calls_total{span_name=\"session.transfer\",error_type=\"dns\"} 60.0"
        + " # {span_id=\"00f067aa0ba902b7\",trace_id=\"" + Evidences.TRACE + "\"} 0.3 1.7e9");

    assertThat(sample.name()).isEqualTo("calls_total");
    assertThat(sample.labels())
        .isEqualTo(Map.of("span_name", "session.transfer", "error_type", "dns"));
    assertThat(sample.value()).isEqualTo(60);
    assertThat(sample.exemplar()).contains(Evidences.TRACE);
    assertThat(sample.text())
        .isEqualTo("calls_total{span_name=\"session.transfer\",error_type=\"dns\"}");
  }

  @Test
  void a_label_may_hold_what_the_format_is_made_of() {
    MetricSample sample = only("odd{a=\"} # {\\\"trace_id\\\"\",b=\"x\\\\y\\nz\"} 1");

    assertThat(sample.label("a")).isEqualTo("} # {\"trace_id\"");
    assertThat(sample.label("b")).isEqualTo("x\\y\nz");
    assertThat(sample.exemplar()).isEmpty();
  }

  @Test
  void a_sample_without_labels_and_one_with_a_timestamp_are_read() {
    assertThat(only("up 1").value()).isEqualTo(1);
    assertThat(only("up 2 1700000000.5").value()).isEqualTo(2);
    assertThat(only("bucket{le=\"+Inf\"} +Inf").value()).isInfinite();
  }

  @Test
  void comments_and_the_end_are_no_samples() {
    assertThat(OpenMetrics.parse("# TYPE up gauge\n# HELP up Is it?\n\n# EOF\n"))
        .isEmpty();
  }

  @Test
  void an_absent_label_is_empty() {
    assertThat(only("up 1").label("vendor")).isEmpty();
  }

  private static MetricSample only(String line) {
    List<MetricSample> samples = OpenMetrics.parse(line + "\n");
    assertThat(samples).hasSize(1);
    return samples.get(0);
  }
}
