/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's arithmetic of series per instance. */
class SeriesPerInstanceTest {
  private static MetricsBridgeBuilder bridge(Set<MetricDialect> dialects) {
    return MetricsBridge.builder().noEndpoint().jvmMetrics(false).dialects(dialects);
  }

  @ParameterizedTest
  @CsvSource({"OTEL, 20", "OTEL OTEL_MILLISECONDS, 39", "TEMPO, 18"})
  void a_label_set_costs_so_many(String dialects, int series) {
    Set<MetricDialect> asked = EnumSet.noneOf(MetricDialect.class);
    Stream.of(dialects.split(" ")).map(MetricDialect::valueOf).forEach(asked::add);
    var bridge = bridge(asked).start();
    try (var application = new Application(bridge)) {
      application.end("login", Duration.ofMillis(1));

      assertThat(series(bridge, "traces_span")).isEqualTo(series);
    }
  }

  @Test
  void seven_bounds_make_it_eleven() {
    List<Duration> seven =
        Stream.of(5, 10, 50, 100, 400, 1_000, 5_000).map(Duration::ofMillis).toList();
    var bridge = bridge(Set.of(MetricDialect.OTEL))
        .buckets("traces_span_metrics_duration_seconds", seven)
        .start();
    try (var application = new Application(bridge)) {
      application.end("login", Duration.ofMillis(1));

      assertThat(series(bridge, "traces_span")).isEqualTo(11);
    }
  }

  @Test
  void forty_operations_each_with_an_error_are_1600() {
    var bridge = bridge(Set.of(MetricDialect.OTEL)).start();
    try (var application = new Application(bridge)) {
      for (int i = 0; i < 40; i++) {
        String name = "operation " + (char) ('A' + i);
        for (StatusCode status : List.of(StatusCode.UNSET, StatusCode.ERROR)) {
          application.end(name, SpanKind.SERVER, Duration.ofMillis(1), status, span -> {});
        }
      }

      assertThat(series(bridge, "traces_span")).isEqualTo(1_600);
    }
  }

  @ParameterizedTest
  @CsvSource({"UNSET, 23", "ERROR, 24"})
  void an_edge_costs_so_many(StatusCode status, int series) {
    var bridge = bridge(Set.of(MetricDialect.OTEL)).start();
    try (var application = new Application(bridge)) {
      application.end(
          "GET",
          SpanKind.CLIENT,
          Duration.ofMillis(1),
          status,
          span -> span.setAttribute("peer.service", "account"));

      assertThat(series(bridge, "traces_service_graph")).isEqualTo(series);
    }
  }

  @Test
  void a_phase_and_peer_cost_seventeen() {
    var bridge = bridge(Set.of(MetricDialect.OTEL)).start();
    try (var application = new Application(bridge)) {
      application.end("http.dns", SpanKind.INTERNAL, span -> {});

      assertThat(series(bridge, "fanlight_network")).isEqualTo(17);
    }
  }

  private static long series(MetricsBridge bridge, String prefix) {
    return Shown.by(bridge).lines().stream()
        .filter(line -> line.name().startsWith(prefix))
        .count();
  }
}
