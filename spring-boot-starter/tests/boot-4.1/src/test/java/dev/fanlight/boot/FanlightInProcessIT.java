/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real processes with the starter. */
@Timeout(120)
class FanlightInProcessIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int REQUESTS = 5;
  private static final Set<String> OUR_LOGGERS =
      Set.of("dev.fanlight.exporters", "dev.fanlight.boot", "dev.fanlight.metrics");

  @TempDir
  Path folder;

  private final ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
  private final ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK);

  @BeforeEach
  void file() throws Exception {
    Files.writeString(folder.resolve("fanlight.yaml"), """
        vendors:
          a: {type: otlp, endpoint: "%s"}
          b: {type: otlp, endpoint: "%s"}
        """.formatted(a.endpoint(), b.endpoint()));
  }

  @AfterEach
  void vendors() {
    a.close();
    b.close();
  }

  /** One process shows most of it, for a start takes seconds. */
  @Test
  void the_page_by_the_letter_gives_two_vendors_the_actuator_and_the_log() throws Exception {
    Files.writeString(
        folder.resolve("application.yaml"),
        block("# application.yaml") + "---\nfanlight: {vendors: {unused: {api_key: hunter2}}}\n");
    Files.writeString(
        folder.resolve("fanlight.yaml"),
        block("# fanlight.yaml")
            .replace("http://localhost:4318/v1/traces", a.endpoint())
            .replace("api_key:", "endpoint: %s\n    api_key:".formatted(b.endpoint())));
    try (RunningApplication application = RunningApplication.start(
            folder,
            Map.of("FANLIGHT_PORT", "tcp://10.0.0.1:80", "HONEYCOMB_API_KEY", "hunter3"),
            "--management.endpoints.web.exposure.include=health,prometheus,fanlight,env",
            "--management.endpoint.health.show-details=always",
            "--management.endpoint.health.probes.enabled=true",
            "--management.endpoint.env.show-values=always")
        .serving()) {
      assertThat(application.get("/order")).isEqualTo("ordered");

      JsonNode line = line(application, "order received");
      assertThat(line.path("service.name").asString()).isEqualTo("shop");
      assertThat(line.path("trace.id").asString()).hasSize(32);
      assertThat(application.lines())
          .allSatisfy(each -> assertThat(JSON.readTree(each).isObject()).isTrue());
      assertThat(startLines(application))
          .hasSize(3)
          .anySatisfy(
              each -> assertThat(each).contains("are not used, because fanlight.config is set"))
          .anySatisfy(each -> assertThat(each).startsWith("Fanlight sends spans to gateway ("))
          .anySatisfy(each -> assertThat(each).contains("100% of the traces"));
      await().until(() -> !a.taken().isEmpty() && !b.taken().isEmpty());
      actuatorShowsTheVendors(application);

      inFlightSpansArrive(application);
    }
  }

  private void actuatorShowsTheVendors(RunningApplication application) throws Exception {
    await()
        .untilAsserted(() -> assertThat(application.get("/actuator/prometheus"))
            .contains("traces_span_metrics_calls_total{")
            .contains("fanlight_spans_total{outcome=\"delivered\",vendor=\"gateway\"")
            .contains("fanlight_vendor_state{"));
    JsonNode status = JSON.readTree(application.get("/actuator/fanlight"));
    assertThat(status.at("/vendors/0/name").asString()).isEqualTo("gateway");
    assertThat(status.at("/vendors/0/lane").asString()).isEqualTo("up");
    assertThat(status.at("/vendors/1/delivered").asLong()).isPositive();
    JsonNode health = JSON.readTree(application.get("/actuator/health"));
    assertThat(health.at("/components/fanlight/status").asString()).isEqualTo("UP");
    assertThat(application.get("/actuator/env"))
        .contains("fanlight.vendors.unused.api_key")
        .doesNotContain("hunter2");
    assertThat(application.get("/actuator/health/readiness")).doesNotContain("fanlight");
    assertThat(application.get("/actuator/health/liveness")).doesNotContain("fanlight");
  }

  private void inFlightSpansArrive(RunningApplication application) throws Exception {
    int before = count(application, "order received");
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(application.getting("/order?millis=2000"));
    }
    await().until(() -> count(application, "order received") == before + REQUESTS);
    List<String> ended = List.copyOf(a.taken());

    application.terminate();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("ordered"));
    assertThat(application.exitCode()).isEqualTo(143);
    assertThat(a.taken())
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(ended.size() + REQUESTS);
    assertThat(b.taken()).containsExactlyInAnyOrderElementsOf(a.taken());
    assertThat(application.text()).doesNotContain("not delivered");
    assertThat(application.lines())
        .filteredOn(line -> line.contains("\"log.level\":\"WARN\""))
        .hasSize(1); // of the keys that are not used
  }

  @Test
  void a_typo_in_the_file_is_one_line_and_the_application_runs_without_actuator() throws Exception {
    Files.writeString(folder.resolve("fanlight.yaml"), "bogus: 1\n");
    try (RunningApplication application = RunningApplication.start(
            folder, jar -> !jar.contains("actuator"), Map.of("FANLIGHT_CONFIG", "fanlight.yaml"))
        .serving()) {
      assertThat(application.get("/order")).isEqualTo("ordered");
      assertThat(application.lines())
          .filteredOn(line -> line.contains("fanlight.yaml:1:1: unknown key"))
          .hasSize(1);

      application.terminate();

      assertThat(application.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void a_typo_in_a_strict_tree_is_reported_by_spring_boot() throws Exception {
    Files.writeString(folder.resolve("application.yaml"), """
        fanlight:
          strict: true
          vendors:
            a: {type: otlp, endpiont: "http://localhost:4318"}
        """);
    try (RunningApplication application = RunningApplication.start(folder, Map.of())) {
      assertThat(application.exitCode()).isEqualTo(1);
      assertThat(application.text())
          .contains("APPLICATION FAILED TO START")
          .contains("application.yaml:4:")
          .contains("did you mean endpoint?")
          .contains("strict: false");
    }
  }

  /** A block of the page, without the indentation of its list. */
  private static String block(String firstLine) throws Exception {
    String page = Files.readString(Path.of("../../../docs/spring-boot.md"));
    int begin = page.indexOf(firstLine);
    assertThat(begin).isPositive();
    return page.substring(begin, page.indexOf("```", begin)).stripIndent().replace("\n   ", "\n");
  }

  private static JsonNode line(RunningApplication application, String message) {
    return application.lines().stream()
        .filter(line -> line.contains(message))
        .map(JSON::readTree)
        .findFirst()
        .orElseThrow();
  }

  private static int count(RunningApplication application, String message) {
    return (int)
        application.lines().stream().filter(line -> line.contains(message)).count();
  }

  private static List<String> startLines(RunningApplication application) {
    return application.lines().stream()
        .map(JSON::readTree)
        .filter(line -> OUR_LOGGERS.contains(line.path("log.logger").asString("")))
        .map(line -> line.path("message").asString())
        .toList();
  }
}
