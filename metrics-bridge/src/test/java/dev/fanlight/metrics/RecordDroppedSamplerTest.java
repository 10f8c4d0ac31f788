/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordDroppedSamplerTest {
  private static final Attributes SAID = Attributes.of(AttributeKey.stringKey("why"), "quiet");
  private static final TraceState MARKED =
      TraceState.builder().put("ot", "th:8").build();

  @Test
  void what_is_dropped_is_recorded_and_stays_unsampled() {
    SamplingResult result = ask(MetricsBridge.alwaysRecord(Sampler.alwaysOff()));

    assertThat(result).isSameAs(SamplingResult.recordOnly());
  }

  @Test
  void what_is_sampled_stays_as_it_is() {
    SamplingResult result = ask(MetricsBridge.alwaysRecord(Sampler.alwaysOn()));

    assertThat(result).isSameAs(SamplingResult.recordAndSample());
  }

  @Test
  void attributes_and_trace_state_of_a_dropping_sampler_survive() {
    SamplingResult result = ask(MetricsBridge.alwaysRecord(new Talkative()));

    assertThat(result.getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY);
    assertThat(result.getAttributes()).isEqualTo(SAID);
    assertThat(result.getUpdatedTraceState(TraceState.getDefault())).isSameAs(MARKED);
  }

  private static SamplingResult ask(Sampler sampler) {
    return sampler.shouldSample(
        Context.root(),
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "a",
        SpanKind.SERVER,
        Attributes.empty(),
        List.of());
  }

  private static final class Talkative implements Sampler {
    @Override
    public SamplingResult shouldSample(
        Context parent,
        String traceId,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return new SamplingResult() {
        @Override
        public SamplingDecision getDecision() {
          return SamplingDecision.DROP;
        }

        @Override
        public Attributes getAttributes() {
          return SAID;
        }

        @Override
        public TraceState getUpdatedTraceState(TraceState parentTraceState) {
          return MARKED;
        }
      };
    }

    @Override
    public String getDescription() {
      return "Talkative";
    }
  }
}
