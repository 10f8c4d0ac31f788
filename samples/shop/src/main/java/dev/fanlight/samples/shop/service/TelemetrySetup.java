/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

/** The plain OpenTelemetry SDK, set up by hand, for you to copy. */
final class TelemetrySetup implements AutoCloseable {
  private final SdkTracerProvider tracers;
  private final OpenTelemetry openTelemetry;

  private TelemetrySetup(SdkTracerProvider tracers) {
    this.tracers = tracers;
    this.openTelemetry = OpenTelemetrySdk.builder()
        .setTracerProvider(tracers)
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  /** Creates the SDK. One line is Fanlight's: its file names the vendors and the port of the metrics. */
  static TelemetrySetup start(ServiceSettings settings) {
    return new TelemetrySetup(SdkTracerProvider.builder()
        .setResource(resource(settings))
        .addSpanProcessor(Fanlight.load(settings.config()).spanProcessor())
        .build());
  }

  private static Resource resource(ServiceSettings settings) {
    return Resource.getDefault().toBuilder()
        .put("service.name", settings.service())
        .put("service.namespace", "shop")
        .put("service.version", "1.0.0")
        .build();
  }

  OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /** Sends the queued spans, and stops. */
  @Override
  public void close() {
    tracers.close();
  }
}
