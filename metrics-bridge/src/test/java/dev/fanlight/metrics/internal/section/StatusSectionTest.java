/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.metrics.AcceptingVendor;
import dev.fanlight.metrics.Application;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The status page as a section of the fan-out's file. */
@Timeout(60)
class StatusSectionTest {

  private final AcceptingVendor vendor = AcceptingVendor.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  private Path folder;

  @AfterEach
  void stop() {
    vendor.close();
  }

  @Test
  void the_page_is_at_the_port_of_the_metrics_and_its_numbers_are_those_of_the_ledger()
      throws Exception {
    int port = freePort();
    try (var fanlight = start("metrics: {port: %d}\nstatus: {}\n".formatted(port));
        var application = new Application(fanlight.spanProcessor())) {
      for (int i = 0; i < 100; i++) {
        application.end("login", Duration.ofMillis(1));
      }
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      JsonNode json =
          new ObjectMapper().readTree(get(port, "/fanlight", "application/json").body());

      assertThat(json.get("state").asString()).isEqualTo("running");
      JsonNode acme = json.get("vendors").get(0);
      assertThat(acme.get("name").asString()).isEqualTo("acme");
      assertThat(acme.get("flow").asString()).isEqualTo("delivering");
      assertThat(acme.get("delivered").asLong())
          .isEqualTo(100)
          .isEqualTo(vendor.traceIds().size());
      assertThat(json.get("pipeline").get("ended").asLong()).isEqualTo(100);
      assertThat(get(port, "/metrics", "*/*").body()).contains("fanlight_spans_total");
      assertThat(get(port, "/fanlight", "text/html").body()).contains("1 vendor gets its spans");
      assertThat(get(port, "/fanlight/ready", "*/*").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void a_page_of_its_own_port_answers_get_and_head_only_and_checks_the_host() throws Exception {
    int port = freePort();
    try (var fanlight = start("status: {port: %d}\n".formatted(port))) {
      assertThat(fanlight.status().vendors()).hasSize(1);

      assertThat(send(request(port, "/fanlight").method("HEAD", BodyPublishers.noBody()))
              .body())
          .isEmpty();
      assertThat(send(request(port, "/fanlight").POST(BodyPublishers.noBody())).statusCode())
          .isEqualTo(405);
      assertThat(send(request(port, "/fanlight").DELETE()).statusCode()).isEqualTo(405);
      assertThat(raw(
              port, "GET /fanlight HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 421");
      HttpResponse<String> page = get(port, "/fanlight", "text/html");
      assertThat(page.headers().firstValue("content-security-policy")).isPresent();
      assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(page.headers().firstValue("cache-control")).hasValue("no-store");
    }
  }

  @Test
  void an_open_port_without_a_password_shows_ready_and_refuses_the_rest_with_the_cure()
      throws Exception {
    int port = freePort();
    try (var fanlight = start("metrics: {port: %d, host: 0.0.0.0}\nstatus: {}\n".formatted(port))) {
      assertThat(fanlight.status().vendors()).hasSize(1);

      HttpResponse<String> page = get(port, "/fanlight", "text/html");

      assertThat(page.statusCode()).isEqualTo(403);
      assertThat(page.body()).contains("metrics.basic_auth").contains("status.port");
      assertThat(get(port, "/fanlight/flow", "*/*").statusCode()).isEqualTo(403);
      assertThat(get(port, "/fanlight/ready", "*/*").statusCode()).isEqualTo(200);
      assertThat(get(port, "/metrics", "*/*").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void with_a_password_the_page_needs_it_and_ready_does_not() throws Exception {
    int port = freePort();
    String section =
        "status: {port: %d, host: 0.0.0.0, basic_auth: {user: ops, password: s3cret}}\n";
    try (var fanlight = start(section.formatted(port))) {
      assertThat(fanlight.status().vendors()).hasSize(1);
      String login = "Basic "
          + Base64.getEncoder().encodeToString("ops:s3cret".getBytes(StandardCharsets.UTF_8));

      assertThat(get(port, "/fanlight", "*/*").statusCode()).isEqualTo(401);
      assertThat(get(port, "/fanlight/ready", "*/*").statusCode()).isEqualTo(200);
      HttpResponse<String> page = send(request(port, "/fanlight").header("Authorization", login));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("acme").doesNotContain("s3cret");
    }
  }

  @Test
  void readers_that_read_nothing_do_not_hold_up_another_reader() throws Exception {
    int port = freePort();
    try (var fanlight = start("status: {port: %d}\n".formatted(port))) {
      assertThat(fanlight.status().vendors()).hasSize(1);
      List<Socket> slow = new ArrayList<>();
      try {
        for (int i = 0; i < 200; i++) {
          slow.add(
              open(port, "GET /fanlight HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"));
        }

        assertThat(get(port, "/healthz", "*/*").statusCode()).isEqualTo(200);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> get(port, "/fanlight", "text/html").statusCode() == 200);
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
    }
  }

  @Test
  void metrics_at_the_path_of_the_page_are_refused_with_the_cure() throws Exception {
    try (var fanlight = start("metrics: {path: /fanlight}\n")) {
      assertThat(fanlight.status().file().problems())
          .anyMatch(problem -> problem.contains("is the path of the status page"));
    }
  }

  @Test
  void a_section_that_is_switched_off_opens_no_port() throws Exception {
    try (var fanlight = start("status: {enabled: false}\n")) {
      assertThat(fanlight.status().vendors()).hasSize(1);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("fanlight-metrics"));
    }
  }

  private static Socket open(int port, String request) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = open(port, request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> get(int port, String path, String accept) throws Exception {
    return send(request(port, path).header("Accept", accept));
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
  }

  private Fanlight start(String sections) throws IOException {
    return Fanlight.builder(write(sections)).closesAtExit(false).build();
  }

  private Path write(String sections) throws IOException {
    return Files.writeString(
        folder.resolve("fanlight.yaml"),
        "vendors: {acme: {type: otlp, endpoint: %s}}\n%s".formatted(vendor.endpoint(), sections));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
