/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A collector of the application that fails costs its own metrics. */
class FailingCollectorTest {
  private static final String SCRAPE =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Told told = new Told();

  @AfterEach
  void close() {
    told.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("a collector that throws", "of the application", prometheus -> {
          prometheus.register((Collector) () -> {
            throw new IllegalStateException("of\nthe application");
          });
        }),
        failure("a collector without its class", "NoClassDefFoundError", prometheus -> {
          prometheus.register((Collector) () -> {
            throw new NoClassDefFoundError("com/acme/Gone");
          });
        }),
        failure("several metrics at once", "of the application", prometheus -> {
          prometheus.register((MultiCollector) () -> {
            throw new IllegalStateException("of the application");
          });
        }),
        failure("no metrics where an empty list is required", "NullPointer", prometheus -> {
          prometheus.register((MultiCollector) () -> null);
        }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void all_other_metrics_are_served_and_one_line_names_the_collector(
      String name, String cause, Consumer<PrometheusRegistry> failing) throws Exception {
    try (MetricsBridge bridge =
        MetricsBridge.builder().jvmMetrics(false).port(0).start()) {
      all_other_metrics_are_served(bridge, cause, failing);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void the_same_holds_for_a_registry_of_the_application(
      String name, String cause, Consumer<PrometheusRegistry> failing) throws Exception {
    try (MetricsBridge bridge =
        MetricsBridge.builder().registry(registry).port(0).start()) {
      all_other_metrics_are_served(bridge, cause, failing);
    }
  }

  private void all_other_metrics_are_served(
      MetricsBridge bridge, String cause, Consumer<PrometheusRegistry> failing) throws Exception {
    PrometheusRegistry prometheus = bridge.registry().getPrometheusRegistry();
    Counter.builder().name("jobs").register(prometheus).inc(3);
    bridge.registry().counter("orders").increment(4);
    failing.accept(prometheus);
    Application application = new Application(bridge);
    application.end("a", Duration.ofMillis(1));

    scrape(bridge, "/metrics");
    Shown shown = scrape(bridge, "/metrics");

    assertThat(shown.sum("traces_span_metrics_calls_total")).isEqualTo(1);
    assertThat(shown.sum("jobs_total")).isEqualTo(3);
    assertThat(shown.sum("orders_total")).isEqualTo(4);
    assertThat(shown.sum("fanlight_metrics_failed_collections_total")).isGreaterThanOrEqualTo(2);
    assertThat(scrape(bridge, "/metrics?name%5B%5D=jobs").lines())
        .extracting(Shown.Line::name)
        .contains("jobs_total")
        .doesNotContain("orders_total");
    assertThat(told.warnings())
        .singleElement()
        .asString()
        .contains(
            FailingCollectorTest.class.getName(), cause, "Correct the collector, or remove it")
        .doesNotContain("\n");
  }

  @Test
  void a_meter_whose_function_throws_costs_itself() throws Exception {
    try (MetricsBridge bridge =
        MetricsBridge.builder().registry(registry).port(0).start()) {
      registry.counter("orders").increment();
      registry.more().counter("broken", List.of(), this, ignored -> {
        throw new IllegalStateException("of the application");
      });

      Shown shown = scrape(bridge, "/metrics");

      assertThat(shown.sum("orders_total")).isEqualTo(1);
      assertThat(shown.all("fanlight_metrics_series")).isNotEmpty();
      assertThat(told.warnings()).singleElement().asString().contains("of the application");
    }
  }

  @Test
  void two_collectors_with_one_name_and_different_types_cost_one_of_them() throws Exception {
    try (MetricsBridge bridge =
        MetricsBridge.builder().jvmMetrics(false).port(0).start()) {
      PrometheusRegistry prometheus = bridge.registry().getPrometheusRegistry();
      Counter.builder().name("jobs").register(prometheus).inc(3);
      prometheus.register(
          (Collector) () -> new GaugeSnapshot(new MetricMetadata("jobs", "theirs"), List.of()));

      Shown shown = scrape(bridge, "/metrics");

      assertThat(shown.all("fanlight_metrics_series")).isNotEmpty();
      assertThat(told.warnings()).singleElement().asString().contains(": jobs: several collectors");
    }
  }

  @Test
  void a_push_has_all_other_metrics() throws Exception {
    BlockingQueue<String> pushed = new ArrayBlockingQueue<>(9);
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/", exchange -> {
      pushed.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    gateway.start();
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    try (MetricsBridge bridge =
        MetricsBridge.builder().noEndpoint().pushgateway(address, "nightly").start()) {
      bridge.registry().getPrometheusRegistry().register((Collector) () -> {
        throw new IllegalStateException("of the application");
      });

      assertThat(bridge.push()).isTrue();

      assertThat(pushed.take()).contains("fanlight_metrics_series ");
    } finally {
      gateway.stop(0);
    }
  }

  private static Shown scrape(MetricsBridge bridge, String target) throws Exception {
    try (RawPeer peer = RawPeer.connect(bridge.port().orElseThrow())) {
      String answer = peer.send(SCRAPE.replace("/metrics", target)).answer();
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      return Shown.of(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
  }

  private static Arguments failure(
      String name, String cause, Consumer<PrometheusRegistry> failing) {
    return Arguments.of(name, cause, failing);
  }
}
