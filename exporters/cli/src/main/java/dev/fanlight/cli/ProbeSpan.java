/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The span of a probe; its service name is {@code fanlight-check}. */
final class ProbeSpan {

  private ProbeSpan() {}

  static SpanData create() {
    AtomicReference<@Nullable SpanData> ended = new AtomicReference<>();
    Resource resource =
        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "fanlight-check"));
    try (SdkTracerProvider provider = SdkTracerProvider.builder()
        .setResource(resource)
        .addSpanProcessor(new EndedSpanProcessor(ended))
        .build()) {
      provider.get("dev.fanlight.cli").spanBuilder("fanlight check").startSpan().end();
    }
    return Objects.requireNonNull(ended.get(), "the SDK calls onEnd before end() returns");
  }

  private record EndedSpanProcessor(AtomicReference<@Nullable SpanData> ended)
      implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.set(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
