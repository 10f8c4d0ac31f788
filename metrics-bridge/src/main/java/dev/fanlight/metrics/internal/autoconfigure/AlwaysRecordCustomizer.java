/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.autoconfigure;

import dev.fanlight.metrics.MetricsBridge;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * Customizer of an SDK that configures itself: if {@code fanlight.metrics.always_record} (environment: {@code
 * FANLIGHT_METRICS_ALWAYS_RECORD}) is true, spans that the sampler drops are recorded for the metrics. Default false,
 * because recording costs time and an application without span metrics has no use for it.
 */
public final class AlwaysRecordCustomizer implements AutoConfigurationCustomizerProvider {
  private static final String PROPERTY = "fanlight.metrics.always_record";

  /** Creates the customizer; called by {@link java.util.ServiceLoader}. */
  public AlwaysRecordCustomizer() {}

  /** Runs after all other customizers, so that it wraps the final sampler. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer.addSamplerCustomizer((sampler, config) ->
        config.getBoolean(PROPERTY, false) ? MetricsBridge.alwaysRecord(sampler) : sampler);
  }
}
