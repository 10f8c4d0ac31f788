/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
class FanlightAutoConfigurationTest {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, ByteString> bodies =
      new ConcurrentHashMap<>(); // the first of each path
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("dev.fanlight.exporters");
  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord line) {
      lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @TempDir
  private Path folder;

  private final HttpServer receiver = start();

  private HttpServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", exchange -> {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestURI().getPath());
        bodies.putIfAbsent(exchange.getRequestURI().getPath(), ByteString.copyFrom(body));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
      });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void tidyUp() {
    logger.removeHandler(handler);
    System.clearProperty("fanlight.config");
    System.clearProperty("otel.exporter.otlp.endpoint");
    System.clearProperty("otel.exporter.otlp.traces.endpoint");
    receiver.stop(0);
  }

  @Test
  void the_fan_out_is_in_and_the_stock_exporter_is_out() throws IOException {
    configure("vendors: {a: {type: otlp, endpoint: '%s/a'}, b: {type: otlp, endpoint: '%s/b'}}"
        .formatted(receiver(), receiver()));

    System.setProperty("otel.exporter.otlp.endpoint", receiver() + "/stock");
    spanThrough(Map.of("otel.service.name", "shop"));

    assertThat(requests).containsExactlyInAnyOrder("/a", "/b");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("INFO Fanlight sends spans to a "))
        .anyMatch(line -> line.startsWith(
            "WARNING otel.exporter.otlp.endpoint is set, and no vendor of the file uses it"));
  }

  @Test
  void an_endpoint_that_a_vendor_uses_is_no_reason_for_a_warning() throws IOException {
    configure("vendors: {otlp: {}}");
    System.setProperty("otel.exporter.otlp.traces.endpoint", receiver() + "/used");

    spanThrough(Map.of("otel.service.name", "shop"));

    assertThat(requests).containsExactly("/used");
    assertThat(lines).singleElement().asString().startsWith("INFO Fanlight sends spans to otlp ");
  }

  @Test
  void what_a_framework_sets_by_itself_is_not_said_to_be_set() throws IOException {
    configure("vendors: {a: {type: otlp, endpoint: '%s/a'}}".formatted(receiver()));

    spanThrough(Map.of(
        "otel.service.name", "shop",
        "otel.exporter.otlp.endpoint", receiver() + "/framework",
        "otel.exporter.otlp.timeout", "10000"));

    assertThat(requests).containsExactly("/a");
    assertThat(lines).singleElement().asString().startsWith("INFO Fanlight sends spans to a ");
  }

  @Test
  void a_stock_exporter_that_was_asked_for_stays_with_a_warning() throws IOException {
    configure("vendors: {a: {type: otlp, endpoint: '%s/a'}}".formatted(receiver()));

    spanThrough(Map.of(
        "otel.traces.exporter", "otlp",
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.exporter.otlp.traces.endpoint", receiver() + "/stock"));

    assertThat(requests).containsExactlyInAnyOrder("/a", "/stock");
    assertThat(lines).anyMatch(line -> line.contains("gets every span twice"));
  }

  @Test
  void without_a_configuration_nothing_changes() {
    spanThrough(Map.of(
        "otel.exporter.otlp.protocol",
        "http/protobuf",
        "otel.exporter.otlp.traces.endpoint",
        receiver() + "/stock"));

    assertThat(requests).containsExactly("/stock");
    assertThat(lines).isEmpty();
  }

  @Test
  void a_broken_configuration_does_not_stop_the_application() throws IOException {
    configure("vendors: [");

    spanThrough(Map.of("otel.service.name", "shop"));

    assertThat(requests).isEmpty();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("SEVERE Fanlight cannot start:")
        .endsWith("No span is exported.");
  }

  @Test
  void a_strict_configuration_that_is_not_right_stops_the_application() throws IOException {
    List<Thread> before = ourThreads();
    for (String wrong : List.of(
        "vendors: {a: {type: otpl}}", "queue: {capacity: many}", "rules: {rename: {a: 'b\tc'}}")) {
      configure("{strict: true, " + wrong + "}");

      assertThatThrownBy(() -> spanThrough(Map.of("otel.service.name", "shop")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Fanlight cannot start:")
          .hasMessageContaining("fanlight.yaml:1:");
    }
    assertThat(ourThreads()).isSubsetOf(before);
  }

  private static List<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fanlight-"))
        .toList();
  }

  @Test
  void the_ledger_is_among_the_metrics_of_the_sdk() throws IOException {
    configure("vendors: {a: {type: otlp, endpoint: '%s/a'}}".formatted(receiver()));
    InMemoryMetrics metrics = new InMemoryMetrics();

    try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> without(Map.of("otel.service.name", "shop")))
        .addMeterProviderCustomizer((provider, config) -> provider.registerMetricReader(metrics))
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk()) {
      sdk.getTracer("test").spanBuilder("span").startSpan().end();
      sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);

      assertThat(metrics.values("otel.sdk.exporter.span.exported", "a")).containsExactly(1L);
      assertThat(metrics.values("otel.sdk.processor.span.processed", "fanlight"))
          .containsExactly(1L);
      assertThat(metrics.services()).containsExactly("shop");
    }
  }

  @Test
  void the_ledger_counts_as_the_only_exporter_of_metrics_prefers() throws IOException {
    configure("vendors: {a: {type: otlp, endpoint: '%s/a'}}".formatted(receiver()));
    Map<String, String> properties = without(Map.of("otel.service.name", "shop"));
    properties.put("otel.metrics.exporter", "otlp");
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    properties.put("otel.exporter.otlp.metrics.endpoint", receiver() + "/metrics");
    properties.put("otel.exporter.otlp.metrics.temporality.preference", "delta");

    spanThrough(properties);

    assertThat(exported("/metrics").getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
  }

  private Sum exported(String path) throws IOException {
    return ExportMetricsServiceRequest.parseFrom(Objects.requireNonNull(bodies.get(path)))
        .getResourceMetricsList()
        .stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .filter(metric -> metric.getName().equals("otel.sdk.exporter.span.exported"))
        .findFirst()
        .orElseThrow()
        .getSum();
  }

  @Test
  void an_application_without_a_name_is_told() throws IOException {
    configure("vendors: {a: {type: otlp, endpoint: '%s/a'}}".formatted(receiver()));

    spanThrough(Map.of());

    assertThat(lines).anyMatch(line -> line.startsWith("WARNING service.name is not set"));
  }

  private String receiver() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort();
  }

  private void configure(String document) throws IOException {
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), document);
    System.setProperty("fanlight.config", file.toString());
  }

  private static Map<String, String> without(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    return all;
  }

  private static void spanThrough(Map<String, String> properties) {
    Map<String, String> all = without(Map.of());
    all.putAll(properties);
    OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> all)
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
    sdk.getTracer("test").spanBuilder("span").startSpan().end();
    sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
    sdk.getSdkMeterProvider().forceFlush().join(10, TimeUnit.SECONDS);
    sdk.shutdown().join(10, TimeUnit.SECONDS);
  }
}
