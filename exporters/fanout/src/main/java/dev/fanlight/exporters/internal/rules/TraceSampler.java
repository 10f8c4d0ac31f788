/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/** Keeps a share of the traces, whole and the same everywhere, and says so in {@code tracestate}. */
final class TraceSampler {

  /*
   * OpenTelemetry's consistent probability sampling [1], as an equalising downstream sampler. Every trace has a random
   * number R of 56 bits, the same wherever it is asked: the explicit rv, else the last 56 bits of the trace id. A span
   * that arrives with a rejection threshold (ot=th) was kept because R >= th; our threshold is T = (1 - rate) * 2^56.
   *   th >= T: rarer already than wanted; as it is. We cannot raise a probability afterwards.
   *   R >= T:  kept, and the new th is T, so that a back end counts it 1/rate times.
   *   else:    filtered.
   * The kept sets are nested: a lower rate keeps a subset.
   *
   * A span without th was kept by a sampler that does not tell its probability: the SDK's stock TraceIdRatioBased
   * compares the low 63 bits of the trace id with its bound, and the same bits would make our 10% of its 10% keep
   * everything or no trace. So a share of the arriving traces is decided by other bits: R' is a strong mix
   * (MurmurHash3's finaliser [2]) of the whole id, or of rv if there is one. A bound of the low bits contains no
   * information about R'. It must not be the high half alone: ids from 64-bit tracers have none, and AWS and Datadog
   * put the time there. R' too is the same in every service and for every vendor, so these sets are nested as well.
   * The result has no th, since the probability is not known [1, "General requirements"]; a th that cannot be true (R
   * < th, yet the span is here) is erased.
   *
   * [1] https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
   * [2] Austin Appleby, MurmurHash3, fmix64 (public domain)
   */
  private final long threshold;

  /**
   * A sampler.
   *
   * @param rate the share kept, 0 to 1
   */
  TraceSampler(double rate) {
    this.threshold = SamplingThreshold.ofRate(rate);
  }

  /** The span, as a vendor may see it; null where it is not kept. */
  @Nullable SpanData sample(SpanData span) {
    OtelTraceState state = OtelTraceState.of(span.getSpanContext().getTraceState());
    if (!keeps(state, span.getTraceId())) {
      return null;
    }
    if (!state.hasThreshold()) {
      return span;
    }
    if (!isTrue(state, span.getTraceId())) {
      return with(span, state.withoutThreshold());
    }
    return state.threshold() >= threshold ? span : with(span, state.withThreshold(threshold));
  }

  /** Returns true if {@link #sample} keeps the spans of the trace of this span. */
  boolean keeps(SpanContext span) {
    return keeps(OtelTraceState.of(span.getTraceState()), span.getTraceId());
  }

  /** Decides by the trace state and the trace id. If th >= T, R >= T follows from R >= th. */
  private boolean keeps(OtelTraceState state, String traceId) {
    long bits = state.hasThreshold() && isTrue(state, traceId)
        ? state.randomness(traceId)
        : mixed(state, traceId);
    return bits >= threshold;
  }

  private static boolean isTrue(OtelTraceState state, String traceId) {
    return state.randomness(traceId) >= state.threshold();
  }

  private static long mixed(OtelTraceState state, String traceId) {
    long seed = state.hasRandomness()
        ? state.randomness(traceId)
        : mix(SamplingThreshold.hex(traceId, 0, 16)) ^ SamplingThreshold.hex(traceId, 16, 32);
    return mix(seed) >>> 8;
  }

  private static long mix(long bits) {
    long mixed = bits;
    mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }

  private static SpanData with(SpanData span, TraceState traceState) {
    SpanContext before = span.getSpanContext();
    SpanContext after = before.isRemote()
        ? SpanContext.createFromRemoteParent(
            before.getTraceId(), before.getSpanId(), before.getTraceFlags(), traceState)
        : SpanContext.create(
            before.getTraceId(), before.getSpanId(), before.getTraceFlags(), traceState);
    return new Resampled(span, after);
  }

  /** A span with a trace state that describes this sampling. */
  private static final class Resampled extends DelegatingSpanData {
    private final SpanContext context;

    Resampled(SpanData span, SpanContext context) {
      super(span);
      this.context = context;
    }

    @Override
    public SpanContext getSpanContext() {
      return context;
    }
  }
}
