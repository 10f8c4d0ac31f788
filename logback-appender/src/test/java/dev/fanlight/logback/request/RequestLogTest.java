/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fanlight.logback.CapturingAppender;
import dev.fanlight.logback.FanlightEncoder;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class RequestLogTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger("shop");
  private final CapturingAppender appender = new CapturingAppender();
  private final List<Map<String, Object>> lines = new ArrayList<>();

  @BeforeEach
  void listen() {
    var encoder = new FanlightEncoder();
    encoder.setContext(context);
    encoder.setServiceName("shop");
    encoder.setProfile("ecs");
    encoder.setTraceLinks("true");
    encoder.start();
    var sink = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
        lines.add(JsonMapper.shared().readValue(line, new TypeReference<Map<String, Object>>() {}));
      }
    };
    sink.setContext(context);
    sink.start();
    appender.setContext(context);
    appender.addAppender(sink);
    appender.start();
    context.getLogger("fanlight.request").addAppender(appender);
    context.getLogger("shop").addAppender(appender);
  }

  @AfterEach
  void unlisten() {
    context.getLogger("fanlight.request").detachAppender(appender);
    context.getLogger("shop").detachAppender(appender);
    appender.stop();
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

    assertThat(line())
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
            "span.id", id -> assertThat(line()).containsEntry("transaction.id", id));
  }

  @Test
  void a_failure_says_why() {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span span = server(tracing, "POST /session");
      span.recordException(new IllegalStateException("missing scopes"));
      span.setStatus(StatusCode.ERROR);
      end(span, Duration.ofMillis(1));
    }

    assertThat(line())
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
      Context inRoot = Context.root().with(root);
      Tracer tracer = tracing.get("test");
      Span query = tracer
          .spanBuilder("q")
          .setParent(inRoot)
          .setStartTimestamp(START)
          .setAttribute("db.system.name", "h2")
          .startSpan();
      Span below = tracer
          .spanBuilder("below")
          .setParent(inRoot.with(query))
          .setStartTimestamp(START)
          .startSpan();
      Context.root().with(below).wrap(() -> logger.warn("slow query")).run();
      end(below, Duration.ofMillis(1));
      query.setStatus(StatusCode.ERROR);
      end(query, Duration.ofMillis(5));
      Span call = tracer
          .spanBuilder("call")
          .setSpanKind(SpanKind.CLIENT)
          .setParent(inRoot)
          .setStartTimestamp(START)
          .setAttribute("http.request.method", "GET")
          .startSpan();
      end(call, Duration.ofMillis(7));
      end(root, Duration.ofMillis(20));
    }

    assertThat(lines.get(0))
        .containsEntry("message", "slow query")
        .containsEntry("transaction.id", lines.get(1).get("span.id"));
    assertThat(lines.get(1))
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

    assertThat(lines)
        .extracting(line -> line.get("request.name"))
        .containsExactly("slow", "failed");
    assertThat(lines).extracting(line -> line.get("log.level")).containsExactly("WARN", "ERROR");
    assertThat(log.written()).isEqualTo(2);
    assertThat(log.filtered()).isEqualTo(1);
  }

  @Test
  void what_the_sampler_drops_gets_a_line_without_links_when_all_is_recorded() {
    RequestLog.Builder linked =
        RequestLog.builder().traceLinks(id -> Map.of("zipkin", "http://localhost/" + id));
    try (SdkTracerProvider tracing =
        tracing(linked, RequestLog.recordingAll(Sampler.alwaysOff()))) {
      end(server(tracing, "dropped"), Duration.ofMillis(1));
    }
    try (SdkTracerProvider tracing = tracing(linked, Sampler.alwaysOn())) {
      end(server(tracing, "kept"), Duration.ofMillis(1));
    }

    assertThat(lines.get(0))
        .containsEntry("request.sampled", false)
        .doesNotContainKey("trace_url.zipkin");
    assertThat(lines.get(1)).containsEntry("trace_url.zipkin", "http://localhost/" + TRACE);
  }

  @Test
  void other_lines_of_a_sampled_trace_have_the_links_while_they_are_offered() {
    RequestLog.Builder linked =
        RequestLog.builder().traceLinks(id -> Map.of("zipkin", "http://localhost/" + id));
    try (SdkTracerProvider tracing = tracing(linked, Sampler.alwaysOn())) {
      Span span = server(tracing, "r");
      Context.root().with(span).wrap(() -> logger.info("inside")).run();
      logger.info("outside");
    }
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOn())) {
      Span span = server(tracing, "r");
      Context.root().with(span).wrap(() -> logger.info("after")).run();
    }

    assertThat(lines)
        .extracting(line -> line.get("trace_url.zipkin"))
        .containsExactly("http://localhost/" + TRACE, null, null);
  }

  @Test
  void without_that_one_warning_says_what_is_missing() {
    try (SdkTracerProvider tracing = tracing(RequestLog.builder(), Sampler.alwaysOff())) {
      Span span = server(tracing, "dropped");
      Context.root().with(span).wrap(() -> logger.info("one")).run();
      Context.root().with(span).wrap(() -> logger.info("two")).run();
      end(span, Duration.ofMillis(1));
    }

    assertThat(lines).extracting(line -> line.get("message")).containsExactly("one", "two");
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .filteredOn(status -> status.getMessage().contains("recordingAll"))
        .hasSize(1);
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

    assertThat(line())
        .containsEntry("labels.customer_tier", "gold")
        .containsEntry("labels.tenant", "t1")
        .doesNotContainKeys("labels.other", "labels.x");
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

    assertThat(lines).isEmpty();
  }

  private Map<String, Object> line() {
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static SdkTracerProvider tracing(RequestLog.Builder log, Sampler sampler) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(log.build())
        .build();
  }

  private static Span server(SdkTracerProvider tracing, String name) {
    Span parent = Span.wrap(SpanContext.createFromRemoteParent(
        TRACE, PARENT, TraceFlags.getSampled(), TraceState.getDefault()));
    return request(tracing, name).setParent(Context.root().with(parent)).startSpan();
  }

  private static SpanBuilder request(SdkTracerProvider tracing, String name) {
    return tracing
        .get("test")
        .spanBuilder(name)
        .setSpanKind(SpanKind.SERVER)
        .setStartTimestamp(START);
  }

  private static void end(Span span, Duration after) {
    span.end(START.plus(after));
  }
}
