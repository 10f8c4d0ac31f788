/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.testing.NeedsPeers;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Prometheus scrapes an application in each format; promtool checks what it is given. */
@NeedsPeers(
    programs = {"prometheus", "promtool"},
    packages = "prometheus")
class PrometheusIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path RULES =
      Path.of("..", "docs", "prometheus").toAbsolutePath().normalize();
  private static final int SPANS = 2_000;

  @TempDir
  private static Path folder;

  private static final AcceptingVendor vendor = AcceptingVendor.start();
  private static Fanlight fanlight;
  private static Application application;
  private static int port;
  private static final Map<Format, Peer> peers = new EnumMap<>(Format.class);

  /** How a Prometheus asks, and what makes it do so. */
  enum Format {
    TEXT("", "    params: {debug: [text]}\n"),
    OPEN_METRICS("exemplar-storage", ""),
    PROTOBUF("exemplar-storage,native-histograms", "");

    final String features;
    final String config;

    Format(String features, String config) {
      this.features = features;
      this.config = config;
    }
  }

  @BeforeAll
  static void run() throws Exception {
    port = Peer.freePort();
    fanlight = Fanlight.builder(configuration()).closesAtExit(false).build();
    application = new Application(
        fanlight.spanProcessor(), MetricsBridge.alwaysRecord(Sampler.traceIdRatioBased(0.2)));
    for (Format format : Format.values()) {
      peers.put(format, prometheus(format));
    }
    work();
    assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
  }

  @AfterAll
  static void stop() {
    peers.values().forEach(Peer::close);
    application.close();
    vendor.close();
  }

  private static Path configuration() throws IOException {
    return Files.writeString(
        folder.resolve("fanlight.yaml"), """
        vendors:
          acme:
            type: otlp
            endpoint: %s
        metrics:
          port: %d
          dialects: [otel, tempo, semconv]
          native_histograms: true
          span_sizes: true
        """.formatted(vendor.endpoint(), port));
  }

  private static Peer prometheus(Format format) throws IOException {
    int listen = Peer.freePort();
    Path config = Files.writeString(
        folder.resolve(format + ".yml"),
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
            + "rule_files: ["
            + RULES.resolve("fanlight-rules.yml")
            + "]\n"
            + "scrape_configs:\n"
            + "  - job_name: shop\n"
            + format.config
            + "    static_configs: [{targets: ['localhost:"
            + port
            + "']}]\n");
    return Peer.start(
        folder,
        listen,
        "/-/ready",
        List.of(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve(format + "-data"),
            "--web.listen-address=127.0.0.1:" + listen,
            "--enable-feature=" + format.features));
  }

  /** 2,000 requests, a tenth of which fail, and one span of everything else there is a metric for. */
  private static void work() {
    for (int i = 0; i < SPANS; i++) {
      boolean fails = i % 10 == 0;
      application.end(
          "POST /login",
          SpanKind.SERVER,
          Duration.ofMillis(i % 500),
          fails ? StatusCode.ERROR : StatusCode.UNSET,
          span -> {
            span.setAttribute("http.request.method", "POST").setAttribute("http.route", "/login");
            if (fails) {
              span.recordException(new java.net.UnknownHostException("account"));
            }
          });
    }
    for (int i = 0; i < 100; i++) {
      application.end(
          Context.root(),
          "http.dns",
          SpanKind.INTERNAL,
          Duration.ofMillis(1),
          i % 2 == 0 ? StatusCode.ERROR : StatusCode.UNSET,
          span -> span.setAttribute("server.address", "account"));
      application.end(
          "GET", SpanKind.CLIENT, span -> span.setAttribute("server.address", "account"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void queries_return_the_numbers_that_were_counted(Format format) {
    awaitValue(
        format, "sum(traces_span_metrics_calls_total{span_kind=\"SPAN_KIND_SERVER\"})", SPANS);
    awaitValue(
        format,
        "traces_span_metrics_calls_total{span_name=\"POST /login\",status_code=\"STATUS_CODE_ERROR\"}",
        SPANS / 10);
    awaitValue(format, "sum(traces_span_metrics_events_total)", SPANS / 10);
    awaitValue(format, "sum(traces_service_graph_request_total{server=\"account\"})", 100);
    awaitValue(
        format,
        "sum(fanlight_spans_total{vendor=\"acme\",outcome=\"delivered\"})",
        vendor.traceIds().size());
    String duration = "traces_span_metrics_duration_seconds";
    String server = "span_kind=\"SPAN_KIND_SERVER\"";
    double seconds = IntStream.range(0, SPANS).map(i -> i % 500).sum() / 1e3;
    if (format == Format.PROTOBUF) { // 2.42 keeps the native histogram alone
      String all = "sum(" + duration + "{" + server + "})";
      awaitValue(format, "histogram_count(" + all + ")", SPANS);
      awaitValue(format, "round(histogram_sum(" + all + "), 0.001)", seconds);
      double median = value(format, "histogram_quantile(0.5, " + all + ")");
      assertThat(median).isBetween(0.25 / 1.05, 0.25 * 1.05);
    } else {
      awaitValue(format, "sum(" + duration + "_bucket{" + server + ",le=\"0.1\"})", 4 * 101);
      awaitValue(format, "sum(" + duration + "_count{" + server + "})", SPANS);
      awaitValue(format, "round(sum(" + duration + "_sum{" + server + "}), 0.001)", seconds);
      awaitValue(
          format, "sum(traces_spanmetrics_latency_bucket{" + server + ",le=\"0.256\"})", 4 * 257);
      awaitValue(
          format,
          "sum(http_server_request_duration_seconds_bucket{http_route=\"/login\",le=\"0.25\"})",
          4 * 251);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN_METRICS", "PROTOBUF"})
  void exemplars_come_back_with_traces_that_the_vendor_has(Format format) {
    String metric = format == Format.PROTOBUF
        ? "traces_span_metrics_duration_seconds"
        : "traces_span_metrics_duration_seconds_bucket";
    for (String series : List.of(metric, "traces_span_metrics_calls_total")) {
      Set<String> traceIds = new HashSet<>();
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
        traceIds.addAll(exemplars(format, series));
        assertThat(traceIds).isNotEmpty();
      });

      assertThat(traceIds).isSubsetOf(vendor.traceIds());
    }
  }

  private static Set<String> exemplars(Format format, String series) throws Exception {
    long start = Application.START.getEpochSecond();
    String path = Peer.query("/api/v1/query_exemplars", "query", series)
        + "&start="
        + (start - 60)
        + "&end="
        + (start + 3_600);
    Set<String> traceIds = new HashSet<>();
    for (JsonNode found : JSON.readTree(peer(format).get(path)).get("data")) {
      for (JsonNode exemplar : found.get("exemplars")) {
        assertThat(exemplar.get("labels").get("span_id").asString()).hasSize(16);
        traceIds.add(exemplar.get("labels").get("trace_id").asString());
      }
    }
    return traceIds;
  }

  @Test
  void promtool_finds_nothing_to_complain_about() throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
        .header("Accept", "text/plain")
        .build();
    Path metrics = folder.resolve("metrics.txt");
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofFile(metrics));

    assertThat(Peer.run(folder, metrics, "promtool", "check", "metrics")).isEqualTo("0 ");
  }

  @Test
  void the_rules_pass_their_tests_and_each_has_one() throws Exception {
    Path nothing = Files.createTempFile(folder, "empty", "");
    String tests = Files.readString(RULES.resolve("fanlight-rules.test.yml"));

    assertThat(Files.readAllLines(RULES.resolve("fanlight-rules.yml")))
        .map(line -> line.replaceFirst("^ *- (record|alert): ", "$1 "))
        .filteredOn(line -> line.startsWith("record ") || line.startsWith("alert "))
        .hasSize(22)
        .allSatisfy(line -> assertThat(tests).contains(line.substring(line.indexOf(' ') + 1)));
    assertThat(Peer.run(RULES, nothing, "promtool", "check", "rules", "fanlight-rules.yml"))
        .startsWith("0 ");
    assertThat(Peer.run(RULES, nothing, "promtool", "test", "rules", "fanlight-rules.test.yml"))
        .startsWith("0 ")
        .contains("SUCCESS");
  }

  /** A tenth of the requests fails here, which the alerts for the error budget are for. */
  @ParameterizedTest
  @EnumSource
  void no_alert_about_delivery_is_raised_for_a_healthy_instance(Format format) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
      List<JsonNode> rules = deliveryRules(format);
      assertThat(rules)
          .hasSize(9)
          .allSatisfy(rule -> assertThat(rule.get("health").asString()).isEqualTo("ok"));
    });

    assertThat(deliveryRules(format))
        .allSatisfy(rule ->
            assertThat(rule.get("state").asString()).as(rule.toString()).isEqualTo("inactive"));
  }

  private static List<JsonNode> deliveryRules(Format format) {
    try {
      JsonNode groups = JSON.readTree(peer(format).get("/api/v1/rules")).at("/data/groups");
      return groups
          .valueStream()
          .filter(group -> group.get("name").asString().equals("fanlight-delivery-alerts"))
          .flatMap(group -> group.get("rules").valueStream())
          .toList();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Peer peer(Format format) {
    return Objects.requireNonNull(peers.get(format));
  }

  private static void awaitValue(Format format, String promql, double expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(value(format, promql)).as(promql).isEqualTo(expected));
  }

  private static double value(Format format, String promql) {
    try {
      return Double.parseDouble(ask(format, promql).get(0).get("value").get(1).asString());
    } catch (Exception e) {
      throw new IllegalStateException(promql, e);
    }
  }

  private static JsonNode ask(Format format, String promql) throws Exception {
    String answer = peer(format).get(Peer.query("/api/v1/query", "query", promql));
    return JSON.readTree(answer).get("data").get("result");
  }
}
