/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.measure;

import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts each ended span once in every metric that measures it. Any thread; allocates no memory except for the SDK's
 * {@code SpanData}.
 */
public final class SpanRecorder {
  /** Attribute of spans that were counted elsewhere already. */
  private static final AttributeKey<Boolean> SKIP = AttributeKey.booleanKey("span.metrics.skip");

  private static final String OWN_THREADS = "fanlight-";
  private static final String EXCEPTION = "exception";

  private final SpanMeasure[] measures;
  private final @Nullable SpanMeasure events;
  private final boolean hasAllEvents;
  private final boolean hasSizes;

  /**
   * Creates a recorder.
   *
   * @param measures measures of spans
   * @param events measure of span events; null if events are not counted
   * @param hasAllEvents whether all events are counted, or exceptions only
   * @param hasSizes whether the size of spans in bytes is measured
   */
  public SpanRecorder(
      List<SpanMeasure> measures,
      @Nullable SpanMeasure events,
      boolean hasAllEvents,
      boolean hasSizes) {
    this.measures = measures.toArray(SpanMeasure[]::new);
    this.events = events;
    this.hasAllEvents = hasAllEvents;
    this.hasSizes = hasSizes;
  }

  /** Counts a span that has just ended on this thread. */
  public void record(ReadableSpan ended) {
    if (Thread.currentThread().getName().startsWith(OWN_THREADS)) {
      return; // requests of Fanlight itself do not belong to the application's metrics
    }
    SpanData span = ended.toSpanData();
    if (Boolean.TRUE.equals(span.getAttributes().get(SKIP))) {
      return;
    }
    long nanos = Math.max(0, span.getEndEpochNanos() - span.getStartEpochNanos());
    long bytes = hasSizes ? SpanSize.of(span) : 0;
    for (SpanMeasure measure : measures) {
      measure.record(span, Attributes.empty(), nanos, bytes);
    }
    if (events != null && span.getTotalRecordedEvents() > 0) {
      recordEvents(events, span, nanos);
    }
  }

  private void recordEvents(SpanMeasure measure, SpanData span, long nanos) {
    for (EventData event : span.getEvents()) {
      if (hasAllEvents || event.getName().equals(EXCEPTION)) {
        measure.record(span, event.getAttributes(), nanos, 0);
      }
    }
  }
}
