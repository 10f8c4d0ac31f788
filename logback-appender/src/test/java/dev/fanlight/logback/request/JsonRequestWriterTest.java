/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import static dev.fanlight.logback.request.RequestLines.child;
import static dev.fanlight.logback.request.RequestLines.end;
import static dev.fanlight.logback.request.RequestLines.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.logback.StrictJson;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that need no logback, beside the lines of the encoder for logback. */
class JsonRequestWriterTest {

  @TempDir
  private Path folder;

  @Test
  void a_line_has_the_fields_and_values_of_the_line_through_logback() throws Exception {
    Map<String, Object> logged;
    try (RequestLines lines = new RequestLines()) {
      request(builder());
      logged = lines.line();
    }
    Path file = folder.resolve("requests.json");
    request(builder().to(file.toString()));

    Map<String, Object> written = line(file);
    assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(logged.keySet());
    assertThat(fixed(written)).isEqualTo(fixed(logged)); // a span's attributes have no order
    for (Map<String, Object> each : List.of(logged, written)) {
      each.remove("@timestamp"); // of logging, and of the end of the span
      each.remove("span.id");
      each.remove("transaction.id");
    }
    assertThat(written).isEqualTo(logged);
    assertThat(written).containsEntry("service.name", "shop").containsEntry("labels.tenant", "a");
  }

  private static List<String> fixed(Map<String, Object> line) {
    return line.keySet().stream().filter(key -> !key.startsWith("labels.")).toList();
  }

  @Test
  void the_timestamp_is_the_end_of_the_request_with_nine_digits() throws Exception {
    Path file = folder.resolve("requests.json");
    request(builder().to(file.toString()));

    assertThat(line(file)).containsEntry("@timestamp", "2026-11-23T10:00:00.012000000Z");
  }

  @Test
  void any_text_is_one_line_of_json_within_the_maximum() throws Exception {
    Path file = folder.resolve("requests.json");
    try (SdkTracerProvider tracing = tracing(builder().to(file.toString()))) {
      Span span = server(tracing, "GET /a\n\r\u2028\u0000\"\\\ud800");
      span.setAttribute("customer.tier", "x".repeat(1_000_000));
      end(span, Duration.ofMillis(1));
    }

    assertThat(line(file)).containsEntry("log.truncated", true);
    assertThat(Files.size(file)).isLessThanOrEqualTo(16_000);
  }

  private static RequestLog.Builder builder() {
    return RequestLog.builder()
        .attributes(List.of("customer.tier", "customer.orders", "url.query"))
        .baggage(List.of("tenant"));
  }

  private static SdkTracerProvider tracing(RequestLog.Builder log) {
    return SdkTracerProvider.builder()
        .setResource(Resource.builder().put("service.name", "shop").build())
        .setSampler(Sampler.alwaysOn())
        .addSpanProcessor(log.build())
        .build();
  }

  private static void request(RequestLog.Builder log) {
    try (SdkTracerProvider tracing = tracing(log)) {
      Span span = server(
          tracing, "POST /orders/{id}", Baggage.builder().put("tenant", "a").build());
      span.setAttribute("http.request.method", "POST");
      span.setAttribute("http.route", "/orders/{id}");
      span.setAttribute("http.response.status_code", 502L);
      span.setAttribute("customer.tier", "gold");
      span.setAttribute("customer.orders", 7L);
      span.setAttribute("url.query", "api_key=secret");
      span.setAttribute(AttributeKey.stringArrayKey("messaging.system"), List.of("a", "b"));
      Span query = child(tracing, span, "q").setAttribute("db.system.name", "h2");
      end(query, Duration.ofMillis(5));
      span.recordException(new IllegalStateException("missing scopes"));
      span.setStatus(StatusCode.ERROR);
      end(span, Duration.ofMillis(12));
    }
  }

  private static Map<String, Object> line(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1);
    return StrictJson.line((lines.get(0) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
