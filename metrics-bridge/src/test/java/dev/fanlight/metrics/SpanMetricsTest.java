/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static io.opentelemetry.api.common.AttributeKey.booleanArrayKey;
import static io.opentelemetry.api.common.AttributeKey.doubleArrayKey;
import static io.opentelemetry.api.common.AttributeKey.longArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanMetricsTest {
  private static final String CALLS = "traces_span_metrics_calls_total";
  private static final String GRAPH = "traces_service_graph_request_total";

  private static MetricsBridgeBuilder bridge() {
    return MetricsBridge.builder().noEndpoint().jvmMetrics(false);
  }

  @Test
  void a_span_counted_elsewhere_is_skipped() {
    var bridge = bridge().start();
    try (var application = new Application(bridge)) {
      application.end("a", SpanKind.SERVER, span -> span.setAttribute("span.metrics.skip", true));
      application.end("b", SpanKind.SERVER, span -> span.setAttribute("span.metrics.skip", false));

      assertThat(Shown.by(bridge).sum(CALLS)).isEqualTo(1);
    }
  }

  @Test
  void a_span_of_our_own_threads_is_ignored() throws Exception {
    var bridge = bridge().start();
    try (var application = new Application(bridge)) {
      var own = new Thread(() -> application.end("a", Duration.ZERO), "fanlight-acme-sender");
      own.start();
      own.join();

      assertThat(Shown.by(bridge).all(CALLS)).isEmpty();
    }
  }

  @Test
  void a_span_that_arrives_with_a_sampling_threshold_counts_once() {
    var bridge = bridge().start();
    var remote = SpanContext.createFromRemoteParent(
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        TraceFlags.getSampled(),
        TraceState.builder().put("ot", "th:fd70a4").build());
    try (var application = new Application(bridge)) {
      application.end(
          Context.root().with(Span.wrap(remote)),
          "a",
          SpanKind.SERVER,
          Duration.ofMillis(1),
          StatusCode.UNSET,
          span -> {});

      assertThat(Shown.by(bridge).sum(CALLS)).isEqualTo(1);
    }
  }

  @Test
  void attributes_of_any_type_become_labels_and_alike_texts_share_a_series() {
    var bridge = bridge().dimensions("http.route", "code", "absent").start();
    try (var application = new Application(bridge)) {
      application.end("a", SpanKind.SERVER, span -> span.setAttribute("code", 200));
      application.end("a", SpanKind.SERVER, span -> span.setAttribute("code", "200"));
      application.end(
          "a",
          SpanKind.SERVER,
          span -> span.setAttribute("http.route", "/x").setAttribute("code", true));
      application.end("a", SpanKind.SERVER, span -> span.setAttribute("code", ""));
      application.end("a", SpanKind.SERVER, span -> {});

      Shown shown = Shown.by(bridge);
      assertThat(shown.sum(CALLS, "code", "200")).isEqualTo(2);
      assertThat(shown.sum(CALLS, "code", "true", "http_route", "/x")).isEqualTo(1);
      assertThat(shown.sum(CALLS, "code", "", "http_route", "")).isEqualTo(2);
      assertThat(shown.all(CALLS)).hasSize(3);
      assertThat(shown.all(CALLS)).noneMatch(line -> line.labels().containsKey("absent"));
    }
  }

  @Test
  void a_label_value_is_cut_and_made_fit_for_utf_8() {
    var bridge = bridge().dimensions("text").start();
    try (var application = new Application(bridge)) {
      application.end("a", SpanKind.SERVER, span -> span.setAttribute("text", "x".repeat(5_000)));
      application.end(
          "a", SpanKind.SERVER, span -> span.setAttribute("text", "\uD800 \"quoted\"\n"));

      assertThat(Shown.by(bridge).all(CALLS))
          .extracting(line -> line.labels().get("text"))
          .containsExactlyInAnyOrder("x".repeat(256), "? \\\"quoted\\\"\\n");
    }
  }

  @Test
  void a_list_is_a_label_as_the_collector_writes_it() {
    var bridge =
        bridge().dimensions("tenant").resourceDimensions("process.command_args").start();
    try (var application = new Application(bridge)) {
      application.end("a", SpanKind.SERVER, list(stringArrayKey("tenant"), List.of("a", "b\"c")));
      application.end("a", SpanKind.SERVER, list(longArrayKey("tenant"), List.of(1L, -2L)));
      application.end("a", SpanKind.SERVER, list(booleanArrayKey("tenant"), List.of(true)));
      application.end("a", SpanKind.SERVER, list(doubleArrayKey("tenant"), List.of(1.0, 0.5)));
      application.end("a", SpanKind.SERVER, list(stringArrayKey("tenant"), List.of()));
      application.end(
          "a",
          SpanKind.SERVER,
          list(stringArrayKey("tenant"), Collections.nCopies(10_000, "long")));

      assertThat(Shown.by(bridge).all(CALLS))
          .extracting(line -> line.labels().get("tenant"))
          .filteredOn(text -> text.length() < 100)
          .containsExactlyInAnyOrder(
              "[\\\"a\\\",\\\"b\\\\\\\"c\\\"]", "[1,-2]", "[true]", "[1,0.5]", "[]");
      assertThat(Shown.by(bridge).sum(CALLS)).isEqualTo(6);
    }
  }

  @Test
  void a_map_is_a_label_as_the_collector_writes_it() {
    var bridge = MetricsBridge.builder().noEndpoint().dimensions("tenant").start();
    try (var application = new Application(bridge)) {
      application.end(
          "a",
          SpanKind.SERVER,
          span -> span.setAttribute(
              AttributeKey.valueKey("tenant"), Value.of(Map.of("id", Value.of(7)))));

      assertThat(Shown.by(bridge).sum(CALLS, "tenant", "{\\\"id\\\":7}")).isEqualTo(1);
    }
  }

  @Test
  void the_sum_of_durations_grows_whatever_the_start_times_are() {
    var bridge = MetricsBridge.builder().noEndpoint().start();
    try (var application = new Application(bridge)) {
      for (int i = 1; i <= 40; i++) {
        application.end("a", Duration.ofDays(20_000));

        assertThat(Shown.by(bridge).sum("traces_span_metrics_duration_seconds_sum"))
            .isCloseTo(i * 20_000.0 * 86_400, within(1.0));
      }
    }
  }

  private static <T> Consumer<Span> list(AttributeKey<List<T>> key, List<T> values) {
    return span -> span.setAttribute(key, values);
  }

  @Test
  void every_event_counts_if_asked_for_as_the_collector_does() {
    var bridge = bridge().events(CountedEvents.ALL).exceptions(false).start();
    try (var application = new Application(bridge)) {
      application.end(
          "a",
          SpanKind.SERVER,
          span -> span.recordException(new IllegalStateException()).addEvent("retry"));

      Shown shown = Shown.by(bridge);
      String events = "traces_span_metrics_events_total";
      assertThat(shown.sum(events)).isEqualTo(2);
      assertThat(shown.sum(events, "exception_type", "java.lang.IllegalStateException"))
          .isEqualTo(1);
    }
  }

  @Test
  void exceptions_count_by_type() {
    var bridge = bridge().start();
    try (var application = new Application(bridge)) {
      application.end(
          "a",
          SpanKind.SERVER,
          span -> span.recordException(new IllegalStateException())
              .recordException(new IllegalStateException())
              .recordException(new java.net.UnknownHostException())
              .addEvent("retry"));

      Shown shown = Shown.by(bridge);
      String events = "traces_span_metrics_events_total";
      assertThat(shown.sum(events)).isEqualTo(3);
      assertThat(shown.sum(events, "exception_type", "java.lang.IllegalStateException"))
          .isEqualTo(2);
      assertThat(shown.sum(events, "exception_type", "java.net.UnknownHostException"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RESOLVE, dns",
    "CONNECT, connect",
    "SSL handshake, tls",
    "http.dns, dns",
    "http.connect, connect",
    "http.tls, tls",
    "http.send, request",
    "http.wait, wait",
    "http.receive, response"
  })
  void phases_of_a_call_are_told_apart_by_peer_and_outcome(String name, String phase) {
    var bridge = bridge().start();
    try (var application = new Application(bridge)) {
      application.end(
          Context.root(),
          name,
          SpanKind.CLIENT,
          Duration.ofSeconds(5),
          StatusCode.ERROR,
          span -> span.setAttribute("server.address", "account.local"));

      Shown shown = Shown.by(bridge);
      String[] labels = {
        "phase",
        phase,
        "peer",
        "account.local",
        "status_code",
        "STATUS_CODE_ERROR",
        "service_name",
        "shop"
      };
      assertThat(shown.sum("fanlight_network_phase_duration_seconds_count", labels))
          .isEqualTo(1);
      assertThat(shown.sum("fanlight_network_phase_duration_seconds_sum", labels))
          .isEqualTo(5);
      assertThat(shown.all(GRAPH)).isEmpty();
    }
  }

  @Test
  void the_service_graph_has_an_edge_for_each_call_this_process_can_name() {
    var bridge = bridge().peers(java.util.Map.of("10.0.0.7", "billing")).start();
    try (var application = new Application(bridge)) {
      edge(application, SpanKind.SERVER, "x", "y");
      edge(application, SpanKind.CLIENT, "server.address", "api.example");
      edge(application, SpanKind.CLIENT, "server.address", "10.0.0.7");
      edge(application, SpanKind.CLIENT, "peer.service", "account");
      edge(application, SpanKind.CLIENT, "service.peer.name", "stock");
      application.end(
          "a",
          SpanKind.CLIENT,
          span -> span.setAttribute("peer.service", "old")
              .setAttribute("service.peer.name", "new")
              .setAttribute("server.address", "api.example"));
      edge(application, SpanKind.CLIENT, "db.system.name", "postgresql");
      edge(application, SpanKind.PRODUCER, "messaging.destination.name", "orders");
      edge(application, SpanKind.CONSUMER, "messaging.destination.name", "parcels");
      edge(application, SpanKind.CLIENT, "nothing", "known");
      edge(application, SpanKind.INTERNAL, "server.address", "api.example");

      assertThat(Shown.by(bridge).all(GRAPH))
          .extracting(line -> line.labels().get("client")
              + ">"
              + line.labels().get("server")
              + " "
              + line.labels().get("connection_type")
              + " "
              + line.labels().get("virtual_node"))
          .containsExactlyInAnyOrder(
              "user>shop virtual_node client",
              "shop>api.example virtual_node server",
              "shop>billing null null",
              "shop>account null null",
              "shop>stock null null",
              "shop>new null null",
              "shop>postgresql database server",
              "shop>orders messaging_system server",
              "parcels>shop messaging_system client");
    }
  }

  private static void edge(Application application, SpanKind kind, String key, String value) {
    application.end("a", kind, span -> span.setAttribute(key, value));
  }

  @Test
  void an_edge_whose_caller_is_in_the_trace_is_left_to_the_caller() {
    var bridge = bridge().start();
    var caller = SpanContext.createFromRemoteParent(
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        TraceFlags.getSampled(),
        TraceState.getDefault());
    try (var application = new Application(bridge)) {
      application.end(
          Context.root().with(Span.wrap(caller)),
          "a",
          SpanKind.SERVER,
          Duration.ofMillis(1),
          StatusCode.UNSET,
          span -> {});

      assertThat(Shown.by(bridge).all(GRAPH)).isEmpty();
    }
  }

  @Test
  void failed_calls_and_latencies_of_both_sides_are_shown_under_grafanas_names() {
    var bridge = bridge().start();
    Consumer<Span> account = span -> span.setAttribute("peer.service", "account");
    try (var application = new Application(bridge)) {
      application.end("a", SpanKind.CLIENT, Duration.ofMillis(300), StatusCode.UNSET, account);
      application.end("a", SpanKind.CLIENT, Duration.ofMillis(500), StatusCode.ERROR, account);
      application.end("a", Duration.ofSeconds(1));

      Shown shown = Shown.by(bridge);
      String edge = "traces_service_graph_request";
      assertThat(shown.sum(edge + "_total", "server", "account")).isEqualTo(2);
      assertThat(shown.sum(edge + "_failed_total", "server", "account")).isEqualTo(1);
      assertThat(shown.sum(edge + "_server_seconds_sum", "server", "account")).isEqualTo(0.8);
      assertThat(shown.sum(edge + "_client_seconds_sum")).isEqualTo(0.8);
      assertThat(shown.sum(edge + "_server_seconds_sum", "client", "user")).isEqualTo(1);
    }
  }

  @Test
  void the_semantic_conventions_metrics_come_from_the_spans_attributes() {
    var bridge = bridge().dialects(Set.of(MetricDialect.SEMCONV)).start();
    try (var application = new Application(bridge)) {
      application.end(
          "GET",
          SpanKind.SERVER,
          span -> span.setAttribute("http.request.method", "GET")
              .setAttribute("http.route", "/orders/{id}")
              .setAttribute("http.response.status_code", 200)
              .setAttribute("url.scheme", "https"));
      application.end(
          "GET",
          SpanKind.CLIENT,
          span -> span.setAttribute("http.method", "GET")
              .setAttribute("server.address", "api.example")
              .setAttribute("server.port", 443)
              .setAttribute("error.type", "timeout"));
      application.end(
          "SELECT", SpanKind.CLIENT, span -> span.setAttribute("db.system.name", "postgresql"));
      application.end("Call", SpanKind.SERVER, span -> span.setAttribute("rpc.system", "grpc"));
      application.end(
          "Call", SpanKind.CLIENT, span -> span.setAttribute("rpc.system.name", "grpc"));
      application.end(
          "send", SpanKind.PRODUCER, span -> span.setAttribute("messaging.system", "kafka"));
      application.end(
          "process", SpanKind.CONSUMER, span -> span.setAttribute("messaging.system", "kafka"));
      application.end("inside", SpanKind.INTERNAL, span -> span.setAttribute("db.system", "x"));

      Shown shown = Shown.by(bridge);
      assertThat(shown.sum(
              "http_server_request_duration_seconds_bucket",
              "http_request_method",
              "GET",
              "http_route",
              "/orders/{id}",
              "http_response_status_code",
              "200",
              "url_scheme",
              "https",
              "le",
              "0.005"))
          .isEqualTo(1);
      assertThat(shown.sum(
              "http_client_request_duration_seconds_count",
              "http_request_method",
              "GET",
              "server_address",
              "api.example",
              "server_port",
              "443",
              "error_type",
              "timeout"))
          .isEqualTo(1);
      for (String metric : List.of(
          "http_server_request_duration_seconds",
          "http_client_request_duration_seconds",
          "db_client_operation_duration_seconds",
          "rpc_server_call_duration_seconds",
          "rpc_client_call_duration_seconds",
          "messaging_client_operation_duration_seconds",
          "messaging_process_duration_seconds")) {
        assertThat(shown.sum(metric + "_count")).as(metric).isEqualTo(1);
      }
      assertThat(shown.all(CALLS)).isEmpty();
    }
  }

  @Test
  void one_count_is_shown_under_each_dialects_names_and_buckets() {
    var bridge = bridge()
        .dialects(Set.of(MetricDialect.OTEL, MetricDialect.OTEL_MILLISECONDS, MetricDialect.TEMPO))
        .spanSizes(true)
        .start();
    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(3));
      application.end("a", Duration.ofMillis(700));

      Shown shown = Shown.by(bridge);
      String otel = "traces_span_metrics_duration_seconds";
      String millis = "traces_span_metrics_duration_milliseconds";
      String tempo = "traces_spanmetrics_latency";
      assertThat(shown.all(otel + "_bucket")).hasSize(17);
      assertThat(shown.all(millis + "_bucket")).hasSize(17);
      assertThat(shown.all(tempo + "_bucket")).hasSize(15);
      assertThat(shown.sum(otel + "_bucket", "le", "0.004")).isEqualTo(1);
      assertThat(shown.sum(millis + "_bucket", "le", "4.0")).isEqualTo(1);
      assertThat(shown.sum(tempo + "_bucket", "le", "1.024")).isEqualTo(2);
      assertThat(shown.sum(tempo + "_bucket", "le", "0.512")).isEqualTo(1);
      assertThat(shown.sum(otel + "_sum")).isEqualTo(0.703);
      assertThat(shown.sum(millis + "_sum")).isEqualTo(703);
      assertThat(shown.sum(CALLS)).isEqualTo(2);
      assertThat(shown.sum("traces_spanmetrics_calls_total", "service", "shop")).isEqualTo(2);
      assertThat(shown.sum("traces_spanmetrics_size_total"))
          .isPositive()
          .isEqualTo(shown.sum("traces_span_metrics_size_bytes_total"));
    }
  }

  @Test
  void buckets_can_be_chosen_for_each_histogram() {
    var bridge = bridge()
        .buckets(
            "traces_span_metrics_duration_seconds",
            List.of(Duration.ofSeconds(1), Duration.ofMillis(250)))
        .start();
    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(300));

      assertThat(Shown.by(bridge).all("traces_span_metrics_duration_seconds_bucket"))
          .extracting(line -> line.labels().get("le") + "=" + line.value())
          .containsExactly("0.25=0.0", "1.0=1.0", "+Inf=1.0");
    }
  }

  @Test
  void settings_that_cannot_work_are_refused_with_the_cure() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> bridge().buckets("latency", List.of(Duration.ofSeconds(1))).start())
        .withMessageContaining("not a histogram")
        .withMessageContaining("traces_span_metrics_duration_seconds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bridge()
            .serviceGraph(false)
            .buckets("traces_service_graph_request_seconds", List.of(Duration.ofSeconds(1)))
            .start())
        .withMessageContaining("not shown; switch metrics.service_graph on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bridge().dimensions("span.name").start())
        .withMessage(
            "dimension no. 1 would be the label \"span_name\", which a metric has already; remove it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bridge().dimensions("a.b", "1st").start())
        .withMessageStartingWith("dimension no. 2 makes no label");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bridge().resourceDimensions("a.b").dimensions("a_b").start())
        .withMessageStartingWith("dimension no. 1 would be the same label as another one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bridge().resourceDimensions(new String[21]))
        .withMessageStartingWith("21 dimensions are more than the maximum of 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bridge().buckets("x", List.of(Duration.ZERO)));
    assertThatIllegalArgumentException().isThrownBy(() -> bridge().port(70_000));
    assertThatIllegalArgumentException().isThrownBy(() -> bridge().path("metrics"));
    assertThatIllegalArgumentException().isThrownBy(() -> bridge().maxSeries(1));
    assertThatIllegalArgumentException().isThrownBy(() -> bridge().idleExpiry(Duration.ZERO));
  }

  @Test
  void nothing_is_thrown_into_the_application_not_even_a_linkage_error() {
    var bridge = bridge().start();
    var broken = (io.opentelemetry.sdk.trace.ReadableSpan) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {io.opentelemetry.sdk.trace.ReadableSpan.class},
        (proxy, method, arguments) -> {
          throw new NoClassDefFoundError("gone");
        });

    bridge.onEnd(broken);
    bridge.onEnd(broken);

    assertThat(Shown.by(bridge).sum("fanlight_metrics_failed_spans_total")).isEqualTo(2);
    bridge.close();
  }

  @Test
  void an_exemplar_is_the_slowest_sampled_span_that_may_be_one() {
    String[] refused = new String[1];
    var bridge =
        bridge().exemplars(span -> !span.getSpanId().equals(refused[0])).start();
    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(11));
      SpanContext slow = application.end("a", Duration.ofMillis(49));
      application.end("a", Duration.ofMillis(30));
      application.end(
          "a",
          SpanKind.SERVER,
          Duration.ofMillis(50),
          StatusCode.UNSET,
          span -> refused[0] = span.getSpanContext().getSpanId());

      String text = bridge.registry().scrape("application/openmetrics-text");

      assertThat(text.lines().filter(line -> line.contains("le=\"0.05\"")).toList())
          .singleElement()
          .asString()
          .contains(slow.getTraceId())
          .contains(slow.getSpanId())
          .contains("} 0.049 ");
    }
  }

  @Test
  void a_span_counts_in_all_metrics_although_the_choice_of_exemplars_fails() {
    var bridge = bridge()
        .exemplars(span -> {
          throw new StackOverflowError();
        })
        .start();
    try (var application = new Application(bridge)) {
      application.end("a", SpanKind.CLIENT, span -> span.setAttribute("server.address", "peer"));

      Shown shown = Shown.by(bridge);
      assertThat(shown.sum(CALLS)).isEqualTo(1);
      assertThat(shown.sum("traces_service_graph_request_total")).isEqualTo(1);
      assertThat(shown.sum("fanlight_metrics_failed_spans_total")).isZero();
    }
  }

  @Test
  void a_resource_attribute_becomes_a_label() {
    var bridge = bridge().resourceDimensions("service.version").start();
    try (var application = new Application(bridge)) {
      application.end(
          "a", SpanKind.SERVER, span -> span.setAttribute(AttributeKey.stringKey("x"), "y"));

      assertThat(Shown.by(bridge).sum(CALLS, "service_version", "1.4.2")).isEqualTo(1);
    }
  }
}
