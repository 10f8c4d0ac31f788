/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The filter of one fan-out: the application's beans that Spring Boot applies to the spans of its own exporters. It keeps
 * every span as it is until {@link #read} has found such beans. Any thread.
 */
final class ApplicationSpanFilter {

  /* No java.util.function.Function: Spring Cloud Function would publish a bean of that type. */

  private static final String BRIDGE = "io.micrometer.tracing.otel.bridge.OtelFinishedSpan";

  private volatile @Nullable MicrometerSpanFilter beans;

  /** Finds the beans, and creates them; before the tracer provider has the span processor, so that no span is earlier. */
  void read(ListableBeanFactory factory) {
    if (ClassUtils.isPresent(BRIDGE, getClass().getClassLoader())) {
      beans = MicrometerSpanFilter.of(factory);
    }
  }

  /** Returns the name of each bean that is applied, with its type; empty if there is none. */
  List<String> names() {
    MicrometerSpanFilter found = beans;
    return found == null ? List.of() : found.names();
  }

  /** Returns the span as the beans change it; null if one of them excludes it. */
  @Nullable SpanData apply(SpanData span) {
    MicrometerSpanFilter found = beans;
    return found == null ? span : found.apply(span);
  }
}
