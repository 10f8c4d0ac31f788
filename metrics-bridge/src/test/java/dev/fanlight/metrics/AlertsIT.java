/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.BUSY;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.HANGING;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.LARGE_SPANS;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.RESETTING;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.REVOKED;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.SLOW;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.UNAVAILABLE;
import static dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble.UNRESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.simulation.TroubledHour;
import dev.fanlight.exporters.internal.simulation.TroubledHour.Sample;
import dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble;
import dev.fanlight.exporters.testing.NeedsPeers;
import dev.fanlight.metrics.internal.section.TroubledHourMetrics;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shipped alert rules in Debian's Prometheus, with metrics that instances in trouble have shown. An hour of them is imported
 * as history. An alert counts as fired if its expression, as Prometheus has read it, holds for as long as its rule asks for.
 */
@NeedsPeers(
    programs = {"prometheus", "promtool"},
    packages = "prometheus")
class AlertsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path RULES =
      Path.of("..", "docs", "prometheus", "fanlight-rules.yml").toAbsolutePath().normalize();
  private static final int STEP = 15;
  private static final int HOUR = 3_600;
  private static final long END = Application.START.getEpochSecond(); // of the history
  private static final int TROUBLE = 1_500; // seconds before the end

  @TempDir
  private static Path folder;

  private static final AtomicInteger status = new AtomicInteger(200);
  private static final StringBuilder history = new StringBuilder();
  private static HttpServer vendor;
  private static Peer prometheus;

  @BeforeAll
  static void run() throws Exception {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      boolean isToggled = exchange.getRequestURI().getPath().equals("/toggled");
      boolean isRefusing = exchange.getRequestURI().getPath().equals("/refusing");
      exchange.sendResponseHeaders(isRefusing ? 401 : isToggled ? status.get() : 200, -1);
      exchange.close();
    });
    vendor.start();
    healthy();
    troubled();
    flapping();
    troubledHour();
    prometheus = start();
  }

  @AfterAll
  static void stop() {
    prometheus.close();
    vendor.stop(0);
  }

  @Test
  void each_kind_of_trouble_raises_its_alert_and_a_healthy_instance_raises_none() throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(deliveryRules())
            .hasSize(9)
            .allSatisfy(rule -> assertThat(rule.get("health").asString()).isEqualTo("ok")));

    Map<String, Set<String>> fired = new TreeMap<>();
    for (JsonNode rule : deliveryRules()) {
      fired.put(rule.get("name").asString(), firing(rule));
    }

    assertThat(fired)
        .containsEntry(
            "VendorDown",
            union(
                Set.of("troubled gone", "troubled refusing"),
                ofTheHour(HANGING, UNAVAILABLE, REVOKED, BUSY, RESETTING, UNRESOLVED)))
        .containsEntry("VendorFlapping", Set.of("flapping toggled"))
        .containsEntry("VendorSlow", union(Set.of("strained taking"), ofTheHour(SLOW)))
        .containsEntry(
            "BufferFillsUp",
            union(
                Set.of("troubled gone", "troubled refusing"),
                ofTheHour(HANGING, UNAVAILABLE, REVOKED, BUSY, RESETTING, UNRESOLVED, SLOW)))
        .containsEntry(
            "SpansLost",
            union(
                Set.of("troubled gone", "troubled refusing"),
                ofTheHour(
                    HANGING, UNAVAILABLE, REVOKED, LARGE_SPANS, BUSY, RESETTING, UNRESOLVED, SLOW)))
        .containsEntry("ConfigReloadFailed", Set.of("troubled"))
        .containsEntry("MetricLabelsOverflow", Set.of("troubled"))
        .containsEntry("SpansRefused", Set.of("strained"))
        .containsEntry("SpansNotCounted", Set.of("strained"));
  }

  private static Set<String> ofTheHour(Trouble... troubles) {
    return Stream.of(troubles)
        .map(trouble -> "hour " + trouble.vendor())
        .collect(Collectors.toSet());
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static void healthy() throws Exception {
    try (Instance instance = new Instance("healthy", "taking")) {
      String before = instance.scrape();
      instance.work(50);
      instance.awaitShown("fanlight_spans_total\\{[^}]*delivered[^}]*} 50");
      String after = instance.scrape();
      instance.remember(before, after);
      strained(before, after);
    }
  }

  /**
   * A slow vendor, a full queue, and spans that the bridge cannot count. A vendor is slow after minutes only, so these samples
   * of a healthy instance have other values here.
   */
  private static void strained(String before, String after) {
    String slow = with(after, "fanlight_vendor_state\\{[^}]*\"up\"[^}]*}", 0);
    slow = with(slow, "fanlight_vendor_state\\{[^}]*\"slow\"[^}]*}", 1);
    slow = with(slow, "fanlight_refused_spans_total", 12);
    slow = with(slow, "fanlight_metrics_failed_spans_total", 3);
    remember("strained", before, slow);
  }

  /** Gives each sample of a series another value. */
  private static String with(String exposition, String series, int value) {
    String changed = exposition.replaceAll("(?m)^(" + series + ") .*", "$1 " + value);
    assertThat(changed).as(series).isNotEqualTo(exposition);
    return changed;
  }

  /** Adds an hour to the history: first the one, then the other. */
  private static void remember(String instance, String before, String after) {
    for (int second = HOUR; second >= 0; second -= STEP) {
      write(instance, second > TROUBLE ? before : after, second);
    }
  }

  /** A vendor that is gone, one that refuses the key, a full buffer, a label with many values, and a damaged file. */
  private static void troubled() throws Exception {
    try (Instance instance = new Instance("troubled", "gone", "refusing")) {
      String before = instance.scrape();
      instance.work(3_000);
      instance.awaitShown("fanlight_spans_total\\{[^}]*buffer_full[^}]*gone[^}]*} [1-9]");
      instance.awaitShown("fanlight_vendor_state\\{[^}]*unauthorised[^}]*refusing[^}]*} 1");
      Files.writeString(instance.file, "vendors: [");
      instance.awaitShown("fanlight_config_last_reload_refused(\\{[^}]*})? 1");
      instance.remember(before, instance.scrape());
    }
  }

  /** A vendor that is down for a minute and up for another one, again and again. */
  private static void flapping() throws Exception {
    try (Instance instance = new Instance("flapping", "toggled")) {
      instance.work(1);
      instance.awaitShown("fanlight_spans_total\\{[^}]*delivered[^}]*} 1");
      String up = instance.scrape();
      status.set(503);
      instance.work(1);
      instance.awaitShown("fanlight_vendor_state\\{[^}]*retrying[^}]*} 1");
      String down = instance.scrape();
      for (int second = HOUR; second >= 0; second -= STEP) {
        write("flapping", second < TROUBLE && second / 60 % 2 == 0 ? down : up, second);
      }
    }
  }

  /** Eight vendors, each in a trouble of its own, beside a healthy one: an hour on simulated time. */
  private static void troubledHour() throws InterruptedException {
    for (Sample sample : new TroubledHour().run().samples()) {
      write("hour", TroubledHourMetrics.text(sample), HOUR - (int) sample.second());
    }
  }

  /** Adds what an instance has shown to the history, a number of seconds before its end. */
  private static void write(String instance, String exposition, int secondsAgo) {
    for (String line : exposition.split("\n", -1)) {
      int value = line.lastIndexOf(' ');
      if (line.startsWith("fanlight_")) {
        int labels = line.indexOf('{');
        boolean hasLabels = labels > 0 && labels < value;
        history
            .append(line, 0, hasLabels ? labels : value)
            .append("{instance=\"" + instance + "\"")
            .append(hasLabels ? "," + line.substring(labels + 1, value) : "}")
            .append(line, value, line.length())
            .append(' ')
            .append(END - secondsAgo)
            .append('\n');
      }
    }
  }

  private static Peer start() throws Exception {
    Path data = folder.resolve("data");
    Path text = Files.writeString(folder.resolve("history.txt"), history.append("# EOF\n"));
    String[] create = {
      "promtool", "tsdb", "create-blocks-from", "openmetrics", text.toString(), data.toString()
    };
    assertThat(Peer.run(folder, Files.createTempFile(folder, "empty", ""), create))
        .startsWith("0 ");
    int port = Peer.freePort();
    Path config = Files.writeString(
        folder.resolve("prometheus.yml"),
        "global: {evaluation_interval: 1s}\nrule_files: [" + RULES + "]\n");
    return Peer.start(
        folder,
        port,
        "/-/ready",
        List.of(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + data,
            "--web.listen-address=127.0.0.1:" + port));
  }

  private static List<JsonNode> deliveryRules() throws Exception {
    return JSON.readTree(prometheus.get("/api/v1/rules"))
        .at("/data/groups")
        .valueStream()
        .filter(group -> group.get("name").asString().equals("fanlight-delivery-alerts"))
        .flatMap(group -> group.get("rules").valueStream())
        .toList();
  }

  /** Returns the instances, and vendors, for which a rule's expression has held as long as the rule asks for. */
  private static Set<String> firing(JsonNode rule) throws Exception {
    String path = Peer.query("/api/v1/query_range", "query", rule.get("query").asString())
        + "&start="
        + (END - HOUR)
        + "&end="
        + END
        + "&step="
        + STEP;
    Set<String> firing = new TreeSet<>();
    for (JsonNode series : JSON.readTree(prometheus.get(path)).at("/data/result")) {
      long since = 0;
      long last = 0;
      for (JsonNode point : series.get("values")) {
        long at = point.get(0).asLong();
        since = at - last > STEP ? at : since;
        last = at;
        if (at - since >= rule.get("duration").asLong()) {
          JsonNode labels = series.get("metric");
          String instance = labels.get("instance").asString();
          firing.add(
              labels.has("vendor") ? instance + " " + labels.get("vendor").asString() : instance);
        }
      }
    }
    return firing;
  }

  /** An application with vendors that are called as the test's vendor treats them. */
  private static final class Instance implements AutoCloseable {
    private final String name;
    private final Path file;
    private final URI metrics;
    private final Application application;
    private int ended;

    Instance(String name, String... vendors) throws IOException {
      this.name = name;
      int port = Peer.freePort();
      StringBuilder yaml =
          new StringBuilder("batch: {bytes: 100000}\nbuffer: {memory: 300000}\nvendors:\n");
      for (String each : vendors) {
        int vendorPort = each.equals("gone") ? 1 : vendor.getAddress().getPort();
        yaml.append("  " + each + ": {type: otlp, endpoint: \"http://127.0.0.1:" + vendorPort + "/"
            + each + "\"}\n");
      }
      yaml.append("metrics: {jvm: false, max_values_per_label: 60, port: " + port + "}\n");
      this.file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
      this.metrics = URI.create("http://localhost:" + port + "/metrics");
      this.application =
          new Application(Fanlight.builder(file).closesAtExit(false).build().spanProcessor());
    }

    /** Ends spans that can hardly be compressed, each with a name of its own. */
    void work(int spans) {
      Random random = new Random(1);
      for (int i = 0; i < spans; i++) {
        byte[] bytes = new byte[500];
        random.nextBytes(bytes);
        int number = ended++;
        application.end(
            "job " + (char) ('a' + number % 26) + (char) ('a' + number / 26 % 26),
            SpanKind.SERVER,
            span -> span.setAttribute("data", HexFormat.of().formatHex(bytes)));
      }
    }

    String scrape() throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body();
    }

    void awaitShown(String pattern) {
      Pattern shown = Pattern.compile("(?m)^" + pattern);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(scrape()).containsPattern(shown));
    }

    void remember(String before, String after) {
      AlertsIT.remember(name, before, after);
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
