/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account under the names that the SDK gives its own. */
class SelfMetricsTest {

  private static final AttributeKey<String> NAME = AttributeKey.stringKey("otel.component.name");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  @TempDir
  Path folder;

  @Test
  void every_vendor_is_a_component_with_its_spans_its_losses_and_its_requests() throws Exception {
    Reader reader = new Reader();
    try (var meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
        var good = ScriptedVendor.start(request -> Reply.OK);
        var bad = ScriptedVendor.start(request -> Reply.status(400));
        var fanlight = Fanlight.builder(Files.writeString(
                folder.resolve("fanlight.yaml"), """
            vendors:
              good: {type: otlp, endpoint: %s}
              bad: {type: otlp, endpoint: %s}
            """.formatted(good.endpoint(), bad.endpoint())))
            .meterProvider(meters)
            .build()) {
      var tracers =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      for (int i = 0; i < 3; i++) {
        tracers.get("test").spanBuilder("span").startSpan().end();
      }
      fanlight.flush(Duration.ofSeconds(20));

      assertThat(reader.sum("otel.sdk.processor.span.processed", "fanlight", null))
          .isEqualTo(3);
      assertThat(reader.sum("otel.sdk.processor.span.queue.size", "fanlight", null))
          .isZero();
      assertThat(reader.sum("otel.sdk.processor.span.queue.capacity", "fanlight", null))
          .isEqualTo(8_192);
      assertThat(reader.sum("otel.sdk.exporter.span.exported", "good", null)).isEqualTo(3);
      assertThat(reader.sum("otel.sdk.exporter.span.exported", "bad", "http_400"))
          .isEqualTo(3);
      assertThat(reader.sum("otel.sdk.exporter.span.inflight", "good", null)).isZero();

      for (String metric :
          List.of("otel.sdk.exporter.span.exported", "otel.sdk.exporter.span.inflight")) {
        assertThat(reader.attributes(metric, "good"))
            .as(metric)
            .isEqualTo(Attributes.builder()
                .put("otel.component.type", "dev.fanlight.exporters.Vendor")
                .put(NAME, "good")
                .put("server.address", "127.0.0.1")
                .put("server.port", URI.create(good.endpoint()).getPort())
                .build());
      }

      HistogramPointData ok = reader.duration("good");
      assertThat(ok.getCount()).isEqualTo(1);
      assertThat(ok.getSum()).isPositive();
      assertThat(ok.getBoundaries()).isEmpty();
      assertThat(ok.getAttributes())
          .isEqualTo(Attributes.builder()
              .put("otel.component.type", "dev.fanlight.exporters.Vendor")
              .put(NAME, "good")
              .put("server.address", "127.0.0.1")
              .put("server.port", URI.create(good.endpoint()).getPort())
              .put("http.response.status_code", 200)
              .build());
      assertThat(reader.duration("bad").getAttributes().get(ERROR)).isEqualTo("400");
    }
  }

  @Test
  void a_host_that_a_reference_yields_is_in_no_metric() throws Exception {
    Reader reader = new Reader();
    try (var meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
        var vendor = ScriptedVendor.start(request -> Reply.OK);
        var fanlight = Fanlight.builder(Files.writeString(
                folder.resolve("fanlight.yaml"),
                "vendors: {v: {type: otlp, endpoint: '"
                    + vendor.endpoint().replace("127.0.0.1", "${NOT_SET:-127.0.0.1}") + "'}}"))
            .meterProvider(meters)
            .build()) {
      SdkTracerProvider.builder()
          .addSpanProcessor(fanlight.spanProcessor())
          .build()
          .get("test")
          .spanBuilder("span")
          .startSpan()
          .end();
      fanlight.flush(Duration.ofSeconds(20));

      Attributes unplaced = Attributes.builder()
          .put("otel.component.type", "dev.fanlight.exporters.Vendor")
          .put(NAME, "v")
          .build();
      assertThat(reader.attributes("otel.sdk.exporter.span.exported", "v")).isEqualTo(unplaced);
      assertThat(reader.duration("v").getAttributes())
          .isEqualTo(unplaced.toBuilder().put("http.response.status_code", 200).build());
    }
  }

  private static final class Reader implements MetricReader {

    private CollectionRegistration registration = CollectionRegistration.noop();

    long sum(String metric, String component, @Nullable String error) {
      return metric(metric).getLongSumData().getPoints().stream()
          .filter(point -> component.equals(point.getAttributes().get(NAME)))
          .filter(point -> Objects.equals(error, point.getAttributes().get(ERROR)))
          .mapToLong(LongPointData::getValue)
          .sum();
    }

    Attributes attributes(String metric, String component) {
      return metric(metric).getLongSumData().getPoints().stream()
          .map(LongPointData::getAttributes)
          .filter(attributes -> component.equals(attributes.get(NAME)))
          .findFirst()
          .orElseThrow();
    }

    HistogramPointData duration(String component) {
      return metric("otel.sdk.exporter.operation.duration").getHistogramData().getPoints().stream()
          .filter(point -> component.equals(point.getAttributes().get(NAME)))
          .findFirst()
          .orElseThrow();
    }

    private MetricData metric(String name) {
      return registration.collectAllMetrics().stream()
          .filter(metric -> metric.getName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void register(CollectionRegistration newRegistration) {
      registration = newRegistration;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }
  }
}
