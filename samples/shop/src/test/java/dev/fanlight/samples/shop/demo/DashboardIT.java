/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The questions of the Grafana dashboard and of the rules, asked of Debian's Prometheus, which scrapes the running shop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf("prometheusIsInstalled")
class DashboardIT {
  private static final Path DOCS = Path.of("..", "..", "docs").toAbsolutePath().normalize();
  private static final Path RULES = DOCS.resolve("prometheus/fanlight-rules.yml");
  private static final int LOGINS_PER_SECOND = 20;

  @TempDir
  private static Path folder;

  private final DemoHttpClient http = new DemoHttpClient();
  private final MonotonicClock ticker = new MonotonicClock();
  private DemoProcesses stage;
  private ChildProcess prometheus;
  private LoadGenerator load;
  private int port;

  static boolean prometheusIsInstalled() {
    return InstalledPeer.isThere("prometheus", DashboardIT.class);
  }

  @BeforeAll
  void open() throws Exception {
    var ports = new PortAllocator();
    ProcessPorts place = anywhere(ports);
    port = ports.near(0, "Prometheus");
    stage = new DemoProcesses(folder, place, JdkInstallation.current(), http, ticker);
    stage.raise(new ZipkinJar(Path.of(System.getProperty("demo.zipkin"))), () -> false);
    prometheus = prometheus(place);
    load = new LoadGenerator(
        place.frontend().at("/login"), new StoryMix(1), LOGINS_PER_SECOND, ticker, answer -> {});
    load.start();
  }

  /** The well-known ports are for the demo that runs beside this. */
  private static ProcessPorts anywhere(PortAllocator ports) throws IOException {
    return new ProcessPorts(
        ports.near(0, "the demo's page"),
        ports.near(0, "Zipkin"),
        ports.near(0, "the OTLP receiver"),
        ports.near(0, "the second OTLP receiver"),
        home(ports),
        home(ports),
        home(ports));
  }

  private static ProcessPorts.Home home(PortAllocator ports) throws IOException {
    return new ProcessPorts.Home(ports.near(0, "a service"), ports.near(0, "its /metrics"));
  }

  @AfterAll
  void close() throws IOException {
    load.close();
    prometheus.kill();
    stage.close();
  }

  /** With exemplars and without native histograms, it scrapes OpenMetrics. */
  private ChildProcess prometheus(ProcessPorts place) throws IOException {
    String targets = Stream.of(place.frontend(), place.backend(), place.account())
        .map(home -> "'localhost:" + home.metrics() + "'")
        .toList()
        .toString();
    Path config =
        Files.writeString(folder.resolve("prometheus.yml"), """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [%s]
            scrape_configs:
              - job_name: shop
                static_configs: [{targets: %s}]
            """.formatted(RULES, targets));
    ChildProcess started = ChildProcess.start(
        "prometheus",
        List.of(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.listen-address=127.0.0.1:" + port,
            "--enable-feature=exemplar-storage"),
        Map.of(),
        folder.resolve("prometheus.out"));
    started.awaitHealth(http, ProcessPorts.local(port, "/-/ready"), ticker, () -> false);
    return started;
  }

  /** Every query of a panel, every rule that records, and every side of every comparison that alerts. */
  static Stream<String> questions() throws IOException {
    JsonNode dashboard = JsonReader.read(Files.readString(DOCS.resolve("grafana/fanlight.json")));
    Stream<String> drawn = dashboard
        .get("panels")
        .valueStream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> JsonReader.text(target, "expr"))
        .map(expr -> expr.replace("$__rate_interval", "1m")
            .replace("$service", ".*")
            .replace("$instance", ".*"));
    List<String> rules = Files.readAllLines(RULES);
    Stream<String> recorded = after(rules, "- record: ");
    Stream<String> alerting = after(rules, "  expr: ")
        .flatMap(expr -> Stream.of(expr.split(" and ", -1)))
        .map(comparison -> comparison.split(" (?:>|==) ", -1)[0]);
    return Stream.of(drawn, recorded, alerting).flatMap(questions -> questions).distinct();
  }

  private static Stream<String> after(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.contains(key) && !line.endsWith("|-"))
        .map(line -> line.substring(line.indexOf(key) + key.length()));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void every_question_of_dashboard_and_rules_has_an_answer(String promql) {
    URI uri = ProcessPorts.local(
        port, "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() ->
            assertThat(JsonReader.read(http.get(uri)).at("/data/result").size()).isPositive());
  }
}
