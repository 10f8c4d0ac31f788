/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsHistoryTest {
  private static final String FIRST = """
      traces_span_metrics_duration_seconds_bucket{service_name="frontend",span_kind="SPAN_KIND_SERVER",le="1.0"} 10
      traces_span_metrics_duration_seconds_bucket{service_name="frontend",span_kind="SPAN_KIND_SERVER",le="8.0"} 12
      traces_span_metrics_duration_seconds_bucket{service_name="frontend",span_kind="SPAN_KIND_SERVER",le="+Inf"} 12
      traces_service_graph_request_total{client="backend",server="account"} 100
      traces_service_graph_request_failed_total{client="backend",server="account"} 5
      """;
  private static final String SECOND = """
      traces_span_metrics_duration_seconds_bucket{service_name="frontend",span_kind="SPAN_KIND_SERVER",le="1.0"} 15
      traces_span_metrics_duration_seconds_bucket{service_name="frontend",span_kind="SPAN_KIND_SERVER",le="8.0"} 20
      traces_span_metrics_duration_seconds_bucket{service_name="frontend",span_kind="SPAN_KIND_SERVER",le="+Inf"} 21
      traces_span_metrics_duration_seconds_bucket{service_name="backend",span_kind="SPAN_KIND_SERVER",le="+Inf"} 99
      traces_span_metrics_calls_total{span_name="session.transfer",status_code="STATUS_CODE_ERROR",error_type="dns"} 7
      traces_service_graph_request_total{client="backend",server="account"} 140
      traces_service_graph_request_failed_total{client="backend",server="account"} 15
      traces_service_graph_request_client_seconds_bucket{client="backend",server="account",le="1.0"} 20
      traces_service_graph_request_client_seconds_bucket{client="backend",server="account",le="8.0"} 40
      traces_service_graph_request_client_seconds_bucket{client="backend",server="account",le="+Inf"} 40
      traces_service_graph_request_server_seconds_bucket{client="backend",server="account",le="+Inf"} 40
      """;

  private final MetricsHistory history = new MetricsHistory();

  @Test
  void logins_stand_in_the_bucket_of_their_duration_and_the_step_of_their_end() {
    add(1_000, FIRST);
    add(3_000, SECOND);

    MetricsHistory.Drawn drawn = history.drawn();

    assertThat(drawn.bounds()).containsExactly(1.0, 8.0);
    assertThat(drawn.columns()).hasSize(1);
    assertThat(drawn.columns().get(0).logins()).containsExactly(5.0, 3.0, 1.0);
    assertThat(drawn.columns().get(0).seconds()).isEqualTo(2);
    assertThat(drawn.columns().get(0).causes())
        .containsEntry("dns", 7.0)
        .containsEntry("timeout", 0.0);
  }

  @Test
  void an_edge_has_rate_failures_and_durations_of_the_caller() {
    add(1_000, FIRST);
    add(3_000, SECOND);

    MetricsHistory.Edge edge = history.drawn().edges().get(0);

    assertThat(edge.client()).isEqualTo("backend");
    assertThat(edge.server()).isEqualTo("account");
    assertThat(edge.rate()).isEqualTo(20);
    assertThat(edge.failed()).isEqualTo(0.25);
    assertThat(edge.median()).isEqualTo(1);
    assertThat(edge.p99()).isCloseTo(7.86, within(0.01));
  }

  @Test
  void the_history_is_bounded() {
    for (int i = 0; i < 1_000; i++) {
      add(i * 2_000L, FIRST);
    }

    List<MetricsHistory.Column> columns = history.drawn().columns();

    assertThat(columns).hasSize(149);
    assertThat(columns.get(148).at()).isEqualTo(1_998_000);
  }

  private void add(long atMillis, String text) {
    history.add(MetricsPoint.of(atMillis, new MetricsSnapshot(OpenMetrics.parse(text))));
  }
}
