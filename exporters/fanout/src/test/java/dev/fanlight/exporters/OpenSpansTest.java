/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fanlight.exporters.testing.ManualClock;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenSpansTest {

  private final ManualClock clock = new ManualClock();
  private final Tracer tracer = tracer(Sampler.alwaysOn());
  private final OpenSpans open = new OpenSpans();

  @Test
  void a_span_is_open_from_its_start_to_its_end() {
    ReadableSpan span = span(tracer);
    assertThat(open.hasRecent()).isFalse();

    open.started(span);
    assertThat(open.hasRecent()).isTrue();

    open.ended(span);
    assertThat(open.hasRecent()).isFalse();
  }

  @Test
  void a_span_that_started_over_a_minute_ago_is_not_recent() {
    open.started(span(tracer));
    clock.advance(Duration.ofSeconds(59));
    assertThat(open.hasRecent()).isTrue();

    clock.advance(Duration.ofSeconds(1));

    assertThat(open.hasRecent()).isFalse();
  }

  @Test
  void a_span_whose_end_nobody_tells_is_not_open_once_it_has_ended() {
    ReadableSpan span = span(tracer);
    open.started(span);

    ((Span) span).end();

    assertThat(open.hasRecent()).isFalse();
  }

  @Test
  void spans_that_are_not_sampled_are_not_waited_for() {
    open.started(span(tracer(new RecordOnly())));

    assertThat(open.hasRecent()).isFalse();
  }

  @Test
  void spans_left_open_do_not_hide_those_that_start_a_minute_later() {
    for (int i = 0; i < 50_000; i++) {
      open.started(span(tracer));
    }
    clock.advance(Duration.ofMinutes(2));
    assertThat(open.hasRecent()).isFalse();

    List<ReadableSpan> fresh = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      fresh.add(span(tracer));
      open.started(fresh.get(i));
    }
    assertThat(open.hasRecent()).isTrue();
    fresh.forEach(open::ended);

    assertThat(open.hasRecent()).isFalse();
  }

  @Test
  void spans_start_and_end_in_any_order() {
    Random random = new Random(7);
    List<ReadableSpan> now = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (now.isEmpty() || (now.size() < 300 && random.nextBoolean())) {
        ReadableSpan span = span(tracer);
        open.started(span);
        now.add(span);
      } else {
        open.ended(now.remove(random.nextInt(now.size())));
      }
      if (i % 100 == 0) {
        assertThat(open.hasRecent()).isEqualTo(!now.isEmpty());
      }
    }
    now.forEach(open::ended);
    assertThat(open.hasRecent()).isFalse();
  }

  @Test
  void a_start_and_an_end_allocate_nothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ReadableSpan span = span(tracer);
    for (int i = 0; i < 20_000; i++) {
      open.started(span);
      open.ended(span);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      open.started(span);
      open.ended(span);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private Tracer tracer(Sampler sampler) {
    return SdkTracerProvider.builder()
        .setClock(clock)
        .setSampler(sampler)
        .addSpanProcessor(new FanlightSpanProcessor(clock, MeterProvider.noop()))
        .build()
        .get("test");
  }

  /** Records every span and samples none. */
  private static final class RecordOnly implements Sampler {

    @Override
    public SamplingResult shouldSample(
        Context parent,
        String traceId,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      return SamplingResult.recordOnly();
    }

    @Override
    public String getDescription() {
      return "record only";
    }
  }

  private static ReadableSpan span(Tracer tracer) {
    return (ReadableSpan) tracer.spanBuilder("span").setNoParent().startSpan();
  }
}
