/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.metrics.AcceptingVendor;
import dev.fanlight.metrics.Application;
import dev.fanlight.metrics.Shown;
import dev.fanlight.metrics.Told;
import io.opentelemetry.api.trace.SpanContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge as a section of the fan-out's file, with a vendor that takes what it gets. */
class MetricsSectionTest {
  private static final Pattern EXEMPLAR = Pattern.compile("trace_id=\"([0-9a-f]{32})\"");

  private final AcceptingVendor vendor = AcceptingVendor.start();

  @TempDir
  private Path folder;

  @AfterEach
  void stop() {
    vendor.close();
  }

  private Fanlight fanlight(String metrics, String... more) throws IOException {
    return started(write(metrics, more));
  }

  private static Fanlight started(Path file) {
    return Fanlight.builder(file).closesAtExit(false).build();
  }

  private Path write(String metrics, String... more) throws IOException {
    return Files.writeString(
        folder.resolve("fanlight.yaml"),
        """
            vendors:
              acme:
                type: otlp
                endpoint: %s
                sample: 25%%
            metrics:
            %s
            """.formatted(vendor.endpoint(), metrics.indent(2)) + String.join("", more));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void the_ledger_is_on_metrics_and_an_exemplar_leads_to_a_trace_that_the_vendor_has()
      throws Exception {
    int port = freePort();
    try (var fanlight = fanlight("port: " + port);
        var application = new Application(fanlight.spanProcessor())) {
      Set<String> ended = new HashSet<>();
      for (int i = 0; i < 2_000; i++) {
        SpanContext span = application.end("login " + (char) ('a' + i % 20), Duration.ofNanos(i));
        ended.add(span.getTraceId());
      }
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      String text = get(port);

      Shown shown = Shown.of(text.replaceAll(" # \\{.*", "").replaceAll("# EOF\\n", ""));
      String[] acme = {"vendor", "acme"};
      double received = shown.sum("fanlight_spans_received_total", acme);
      double delivered =
          shown.sum("fanlight_spans_total", "vendor", "acme", "outcome", "delivered");
      assertThat(received).isEqualTo(2_000);
      assertThat(shown.sum("fanlight_spans_total", acme)).isEqualTo(received);
      assertThat(delivered).isEqualTo(vendor.traceIds().size()).isBetween(400.0, 600.0);
      assertThat(shown.sum("fanlight_buffered_spans", acme)).isZero();
      assertThat(shown.sum("fanlight_vendor_state", "vendor", "acme", "state", "up"))
          .isEqualTo(1);
      assertThat(shown.sum("fanlight_vendor_state", acme)).isEqualTo(1);
      assertThat(shown.sum("fanlight_ended_spans_total")).isEqualTo(2_000);
      assertThat(shown.sum("fanlight_queue_limit_spans")).isPositive();
      assertThat(shown.sum("traces_span_metrics_calls_total")).isEqualTo(2_000);
      Set<String> exemplars = new HashSet<>();
      Matcher matcher = EXEMPLAR.matcher(text);
      while (matcher.find()) {
        exemplars.add(matcher.group(1));
      }
      assertThat(exemplars).isNotEmpty().isSubsetOf(vendor.traceIds());
      assertThat(ended).containsAll(exemplars);
    }
  }

  @Test
  void every_key_of_the_section_is_read() throws Exception {
    int port = freePort();
    Files.writeString(folder.resolve("password"), "secret");
    String section = """
        host: 127.0.0.1
        port: %d
        path: /prometheus
        basic_auth: {user: prometheus, password: "${file:%s}"}
        dialects: [otel, otel_milliseconds, tempo, semconv]
        dimensions: [http.route]
        resource_dimensions: []
        buckets: {traces_spanmetrics_latency: [250ms, 1s]}
        native_histograms: true
        service_graph: false
        peers: {10.0.0.7: billing}
        network_phases: false
        exceptions: false
        span_sizes: true
        span_name_templates: false
        jvm: false
        max_series: 100
        max_values_per_label: 10
        idle_expiry: 15m
        """.formatted(port, folder.resolve("password"));
    try (var fanlight = fanlight(section);
        var application = new Application(fanlight.spanProcessor())) {
      application.end("GET /orders/4711", Duration.ofMillis(1));
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/prometheus"))
          .header("Authorization", "Basic cHJvbWV0aGV1czpzZWNyZXQ=")
          .build();

      String text = HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body();

      Shown shown = Shown.of(text);
      assertThat(shown.all("traces_spanmetrics_latency_bucket", "span_name", "GET /orders/4711"))
          .hasSize(3);
      assertThat(shown.sum("traces_span_metrics_duration_milliseconds_count")).isEqualTo(1);
      assertThat(shown.sum("traces_spanmetrics_size_total")).isPositive();
      assertThat(shown.sum("fanlight_metrics_series_limit")).isEqualTo(100);
      assertThat(text).doesNotContain("jvm_", "service_graph", "service_version", "secret");
    }
  }

  @Test
  void without_vendors_every_sampled_trace_may_be_an_exemplar() throws Exception {
    int port = freePort();
    Path file = Files.writeString(folder.resolve("alone.yaml"), "metrics: {port: " + port + "}\n");
    try (var fanlight = started(file);
        var application = new Application(fanlight.spanProcessor())) {
      SpanContext span = application.end("login", Duration.ofMillis(1));

      assertThat(get(port)).contains("trace_id=\"" + span.getTraceId() + "\"");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void what_cannot_work_is_refused_with_its_place(String section, String place, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fanlight(section, "strict: true").close())
        .withMessageContaining("fanlight.yaml:7:3: metrics." + place + ": ")
        .withMessageContaining(message);
  }

  @Test
  void a_user_with_a_colon_is_refused_at_its_key() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            fanlight("basic_auth: {user: \"a:b\", password: p}", "strict: true").close())
        .withMessageContaining("fanlight.yaml:7:16: metrics.basic_auth.user: ")
        .withMessageContaining("may have no colon");
  }

  static Stream<Arguments> mistakes() {
    String many = IntStream.range(0, 21).mapToObj(i -> "a" + i).collect(Collectors.joining(", "));
    return Stream.of(
        arguments("host: 256.1.1.1", "host", "no IPv4 address; give four numbers of 0 to 255"),
        arguments("host: 1.2.3.4.5", "host", "no IPv4 address"),
        arguments("host: \"fe80::g\"", "host", "no IPv6 address"),
        arguments("host: \"\"", "host", "is empty"),
        arguments("path: metrics", "path", "begin with a slash"),
        arguments("path: \"/metrics?x=1\"", "path", "for example /metrics"),
        arguments("path: \"/a b\"", "path", "for example /metrics"),
        arguments("path: /a/../b", "path", "for example /metrics"),
        arguments("path: /healthz", "path", "for example /metrics"),
        arguments(
            "pushgateway: {address: \"http://gateway:9091\", job: \"\"}", "pushgateway", "job"),
        arguments(
            "pushgateway: {address: \"http://gateway:9091/?x=1\", job: nightly}",
            "pushgateway",
            "without a query"),
        arguments("dialects: []", "dialects", "remove the key"),
        arguments(
            "dimensions: [service.name]",
            "dimensions",
            "\"service_name\", which a metric has already"),
        arguments(
            "dimensions: [" + many + "]",
            "dimensions",
            "21 dimensions are more than the maximum of 20"),
        arguments(
            "resource_dimensions: [" + many + "]",
            "resource_dimensions",
            "21 dimensions are more than the maximum of 20"),
        arguments(
            "resource_dimensions: [service.name]",
            "resource_dimensions",
            "which a metric has already"),
        arguments(
            "buckets: {traces_latency: [1s]}", "buckets", "not a histogram; the histograms are "),
        arguments("buckets: {traces_spanmetrics_latency: []}", "buckets", "at least one bound"),
        arguments(
            "buckets: {traces_spanmetrics_latency: [1s]}",
            "buckets",
            "not shown; add tempo to metrics.dialects"),
        arguments(
            "tls: {certificate: /gone/tls.crt, key: /gone/tls.key}",
            "tls",
            "/gone/tls.crt cannot be read"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dimensions: [service.name]",
        "host: 256.1.1.1",
        "basic_auth: {user: \"a:b\", password: p}"
      })
  void an_edit_that_cannot_work_leaves_the_metrics_as_they_are(String edit) throws Exception {
    int port = freePort();
    try (var fanlight = fanlight("port: " + port);
        var application = new Application(fanlight.spanProcessor())) {
      application.end("login", Duration.ofMillis(1));

      write("port: " + port + "\n" + edit);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fanlight.reloads().refused() + fanlight.reloads().applied() > 0);

      String text = get(port);
      assertThat(text).contains("fanlight_config_last_reload_refused 1.0");
      assertThat(text).containsPattern("traces_span_metrics_calls_total\\{.*} 1\\.0");
    }
  }

  /** Keys are API: they change on purpose or not at all. */
  @Test
  void the_keys_are_those_of_the_guide() {
    assertThat(new MetricsSection().keys())
        .extracting(key -> key.name())
        .containsExactly(
            "host",
            "port",
            "path",
            "basic_auth",
            "tls",
            "dialects",
            "dimensions",
            "resource_dimensions",
            "buckets",
            "native_histograms",
            "service_graph",
            "peers",
            "network_phases",
            "exceptions",
            "events",
            "span_sizes",
            "span_name_templates",
            "jvm",
            "max_series",
            "max_values_per_label",
            "idle_expiry",
            "pushgateway");
  }

  @Test
  void a_password_beyond_loopback_without_tls_is_a_warning_at_the_start_with_its_place()
      throws Exception {
    String section = """
        host: 0.0.0.0
        port: 0
        basic_auth: {user: prometheus, password: secret}
        """;
    try (var told = new Told("dev.fanlight");
        var fanlight = fanlight(section)) {

      assertThat(fanlight.flush(Duration.ofSeconds(10))).isEmpty();
      assertThat(told.warnings())
          .singleElement()
          .asString()
          .contains("fanlight.yaml", "basic_auth", "in clear", "metrics.tls")
          .doesNotContain("secret");
    }
  }

  private static String get(int port) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
        .header("Accept", "application/openmetrics-text")
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
