/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.metrics.MetricsBridge;
import dev.fanlight.metrics.Shown;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlwaysRecordCustomizerTest {
  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void a_span_that_the_configured_sampler_drops_counts_if_it_is_asked_for(
      String asked, double calls) {
    var bridge = MetricsBridge.builder().noEndpoint().jvmMetrics(false).start();
    Map<String, String> properties = Map.of(
        "otel.traces.exporter",
        "none",
        "otel.metrics.exporter",
        "none",
        "otel.logs.exporter",
        "none",
        "otel.traces.sampler",
        "always_off",
        "fanlight.metrics.always_record",
        asked);
    try (var sdk = AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> properties)
        .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(bridge))
        .build()
        .getOpenTelemetrySdk()) {
      sdk.getTracer("test").spanBuilder("a").startSpan().end();

      assertThat(Shown.by(bridge).sum("traces_span_metrics_calls_total")).isEqualTo(calls);
    }
  }
}
