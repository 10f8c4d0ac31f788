/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.autoconfigure;

import dev.fanlight.logback.request.RequestLog;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * A customizer that wraps the configured sampler in {@link RequestLog#recordingAll} if {@code
 * fanlight.request_log.recording_all} (environment: {@code FANLIGHT_REQUEST_LOG_RECORDING_ALL}) is true. False by default,
 * because recording is useless without a request log.
 */
public final class RecordAllCustomizer implements AutoConfigurationCustomizerProvider {
  private static final String PROPERTY = "fanlight.request_log.recording_all";

  /** Creates the customizer; called by the service loader. */
  public RecordAllCustomizer() {}

  /** Returns the maximum, so that the sampler is wrapped after all other customizers. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    customizer.addSamplerCustomizer((sampler, config) ->
        config.getBoolean(PROPERTY, false) ? RequestLog.recordingAll(sampler) : sampler);
  }
}
