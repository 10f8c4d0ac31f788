/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.logback.request.RequestLog;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordAllCustomizerTest {
  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void a_request_that_the_configured_sampler_drops_gets_a_line_if_it_is_asked_for(
      String asked, int lines) {
    RequestLog log = RequestLog.builder().build();
    Map<String, String> properties = Map.of(
        "otel.traces.exporter",
        "none",
        "otel.metrics.exporter",
        "none",
        "otel.logs.exporter",
        "none",
        "otel.traces.sampler",
        "always_off",
        "fanlight.request_log.recording_all",
        asked);
    try (var sdk = AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> properties)
        .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(log))
        .build()
        .getOpenTelemetrySdk()) {
      sdk.getTracer("test").spanBuilder("a").startSpan().end();

      assertThat(log.written()).isEqualTo(lines);
    }
  }
}
