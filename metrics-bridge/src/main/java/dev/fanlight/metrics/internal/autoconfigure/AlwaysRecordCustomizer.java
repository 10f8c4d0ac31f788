/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.autoconfigure;

import dev.fanlight.metrics.MetricsBridge;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * Lets the configured sampler record what it drops where {@code fanlight.metrics.always_record} (environment: {@code
 * FANLIGHT_METRICS_ALWAYS_RECORD}) is true. Not by default: an application without span metrics would record for nothing.
 */
public final class AlwaysRecordCustomizer implements AutoConfigurationCustomizerProvider {
  private static final String PROPERTY = "fanlight.metrics.always_record";

  /** For {@link java.util.ServiceLoader}. */
  public AlwaysRecordCustomizer() {}

  /** After the others, so that it is the last sampler that is wrapped. */
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
