/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<MetricsBridge> started = new ArrayList<>();

  private void start(MetricsBridgeBuilder builder) {
    started.add(builder.port(0).start());
  }

  private int port() {
    return started.get(0).port().orElseThrow();
  }

  @AfterEach
  void close() {
    started.forEach(MetricsBridge::close);
  }

  @Test
  void a_scraper_gets_the_format_it_asks_for() throws Exception {
    start(MetricsBridge.builder());

    assertThat(type(get("/metrics", "Accept", "*/*"))).startsWith("text/plain; version=0.0.4");
    assertThat(type(get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0")))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(type(get(
            "/metrics",
            "Accept",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                + "encoding=delimited")))
        .startsWith("application/vnd.google.protobuf");
  }

  private static String type(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return response.headers().firstValue("Content-Type").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "debug=x",
        "debug=",
        "debug=text",
        "debug=openmetrics",
        "debug=prometheus-protobuf",
        "%64ebug=x",
        "name[]",
        "=",
        "&&",
        "a=%ff"
      })
  void a_query_that_names_no_metric_is_answered_with_all(String query) throws Exception {
    start(MetricsBridge.builder());

    HttpResponse<byte[]> response = get("/metrics?" + query.replace("[]", "%5B%5D"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("jvm_memory_used_bytes", "fanlight_metrics_series");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name%5B%5D", "%6eame%5B%5D"})
  void a_query_chooses_metrics_by_name(String key) throws Exception {
    start(MetricsBridge.builder());

    HttpResponse<byte[]> response = get("/metrics?debug=x&" + key + "=fanlight_metrics_series");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("fanlight_metrics_series")
        .doesNotContain("jvm_memory_used_bytes");
  }

  @Test
  void an_answer_is_compressed_for_who_can_read_it() throws Exception {
    start(MetricsBridge.builder());

    HttpResponse<byte[]> response = get("/metrics", "Accept-Encoding", "gzip");

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var text = new GZIPInputStream(new java.io.ByteArrayInputStream(response.body()))) {
      assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8))
          .contains("jvm_memory_used_bytes", "fanlight_metrics_series");
    }
  }

  @Test
  void metrics_are_at_one_path_only_and_only_to_be_read() throws Exception {
    start(MetricsBridge.builder().path("/prometheus"));

    assertThat(get("/prometheus").statusCode()).isEqualTo(200);
    assertThat(get("/prometheus/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(send(request("/prometheus").POST(HttpRequest.BodyPublishers.noBody()))
            .statusCode())
        .isEqualTo(405);
    HttpResponse<byte[]> head =
        send(request("/prometheus").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void only_the_user_reads_the_metrics_and_a_new_password_takes_effect_at_once() throws Exception {
    String[] password = {"first"};
    start(MetricsBridge.builder().basicAuth("prometheus", () -> password[0]));

    assertThat(get("/metrics").statusCode()).isEqualTo(401);
    assertThat(get("/metrics").headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(get("/metrics", "Authorization", basic("prometheus:first")).statusCode())
        .isEqualTo(200);
    assertThat(get("/metrics", "Authorization", basic("prometheus:wrong")).statusCode())
        .isEqualTo(401);
    assertThat(get("/metrics", "Authorization", "Basic ???").statusCode()).isEqualTo(401);
    password[0] = "second";
    assertThat(get("/metrics", "Authorization", basic("prometheus:first")).statusCode())
        .isEqualTo(401);
    assertThat(get("/metrics", "Authorization", basic("prometheus:second")).statusCode())
        .isEqualTo(200);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_scraper_that_sends_nothing_does_not_keep_others_out() throws Exception {
    start(MetricsBridge.builder());
    int port = port();
    try (var silent = new java.net.Socket("localhost", port);
        var another = new java.net.Socket("localhost", port)) {
      silent.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));
      another.getOutputStream().write('G');

      assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
