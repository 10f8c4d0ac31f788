/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.metrics.ManualClock;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Series end as soon as they pause, while spans fall into them. */
class ExpiryRaceTest {
  private static final int THREADS = 4;
  private static final int SPANS_PER_THREAD = 50_000;
  private static final BucketBounds BOUNDS = BucketBounds.ofSeconds(.001, .01, .1, 1);

  private final ManualClock clock = new ManualClock();
  private final AtomicLong millis = new AtomicLong();

  /** No two series begin at the same time. */
  private final Clock calendar = new Clock() {
    @Override
    public long now() {
      return millis.incrementAndGet() * 1_000_000L;
    }

    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }
  };

  private final SeriesBudget budget = new SeriesBudget(1_000, 10, Duration.ofNanos(4), calendar);
  private final BucketCells layout = BucketCells.of(List.of(BOUNDS), false);
  private final SpanMeasure measure = new SpanMeasure(
      List.of(DimensionFactory.spanName("span_name", name -> name)), layout, budget, span -> true);

  /** The last reading of each life of each series; lives are told apart by when they began. */
  private final Map<String, SeriesSnapshot> lives = new HashMap<>();

  @Test
  void no_span_is_lost_or_counted_twice_when_its_series_ends() throws Exception {
    var threads = Executors.newFixedThreadPool(THREADS);
    List<Future<long[]>> counts = new ArrayList<>();
    for (long seed = 0; seed < THREADS; seed++) {
      var random = new Random(seed);
      counts.add(threads.submit(() -> count(random)));
    }
    threads.shutdown();

    for (boolean isOver = false; !isOver; ) {
      isOver = threads.isTerminated();
      clock.pass(Duration.ofNanos(2));
      read();
    }

    long[] byHand = new long[BOUNDS.buckets() + 1];
    for (Future<long[]> count : counts) {
      for (int i = 0; i < byHand.length; i++) {
        byHand[i] += count.get()[i];
      }
    }
    long[] read = new long[byHand.length];
    for (SeriesSnapshot life : lives.values()) {
      for (int i = 0; i < BOUNDS.buckets(); i++) {
        read[i] += life.counts()[i];
      }
      read[BOUNDS.buckets()] += Math.round(life.seconds() * 1e9);
    }
    assertThat(read).isEqualTo(byHand);
    assertThat(budget.expired()).isPositive();
  }

  private void read() {
    for (SeriesSnapshot reading : measure.readings()) {
      lives.put(reading.labels() + " " + reading.createdEpochMillis(), reading);
    }
  }

  /** Returns spans per bucket, then nanoseconds. */
  private long[] count(Random random) {
    long[] byHand = new long[BOUNDS.buckets() + 1];
    for (int i = 0; i < SPANS_PER_THREAD; i++) {
      long nanos = 1L + random.nextInt(2_000_000_000);
      SpanData span = span("name " + random.nextInt(15), nanos);
      measure.record(span, Attributes.empty(), nanos, 0);
      byHand[layout.cellOf(nanos)]++;
      byHand[BOUNDS.buckets()] += nanos;
    }
    return byHand;
  }

  private SpanData span(String name, long nanos) {
    return TestSpanData.builder()
        .setName(name)
        .setKind(SpanKind.SERVER)
        .setStatus(StatusData.unset())
        .setStartEpochNanos(0)
        .setEndEpochNanos(nanos)
        .setHasEnded(true)
        .build();
  }
}
