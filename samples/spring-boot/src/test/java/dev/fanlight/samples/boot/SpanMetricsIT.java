/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.metrics.MetricsBridge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

/** The documented metrics bean in an application under test. */
class SpanMetricsIT {

  @Nested
  @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
  class WithoutTheExportOfMetrics {

    @Test
    void the_application_starts(
        @Autowired MetricsBridge bridge,
        @Autowired ObjectProvider<PrometheusMeterRegistry> registries,
        @Autowired Environment environment)
        throws Exception {
      assertThat(registries.getIfAvailable()).isNull();

      assertThat(get(environment, "/order")).isEqualTo("ordered");
      assertThat(bridge.forceFlush().isSuccess()).isTrue();
    }
  }

  @Nested
  @SpringBootTest(
      webEnvironment = WebEnvironment.RANDOM_PORT,
      properties = "management.prometheus.metrics.export.enabled=true")
  class WithTheExportOfMetrics {

    @Test
    void spans_are_counted_on_the_endpoint_of_the_actuator(@Autowired Environment environment)
        throws Exception {
      get(environment, "/order");

      await()
          .untilAsserted(
              () -> assertThat(get(environment, "/actuator/prometheus").lines())
                  .filteredOn(line -> line.startsWith("traces_span_metrics_calls_total{"))
                  .anySatisfy(line -> assertThat(line).contains("span_name=\"http get /order\"")));
    }
  }

  private static String get(Environment environment, String path) throws Exception {
    URI address =
        URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port") + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }
}
