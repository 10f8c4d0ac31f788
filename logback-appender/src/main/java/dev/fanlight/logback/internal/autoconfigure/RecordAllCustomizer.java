/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.autoconfigure;

import dev.fanlight.logback.request.RequestLog;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * Lets the configured sampler record what it drops where {@code fanlight.request_log.recording_all} (environment: {@code
 * FANLIGHT_REQUEST_LOG_RECORDING_ALL}) is true. Not by default: without a request log it would be recorded for nothing.
 */
public final class RecordAllCustomizer implements AutoConfigurationCustomizerProvider {
  private static final String PROPERTY = "fanlight.request_log.recording_all";

  /** Made by the service loader. */
  public RecordAllCustomizer() {}

  /** After the others, so that it is the last sampler that is wrapped. */
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
