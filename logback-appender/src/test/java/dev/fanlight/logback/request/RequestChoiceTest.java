/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import static dev.fanlight.logback.request.RequestLines.PARENT;
import static dev.fanlight.logback.request.RequestLines.TRACE;
import static dev.fanlight.logback.request.RequestLines.end;
import static dev.fanlight.logback.request.RequestLines.request;
import static dev.fanlight.logback.request.RequestLines.server;
import static dev.fanlight.logback.request.RequestLines.tracing;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests get a line, and which lines get links. */
class RequestChoiceTest {
  private final RequestLines requests = new RequestLines();

  @AfterEach
  void unlisten() {
    requests.close();
  }

  @Test
  void failures_and_slow_requests_get_a_line_whatever_the_share() {
    RequestLog.Builder none = RequestLog.builder().share(0).slow(Duration.ofSeconds(1));
    RequestLog log = none.build();
    try (SdkTracerProvider tracing =
        SdkTracerProvider.builder().addSpanProcessor(log).build()) {
      end(server(tracing, "fine"), Duration.ofMillis(999));
      end(server(tracing, "slow"), Duration.ofSeconds(1));
      Span failed = server(tracing, "failed");
      failed.setAttribute("http.response.status_code", 503L);
      end(failed, Duration.ofMillis(1));
    }

    assertThat(requests.lines())
        .extracting(line -> line.get("request.name"))
        .containsExactly("slow", "failed");
    assertThat(requests.lines())
        .extracting(line -> line.get("log.level"))
        .containsExactly("WARN", "ERROR");
    assertThat(log.written()).isEqualTo(2);
    assertThat(log.filtered()).isEqualTo(1);
  }

  @Test
  void what_the_sampler_drops_gets_a_line_without_links_when_all_is_recorded() {
    RequestLog.Builder linked = RequestLog.builder()
        .traceLinks(span -> Map.of("zipkin", "http://localhost/" + span.getTraceId()));
    try (SdkTracerProvider tracing =
        tracing(linked, RequestLog.recordingAll(Sampler.alwaysOff()))) {
      end(server(tracing, "dropped"), Duration.ofMillis(1));
    }
    try (SdkTracerProvider tracing = tracing(linked, Sampler.alwaysOn())) {
      end(server(tracing, "kept"), Duration.ofMillis(1));
    }

    assertThat(requests.lines().get(0))
        .containsEntry("request.sampled", false)
        .doesNotContainKey("trace_url.zipkin");
    assertThat(requests.lines().get(1))
        .containsEntry("trace_url.zipkin", "http://localhost/" + TRACE);
  }

  @Test
  void other_lines_of_a_sampled_trace_have_the_links_while_they_are_offered() {
    RequestLog.Builder linked = RequestLog.builder()
        .traceLinks(span -> Map.of("zipkin", "http://localhost/" + span.getTraceId()));
    try (SdkTracerProvider tracing = tracing(linked, Sampler.alwaysOn())) {
      Span span = server(tracing, "r");
      Context.root().with(span).wrap(() -> requests.logger().info("inside")).run();
      requests.logger().info("outside");
    }
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span span = server(tracing, "r");
      Context.root().with(span).wrap(() -> requests.logger().info("after")).run();
    }

    assertThat(requests.lines())
        .extracting(line -> line.get("trace_url.zipkin"))
        .containsExactly("http://localhost/" + TRACE, null, null);
  }

  @Test
  void who_knows_the_links_is_told_what_the_samplers_did() {
    RequestLog.Builder linked = RequestLog.builder()
        .traceLinks(
            span -> Map.of("zipkin", "http://localhost/" + span.getTraceState().get("ot")));
    SpanContext parent = SpanContext.createFromRemoteParent(
        TRACE,
        PARENT,
        TraceFlags.getSampled(),
        TraceState.builder().put("ot", "th:8").build());
    try (SdkTracerProvider tracing = tracing(linked, Sampler.alwaysOn())) {
      Span span = request(tracing, "r")
          .setParent(Context.root().with(Span.wrap(parent)))
          .startSpan();
      Context.root().with(span).wrap(() -> requests.logger().info("inside")).run();
      end(span, Duration.ofMillis(1));
    }

    assertThat(requests.lines())
        .extracting(line -> line.get("trace_url.zipkin"))
        .containsExactly("http://localhost/th:8", "http://localhost/th:8");
  }

  @Test
  void without_that_one_warning_says_what_is_missing() {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOff())) {
      Span span = server(tracing, "dropped");
      Context.root().with(span).wrap(() -> requests.logger().info("one")).run();
      Context.root().with(span).wrap(() -> requests.logger().info("two")).run();
      end(span, Duration.ofMillis(1));
    }

    assertThat(requests.lines())
        .extracting(line -> line.get("message"))
        .containsExactly("one", "two");
    assertThat(requests.statuses())
        .filteredOn(status -> status.getMessage().contains("recordingAll"))
        .hasSize(1);
  }

  @Test
  void a_client_call_without_a_request_and_our_own_threads_get_none() throws InterruptedException {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      end(
          request(tracing, "poll").setNoParent().setSpanKind(SpanKind.CLIENT).startSpan(),
          Duration.ofMillis(1));
      var own =
          new Thread(() -> end(server(tracing, "own"), Duration.ofMillis(1)), "fanlight-lane-send");
      own.start();
      own.join();
    }

    assertThat(requests.lines()).isEmpty();
  }
}
