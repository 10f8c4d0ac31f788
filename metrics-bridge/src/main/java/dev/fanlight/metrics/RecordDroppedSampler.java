/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * A sampler that keeps the wrapped sampler's decision on export, but records the spans that it drops: span processors
 * see these spans, exporters do not.
 */
final class RecordDroppedSampler implements Sampler {
  private final Sampler sampler;

  RecordDroppedSampler(Sampler sampler) {
    this.sampler = sampler;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SamplingResult result = sampler.shouldSample(parent, traceId, name, kind, attributes, links);
    if (result.getDecision() != SamplingDecision.DROP) {
      return result;
    }
    return result == SamplingResult.drop() ? SamplingResult.recordOnly() : new Recorded(result);
  }

  @Override
  public String getDescription() {
    return "AlwaysRecording{" + sampler.getDescription() + "}";
  }

  @Override
  public CompletableResultCode shutdown() {
    return sampler.shutdown();
  }

  @Override
  public String toString() {
    return getDescription();
  }

  /** A dropped span that is recorded, with the attributes and the trace state of the wrapped sampler. */
  private record Recorded(SamplingResult dropped) implements SamplingResult {
    @Override
    public SamplingDecision getDecision() {
      return SamplingDecision.RECORD_ONLY;
    }

    @Override
    public Attributes getAttributes() {
      return dropped.getAttributes();
    }

    @Override
    public TraceState getUpdatedTraceState(TraceState parent) {
      return dropped.getUpdatedTraceState(parent);
    }
  }
}
