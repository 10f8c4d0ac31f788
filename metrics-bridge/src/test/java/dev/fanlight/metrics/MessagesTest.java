/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.prometheus.metrics.core.metrics.Counter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message says what happened and names the key that mends it, and is not repeated. */
class MessagesTest {
  private final Told told = new Told();

  @AfterEach
  void close() {
    told.close();
  }

  @Test
  void a_port_that_is_taken_is_one_warning_that_names_the_key() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var bridge = MetricsBridge.builder().port(taken.getLocalPort()).start()) {

      assertThat(told.warnings())
          .singleElement()
          .asString()
          .contains("localhost:" + taken.getLocalPort(), "metrics.port");
      assertThat(bridge.port()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, true, 1", "0.0.0.0, true, 0", "localhost, false, 0"})
  void loopback_in_kubernetes_is_one_hint(String host, boolean isInKubernetes, int hints) {
    try (var bridge =
        MetricsBridge.builder().host(host).port(0).kubernetes(isInKubernetes).start()) {

      assertThat(bridge.port()).isPresent();
      assertThat(told.hints()).hasSize(hints).allMatch(hint -> hint.contains("metrics.host"));
      assertThat(told.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, false, 1", "localhost, false, 0", "0.0.0.0, true, 0"})
  void a_password_beyond_loopback_without_tls_is_one_warning(
      String host, boolean isAccepted, int warnings) {
    try (var bridge = MetricsBridge.builder()
        .host(host)
        .port(0)
        .basicAuth("prometheus", () -> "secret")
        .acceptClearTextLogin(isAccepted)
        .start()) {

      assertThat(bridge.port()).isPresent();
      assertThat(told.warnings())
          .hasSize(warnings)
          .allMatch(warning -> warning.contains("in clear") && warning.contains("tls("))
          .noneMatch(warning -> warning.contains("secret"));
    }
  }

  @Test
  void too_many_values_of_a_label_name_the_attribute_once_in_five_minutes() {
    var clock = new ManualClock();
    var bridge = MetricsBridge.builder()
        .noEndpoint()
        .clock(clock)
        .dimensions("user.id")
        .maxValuesPerLabel(2)
        .start();
    try (var application = new Application(bridge)) {
      for (int i = 0; i < 20; i++) {
        String user = "user " + i;
        application.end("a", SpanKind.INTERNAL, span -> span.setAttribute("user.id", user));
        clock.pass(Duration.ofSeconds(20));
      }

      assertThat(told.warnings())
          .hasSize(2)
          .allMatch(warning -> warning.contains("attribute \"user.id\""));
    }
  }

  @Test
  void the_message_names_the_limit_that_was_reached() {
    var bridge = MetricsBridge.builder()
        .noEndpoint()
        .dimensions("route", "user.id")
        .maxSeries(12)
        .maxValuesPerLabel(50)
        .start();
    try (var application = new Application(bridge)) {
      for (int i = 0; i < 40; i++) {
        String user = "user " + i;
        String route = "route " + i % 2;
        application.end(
            "a",
            SpanKind.INTERNAL,
            span -> span.setAttribute("user.id", user).setAttribute("route", route));
      }

      assertThat(told.warnings())
          .isNotEmpty()
          .allMatch(warning -> warning.contains("metrics.max_series"))
          .noneMatch(warning -> warning.contains("max_values_per_label"));
    }
  }

  @Test
  void a_name_that_the_application_has_is_told_once() {
    var bridge = MetricsBridge.builder().noEndpoint().start();
    try (var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(1));
      Counter.builder()
          .name("traces_span_metrics_calls")
          .register(bridge.registry().getPrometheusRegistry());

      Shown.by(bridge);
      Shown.by(bridge);

      assertThat(told.warnings())
          .singleElement()
          .asString()
          .contains("traces_span_metrics_calls", "metrics.dialects");
    }
  }

  @Test
  void a_gateway_that_takes_nothing_is_told_without_its_password() throws Exception {
    int port = Peer.freePort();
    var bridge = MetricsBridge.builder()
        .noEndpoint()
        .pushgateway(URI.create("http://user:secret@127.0.0.1:" + port), "nightly")
        .start();

    assertThat(bridge.push()).isFalse();

    assertThat(told.warnings())
        .singleElement()
        .asString()
        .contains("Connection refused", "metrics.pushgateway")
        .doesNotContain("secret");
  }
}
