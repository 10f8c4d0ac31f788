/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** In an application's own registry. */
class GuestTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MetricsBridge bridge =
      MetricsBridge.builder().registry(registry).start();

  @Test
  void the_metrics_are_seen_beside_the_applications_and_no_port_is_opened() {
    registry.counter("orders").increment();
    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(1));

      Shown shown = Shown.of(registry.scrape());
      assertThat(shown.sum("orders_total")).isEqualTo(1);
      assertThat(shown.sum("traces_span_metrics_calls_total")).isEqualTo(1);
      assertThat(shown.all("jvm_memory_used_bytes")).isEmpty();
      assertThat(bridge.port()).isEmpty();
    }
  }

  /** Its registry is built around one of the Prometheus client, which its endpoint asks, by name too. */
  @Test
  void spring_boots_actuator_shows_them() {
    var prometheus = new PrometheusRegistry();
    var boots = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
    new JvmMemoryMetrics().bindTo(boots);
    try (var application =
        new Application(MetricsBridge.builder().registry(boots).start())) {
      application.end("a", Duration.ofMillis(1));

      Shown all = Shown.by(prometheus);
      assertThat(all.sum("traces_span_metrics_calls_total")).isEqualTo(1);
      assertThat(all.all("jvm_memory_used_bytes", "area", "heap")).isNotEmpty();
      assertThat(prometheus.scrape(Set.of("traces_span_metrics_calls")::contains))
          .singleElement()
          .satisfies(shown -> assertThat(shown.getDataPoints()).hasSize(1));
    }
  }

  @Test
  void a_name_that_the_application_has_is_left_to_it_whoever_comes_first() {
    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(1));
      Counter.builder()
          .name("traces_span_metrics_calls")
          .labelNames("service_name")
          .register(registry.getPrometheusRegistry())
          .labelValues("theirs")
          .inc(7);

      Shown shown = Shown.of(registry.scrape());

      assertThat(shown.all("traces_span_metrics_calls_total"))
          .singleElement()
          .satisfies(line -> assertThat(line.labels()).containsEntry("service_name", "theirs"));
      assertThat(shown.sum("traces_span_metrics_duration_seconds_count")).isEqualTo(1);
    }
  }

  @Test
  void a_meter_of_the_application_keeps_its_name_from_the_next_scrape_on() {
    var conventions = MetricsBridge.builder()
        .registry(registry)
        .dialects(Set.of(MetricDialect.SEMCONV))
        .start();
    try (var application = new Application(conventions)) {
      application.end(
          "GET", SpanKind.SERVER, span -> span.setAttribute("http.request.method", "GET"));
      String name = "http_server_request_duration_seconds_count";
      assertThat(Shown.of(registry.scrape()).sum(name, "http_request_method", "GET"))
          .isEqualTo(1);

      registry.timer("http.server.request.duration", "theirs", "yes").record(Duration.ofMillis(1));

      assertThat(Shown.of(registry.scrape()).all(name))
          .singleElement()
          .satisfies(line -> assertThat(line.labels()).containsEntry("theirs", "yes"));
    }
  }

  @Test
  void a_collector_that_comes_later_has_its_name_within_five_minutes_and_breaks_no_scrape() {
    var clock = new ManualClock();
    var late = MetricsBridge.builder().registry(registry).clock(clock).start();
    bridge.close();
    try (var application = new Application(late)) {
      application.end("a", Duration.ofMillis(1));
      registry.scrape();
      Counter.builder()
          .name("traces_span_metrics_calls")
          .labelNames("service_name")
          .register(registry.getPrometheusRegistry())
          .labelValues("theirs")
          .inc(7);

      assertThat(Shown.of(registry.scrape()).all("traces_span_metrics_calls_total"))
          .hasSize(2);
      clock.pass(Duration.ofMinutes(6));

      assertThat(Shown.of(registry.scrape()).all("traces_span_metrics_calls_total"))
          .singleElement()
          .satisfies(line -> assertThat(line.labels()).containsEntry("service_name", "theirs"));
    }
  }

  @Test
  void the_applications_gauges_are_asked_once_a_scrape() {
    var asked = new AtomicInteger();
    registry.gauge("depth", asked, AtomicInteger::incrementAndGet);
    registry.scrape(); // looks who else is there
    int before = asked.get();

    registry.scrape();

    assertThat(asked.get()).isEqualTo(before + 1);
  }

  @Test
  void a_registry_is_left_as_it_was() {
    registry.counter("orders").increment();
    String before = registry.scrape();

    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(1));
    }

    assertThat(registry.scrape()).isEqualTo(justOrders());
    assertThat(before).contains("fanlight_", "orders_total");
  }

  private String justOrders() {
    var fresh = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    fresh.counter("orders").increment();
    return fresh.scrape();
  }

  @Test
  void the_applications_own_meters_are_seen_by_the_specifications_names() {
    try (var application = new Application(bridge);
        var meters = SdkMeterProvider.builder()
            .registerMetricReader(bridge.meterReader())
            .build()) {
      application.end("a", Duration.ofMillis(1));
      var meter = meters.get("shop.cart");
      Attributes route = Attributes.of(AttributeKey.stringKey("http.route"), "/cart");
      meter.counterBuilder("cart.items").setUnit("{item}").build().add(3, route);
      meter.upDownCounterBuilder("cart.open").build().add(-2, route);
      meter.gaugeBuilder("cart.fill").setUnit("1").build().set(0.25);
      meter.histogramBuilder("cart.wait").setUnit("s").build().record(0.3, route);
      meter.counterBuilder("cart.read").setUnit("By/s").build().add(1);

      Shown shown = Shown.of(registry.scrape());

      String[] labels = {"http_route", "/cart", "otel_scope_name", "shop.cart"};
      assertThat(shown.sum("cart_items_total", labels)).isEqualTo(3);
      assertThat(shown.sum("cart_open", labels)).isEqualTo(-2);
      assertThat(shown.sum("cart_fill_ratio")).isEqualTo(0.25);
      assertThat(shown.sum("cart_wait_seconds_sum", labels)).isEqualTo(0.3);
      assertThat(shown.all("cart_wait_seconds_bucket", labels)).isNotEmpty();
      assertThat(shown.sum("cart_read_bytes_per_second_total")).isEqualTo(1);
      assertThat(shown.sum("traces_span_metrics_calls_total")).isEqualTo(1);
    }
  }
}
