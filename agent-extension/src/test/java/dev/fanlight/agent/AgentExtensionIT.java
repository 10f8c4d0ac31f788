/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The extension in the agent, beside an application with other versions of the libraries that both contain. */
@Timeout(120)
class AgentExtensionIT {
  @TempDir
  Path folder;

  @Test
  void an_application_under_the_agent_has_all_of_fanlight() throws Exception {
    int port = freePort();
    Path requests = folder.resolve("requests.json");
    try (RecordingVendor otlp = RecordingVendor.start();
        RecordingVendor zipkin = RecordingVendor.start()) {
      Path config = Files.writeString(folder.resolve("fanlight.yaml"), """
          batch: {delay: 100ms}
          vendors:
            otlp: {endpoint: "%s/v1/traces"}
            zipkin: {endpoint: "%s/api/v2/spans"}
          metrics: {port: %d}
          request_log: {to: "%s"}
          """.formatted(
              otlp.address(), zipkin.address(), port, requests));
      try (ShopProcess shop = ShopProcess.start(folder, "-Dfanlight.config=" + config)) {
        assertThat(shop.get("/libraries").join()).isEqualTo("""
            {"price":"7"}
            {a=1}
            {b=2}
            true
            jackson-databind-2.15.4.jar
            okhttp-4.11.0.jar
            snakeyaml-engine-2.7.jar
            snakeyaml-2.2.jar
            prometheus-metrics-core-1.3.6.jar
            logback-classic-1.5.18.jar""");
        assertThat(shop.get("/order").join()).isEqualTo("ordered");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> otlp.hasReceived("pack") && zipkin.hasReceived("\"pack\""));
        assertThat(metrics(port))
            .contains("fanlight_spans_total{", "vendor=\"otlp\"", "span_name=\"GET /order\"");
        String root = field(shop.line("order received"), "span.id");
        assertThat(field(shop.line("order received"), "transaction.id")).isEqualTo(root);
        assertThat(field(shop.line("order packed"), "transaction.id")).isEqualTo(root);
        assertThat(field(shop.line("order packed"), "span.id")).isNotEqualTo(root);
        assertThat(field(shop.line("order packed"), "service.name")).isEqualTo("shop");
        requestLine(requests, root);
        CompletableFuture<String> slow = shop.get("/slow");
        shop.awaitOutput("slow order received");

        int exit = shop.terminate();

        assertThat(slow.join()).isEqualTo("ordered slowly");
        assertThat(exit).isEqualTo(143);
        assertThat(Files.readString(requests)).contains("\"message\":\"GET /slow 200 ");
        assertThat(otlp.hasReceived("/slow")).isTrue();
        assertThat(zipkin.hasReceived("/slow")).isTrue();
        assertThat(otlp.hasReceived("late child")).isTrue();
        assertThat(otlp.headers("User-Agent"))
            .containsOnly("Fanlight/" + System.getProperty("fanlight.version"));
        assertThat(shop.lines())
            .noneMatch(line -> line.contains("WARN") || line.contains("Exception"));
      }
    }
  }

  private static void requestLine(Path requests, String root) throws Exception {
    await().until(() -> Files.readString(requests).contains("GET /order"));
    String line = Files.readAllLines(requests).stream()
        .filter(each -> each.contains("GET /order"))
        .findFirst()
        .orElseThrow();
    assertThat(field(line, "transaction.id")).isEqualTo(root);
    assertThat(field(line, "service.name")).isEqualTo("shop");
    assertThat(field(line, "http.route")).isEqualTo("/order");
    assertThat(line).contains("\"http.response.status_code\":200", "\"request.spans\":1");
  }

  @Test
  void a_mistake_in_the_file_is_reported_and_the_application_runs() throws Exception {
    Path config = Files.writeString(
        folder.resolve("fanlight.yaml"),
        "strict: true\nbogus: 1\nvendors: {zipkin: {endpoint: \"http://127.0.0.1:1/\"}}\n");
    try (ShopProcess shop = ShopProcess.start(folder, "-Dfanlight.config=" + config)) {
      assertThat(shop.get("/order").join()).isEqualTo("ordered");

      assertThat(shop.lines())
          .anyMatch(line -> line.contains("fanlight.yaml:2:1: unknown key"))
          .noneMatch(line -> line.contains("add the artifact"))
          .noneMatch(line -> line.contains("failed to start"));
    }
  }

  @Test
  void without_a_configuration_one_line_says_how_to_give_one() throws Exception {
    try (ShopProcess shop = ShopProcess.start(folder, "-Dotel.traces.exporter=none")) {
      assertThat(shop.lines())
          .filteredOn(line -> line.contains("anlight"))
          .singleElement()
          .asString()
          .contains("INFO", "has no configuration", "set FANLIGHT_CONFIG");
    }
  }

  @Test
  void request_lines_are_on_standard_output_unless_the_file_says_otherwise() throws Exception {
    try (RecordingVendor otlp = RecordingVendor.start()) {
      Path config = Files.writeString(
          folder.resolve("fanlight.yaml"),
          "vendors: {otlp: {endpoint: \"%s/v1/traces\"}}\nrequest_log: {sample: 100%%}\n"
              .formatted(otlp.address()));
      try (ShopProcess shop = ShopProcess.start(folder, "-Dfanlight.config=" + config)) {
        assertThat(shop.get("/order").join()).isEqualTo("ordered");

        shop.awaitOutput("\"message\":\"GET /order 200 ");
        assertThat(shop.line("\"message\":\"GET /order 200 "))
            .startsWith("{\"@timestamp\":\"")
            .endsWith("}");
        assertThat(field(shop.line("GET /order 200 "), "trace.id"))
            .isEqualTo(field(shop.line("order received"), "trace.id"));
      }
    }
  }

  private static String field(String line, String name) {
    Matcher field =
        Pattern.compile("\"" + Pattern.quote(name) + "\":\"([^\"]*)\"").matcher(line);
    assertThat(field.find()).as("%s in %s", name, line).isTrue();
    return field.group(1);
  }

  private static String metrics(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
