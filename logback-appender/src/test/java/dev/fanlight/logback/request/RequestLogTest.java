/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import static dev.fanlight.logback.request.RequestLines.PARENT;
import static dev.fanlight.logback.request.RequestLines.TRACE;
import static dev.fanlight.logback.request.RequestLines.child;
import static dev.fanlight.logback.request.RequestLines.end;
import static dev.fanlight.logback.request.RequestLines.request;
import static dev.fanlight.logback.request.RequestLines.server;
import static dev.fanlight.logback.request.RequestLines.tracing;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the line of a request says. */
class RequestLogTest {
  private static final List<String> ATTRIBUTES = List.of(
      "http.request.method",
      "http.route",
      "url.scheme",
      "url.path",
      "server.address",
      "network.protocol.version",
      "user_agent.original",
      "rpc.system",
      "rpc.service",
      "rpc.method",
      "messaging.system",
      "messaging.destination.name",
      "messaging.operation.type",
      "customer.tier");
  private static final List<String> KINDS = List.of(
      "db.system.name",
      "dns.question.name",
      "tls.protocol.name",
      "messaging.system",
      "http.request.method");

  private final RequestLines requests = new RequestLines();

  @AfterEach
  void unlisten() {
    requests.close();
  }

  @Test
  void secrets_are_redacted_as_they_are_for_vendors() {
    RequestLog.Builder log = RequestLog.builder()
        .attributes(List.of("http.request.header.authorization", "url.query", "url.full"));
    try (SdkTracerProvider tracing = tracing(log, Sampler.alwaysOn())) {
      Span span = server(tracing, "GET /reset?token=zqSECRETzq1");
      span.setAttribute("url.path", "/r;jsessionid=zqSECRETzq2");
      span.setAttribute("url.full", "https://u:zqSECRETzq3@h/?sig=zqSECRETzq4");
      span.setAttribute("url.query", "api_key=zqSECRETzq5");
      span.setAttribute("http.request.header.authorization", "Bearer zqSECRETzq6");
      span.recordException(new IllegalStateException("GET https://u:zqSECRETzq7@h/ failed"));
      span.setStatus(StatusCode.ERROR, "https://u:zqSECRETzq8@h");
      end(span, Duration.ofMillis(12));
    }

    assertThat(requests.line().toString()).contains("REDACTED").doesNotContain("zqSECRET");
  }

  @Test
  void a_request_is_one_line_in_its_trace() {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span span = server(tracing, "GET /orders/{id}");
      span.setAttribute("http.request.method", "GET");
      span.setAttribute("http.route", "/orders/{id}");
      span.setAttribute("http.response.status_code", 200L);
      end(span, Duration.ofMillis(12));
    }

    assertThat(requests.line())
        .containsEntry("message", "GET /orders/{id} 200 12 ms")
        .containsEntry("log.level", "INFO")
        .containsEntry("log.logger", "fanlight.request")
        .containsEntry("trace.id", TRACE)
        .containsEntry("event.action", "request")
        .containsEntry("event.outcome", "success")
        .containsEntry("event.duration", 12_000_000)
        .containsEntry("event.start", "2026-11-23T10:00:00Z")
        .containsEntry("http.route", "/orders/{id}")
        .containsEntry("http.response.status_code", 200)
        .containsEntry("request.kind", "server")
        .containsEntry("request.sampled", true)
        .containsEntry("request.parent_span_id", PARENT)
        .hasEntrySatisfying(
            "span.id", id -> assertThat(requests.line()).containsEntry("transaction.id", id));
  }

  @Test
  void a_failure_says_why() {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span span = server(tracing, "POST /session");
      span.recordException(new IllegalStateException("missing scopes"));
      span.setStatus(StatusCode.ERROR);
      end(span, Duration.ofMillis(1));
    }

    assertThat(requests.line())
        .containsEntry("log.level", "ERROR")
        .containsEntry("event.outcome", "failure")
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("error.message", "missing scopes")
        .containsEntry("message", "POST /session failed 1 ms: missing scopes");
  }

  @Test
  void children_and_log_lines_are_summed_up() {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span root = server(tracing, "GET /");
      Span query = child(tracing, root, "q").setAttribute("db.system.name", "h2");
      Span below = child(tracing, query, "below");
      Context.root()
          .with(below)
          .wrap(() -> requests.logger().warn("slow query"))
          .run();
      end(below, Duration.ofMillis(1));
      query.setStatus(StatusCode.ERROR);
      end(query, Duration.ofMillis(5));
      Span call = child(tracing, root, "call").setAttribute("http.request.method", "GET");
      end(call, Duration.ofMillis(7));
      end(root, Duration.ofMillis(20));
    }

    assertThat(requests.lines().get(0))
        .containsEntry("message", "slow query")
        .containsEntry("transaction.id", requests.lines().get(1).get("span.id"));
    assertThat(requests.lines().get(1))
        .containsEntry("request.spans", 3)
        .containsEntry("request.errors", 1)
        .containsEntry("request.db.count", 1)
        .containsEntry("request.db.duration", 5_000_000)
        .containsEntry("request.db.errors", 1)
        .containsEntry("request.http_client.count", 1)
        .containsEntry("request.http_client.duration", 7_000_000)
        .containsEntry("request.logs.warn", 1)
        .doesNotContainKeys("request.dns.count", "request.logs.error");
  }

  @ParameterizedTest
  @CsvSource({
    "db, db.system.name",
    "db, db.system",
    "messaging, messaging.system",
    "dns, dns.question.name",
    "tls, tls.protocol.name"
  })
  void each_kind_of_work_has_its_sums(String kind, String attribute) {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span root = server(tracing, "GET /");
      end(child(tracing, root, "work").setAttribute(attribute, "x"), Duration.ofMillis(2));
      end(root, Duration.ofMillis(3));
    }

    assertThat(requests.line())
        .containsEntry("request." + kind + ".count", 1)
        .containsEntry("request." + kind + ".duration", 2_000_000);
  }

  @Test
  void the_names_of_its_fields_are_api() throws IOException {
    everything();

    Map<String, Object> line = requests.lines().get(requests.lines().size() - 1);
    assertThat(String.join("\n", line.keySet()) + '\n').isEqualTo(golden());
  }

  @Test
  void in_nested_form_no_object_comes_twice() {
    try (var nested = new RequestLines("ecs-nested")) {
      everything();

      assertThat(nested.lines().get(nested.lines().size() - 1)) // each was read strictly
          .containsKeys("http", "event", "request", "error", "trace_url")
          .allSatisfy((name, value) -> assertThat(name).doesNotContain("."));
    }
  }

  /** A request that has whatever a request can have. */
  private void everything() {
    RequestLog.Builder all = RequestLog.builder()
        .attributes(List.of("customer.tier"))
        .baggage(List.of("tenant"))
        .traceLinks(span -> Map.of("zipkin", "http://localhost/" + span.getTraceId()));
    try (SdkTracerProvider tracing = tracing(all, Sampler.alwaysOn())) {
      Span root = server(tracing, "r", Baggage.builder().put("tenant", "t1").build());
      ATTRIBUTES.forEach(name -> root.setAttribute(name, "x"));
      root.setAttribute("http.response.status_code", 500L);
      root.recordException(new IllegalStateException("gone"));
      for (String kind : KINDS) {
        Span child = child(tracing, root, kind);
        child.setAttribute(kind, "x").setStatus(StatusCode.ERROR);
        end(child, Duration.ofMillis(1));
      }
      Context.root().with(root).wrap(this::logAtEveryLevel).run();
      end(root, Duration.ofMillis(3));
    }
  }

  private void logAtEveryLevel() {
    requests.logger().error("e");
    requests.logger().warn("w");
    requests.logger().info("i");
    requests.logger().debug("d");
    requests.logger().trace("t");
  }

  private static String golden() throws IOException {
    try (InputStream file = RequestLogTest.class.getResourceAsStream("fields.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void chosen_attributes_and_baggage_come_along() {
    RequestLog.Builder chosen =
        RequestLog.builder().attributes(List.of("customer.tier")).baggage(List.of("tenant"));
    try (SdkTracerProvider tracing = tracing(chosen, Sampler.alwaysOn())) {
      Context parent = Context.root()
          .with(Baggage.builder().put("tenant", "t1").put("x", "y").build());
      Span span = request(tracing, "r").setParent(parent).startSpan();
      span.setAttribute("customer.tier", "gold");
      span.setAttribute("other", "z");
      end(span, Duration.ofMillis(1));
    }

    assertThat(requests.line())
        .containsEntry("labels.customer_tier", "gold")
        .containsEntry("labels.tenant", "t1")
        .doesNotContainKeys("labels.other", "labels.x");
  }
}
