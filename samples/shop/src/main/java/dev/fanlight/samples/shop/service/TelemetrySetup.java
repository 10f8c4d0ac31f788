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
import io.opentelemetry.sdk.trace.SpanProcessor;

/** The plain OpenTelemetry SDK, set up by hand, for you to copy. */
final class TelemetrySetup implements AutoCloseable {
  private final SdkTracerProvider tracers;
  private final PageSpans pageSpans;
  private final OpenTelemetry openTelemetry;

  private TelemetrySetup(SdkTracerProvider tracers, PageSpans pageSpans) {
    this.tracers = tracers;
    this.pageSpans = pageSpans;
    this.openTelemetry = OpenTelemetrySdk.builder()
        .setTracerProvider(tracers)
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  /** Creates the SDK. One line is Fanlight's: its file names the vendors and the port of the metrics. */
  static TelemetrySetup start(ServiceSettings settings) {
    SpanProcessor fanlight = Fanlight.load(settings.config()).spanProcessor();
    SdkTracerProvider tracers = SdkTracerProvider.builder()
        .setResource(resource(settings))
        .addSpanProcessor(fanlight)
        .build();
    return new TelemetrySetup(tracers, new PageSpans(resource(settings), fanlight));
  }

  private static Resource resource(ServiceSettings settings) {
    return Resource.getDefault().toBuilder()
        .put("service.name", settings.service())
        .put("service.namespace", "shop")
        .put("service.version", settings.version())
        .build();
  }

  OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  PageSpans pageSpans() {
    return pageSpans;
  }

  /** Sends the queued spans, and stops. */
  @Override
  public void close() {
    tracers.close();
    pageSpans.close();
  }
}
