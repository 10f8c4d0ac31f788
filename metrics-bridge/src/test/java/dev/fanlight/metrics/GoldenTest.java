/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Names, labels, help and buckets are what dashboards and alerts are written against: they change on purpose or not at all. */
class GoldenTest {
  @Test
  void every_dialect_is_shown_as_it_always_was() throws IOException {
    var bridge = MetricsBridge.builder()
        .noEndpoint()
        .jvmMetrics(false)
        .dialects(EnumSet.allOf(MetricDialect.class))
        .dimensions("http.route")
        .spanSizes(true)
        .start();
    try (var application = new Application(bridge)) {
      application.end(
          "GET /orders/4711",
          SpanKind.SERVER,
          Duration.ofMillis(30),
          StatusCode.ERROR,
          span -> span.setAttribute("http.request.method", "GET")
              .setAttribute("http.route", "/orders/{id}")
              .setAttribute("http.response.status_code", 500)
              .recordException(
                  new IllegalStateException(), io.opentelemetry.api.common.Attributes.empty()));
      for (var attribute : List.of("http.request.method", "db.system.name", "rpc.system.name")) {
        application.end(
            "call",
            SpanKind.CLIENT,
            span -> span.setAttribute(attribute, "x").setAttribute("server.address", "peer"));
      }
      application.end("call", SpanKind.SERVER, span -> span.setAttribute("rpc.system", "grpc"));
      application.end(
          "send", SpanKind.PRODUCER, span -> span.setAttribute("messaging.system", "kafka"));
      application.end(
          "process", SpanKind.CONSUMER, span -> span.setAttribute("messaging.system", "kafka"));
      application.end(
          "http.dns", SpanKind.INTERNAL, span -> span.setAttribute("server.address", "peer"));

      String shown = bridge
          .registry()
          .scrape()
          .lines()
          .filter(line -> !line.startsWith("traces_span_metrics_size_"))
          .filter(line -> !line.startsWith("traces_spanmetrics_size_")) // the stack trace's
          .reduce("", (text, line) -> text + line + "\n");

      assertThat(shown).isEqualTo(golden("metrics.txt"));
    }
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
