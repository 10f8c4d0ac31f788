/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MetricsBridgeTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void a_scrape_shows_calls_errors_and_durations_by_span_name_kind_and_status() throws Exception {
    try (var bridge = MetricsBridge.builder().port(0).start();
        var provider = provider(bridge, Sampler.alwaysOn())) {
      end(provider, "login", Duration.ofMillis(3), StatusCode.UNSET);
      end(provider, "login", Duration.ofMillis(30), StatusCode.UNSET);
      end(provider, "login", Duration.ofMillis(300), StatusCode.ERROR);

      String text = get(bridge, "/metrics", "text/plain");

      String ok =
          "{service_name=\"shop\",span_kind=\"SPAN_KIND_SERVER\",span_name=\"login\",status_code=\"STATUS_CODE_UNSET\"";
      String error = ok.replace("UNSET", "ERROR");
      assertThat(text)
          .contains("traces_span_metrics_calls_total" + ok + "} 2.0\n")
          .contains("traces_span_metrics_calls_total" + error + "} 1.0\n")
          .contains("traces_span_metrics_duration_seconds_bucket" + ok + ",le=\"0.002\"} 0\n")
          .contains("traces_span_metrics_duration_seconds_bucket" + ok + ",le=\"0.004\"} 1\n")
          .contains("traces_span_metrics_duration_seconds_bucket" + ok + ",le=\"0.05\"} 2\n")
          .contains("traces_span_metrics_duration_seconds_sum" + ok + "} 0.033\n")
          .contains("traces_span_metrics_duration_seconds_count" + error + "} 1\n");
    }
  }

  @Test
  void a_span_that_the_sampler_drops_counts_and_is_no_exemplar() throws Exception {
    try (var bridge = MetricsBridge.builder().port(0).start();
        var provider = provider(bridge, MetricsBridge.alwaysRecord(Sampler.alwaysOff()))) {
      end(provider, "login", Duration.ofMillis(3), StatusCode.UNSET);

      String text = get(bridge, "/metrics", "application/openmetrics-text");

      assertThat(text).contains("STATUS_CODE_UNSET\"} 1.0\n").doesNotContain("trace_id");
    }
  }

  @Test
  void a_bucket_and_a_counter_lead_to_the_trace_of_a_sampled_span() throws Exception {
    try (var bridge = MetricsBridge.builder().port(0).start();
        var provider = provider(bridge, Sampler.alwaysOn())) {
      Span span = end(provider, "login", Duration.ofMillis(3), StatusCode.ERROR);

      String text = get(bridge, "/metrics", "application/openmetrics-text");

      String exemplar = " # {span_id=\""
          + span.getSpanContext().getSpanId()
          + "\",trace_id=\""
          + span.getSpanContext().getTraceId()
          + "\"} 0.003 ";
      assertThat(text)
          .containsPattern("calls_total\\{[^}]*} 1\\.0" + java.util.regex.Pattern.quote(exemplar))
          .containsPattern("le=\"0\\.004\"} 1" + java.util.regex.Pattern.quote(exemplar));
    }
  }

  @Test
  void a_probe_is_answered() throws Exception {
    try (var bridge = MetricsBridge.builder().port(0).start()) {

      assertThat(get(bridge, "/healthz", "*/*")).isEqualTo("ok\n");
    }
  }

  private static SdkTracerProvider provider(MetricsBridge bridge, Sampler sampler) {
    return SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop")))
        .setSampler(sampler)
        .addSpanProcessor(bridge)
        .build();
  }

  private static Span end(
      SdkTracerProvider provider, String name, Duration took, StatusCode status) {
    Span span = provider
        .get("test")
        .spanBuilder(name)
        .setSpanKind(SpanKind.SERVER)
        .setStartTimestamp(START)
        .startSpan();
    span.setStatus(status);
    span.end(START.plus(took));
    return span;
  }

  private static String get(MetricsBridge bridge, String path, String accept) throws Exception {
    var request = HttpRequest.newBuilder(
            URI.create("http://localhost:" + bridge.port().orElseThrow() + path))
        .header("Accept", accept)
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
