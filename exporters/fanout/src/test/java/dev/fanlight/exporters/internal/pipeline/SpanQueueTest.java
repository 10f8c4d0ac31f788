/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpanQueueTest {

  private final ReadableSpan span = span();

  @Test
  void a_full_queue_refuses_at_once_and_counts() {
    SpanQueue queue = new SpanQueue(4, 100);

    for (int i = 0; i < 6; i++) {
      queue.offer(span);
    }

    assertThat(queue.queueSnapshot().refusedByReason())
        .containsExactly(Map.entry("queue_full", 2L));
    assertThat(queue.queueSnapshot().ended()).isEqualTo(6);
    assertThat(queue.queueSnapshot().queued()).isEqualTo(4);
    assertThat(queue.queueSnapshot().capacity()).isEqualTo(4);
  }

  @Test
  void a_batch_is_at_most_half_the_queue() {
    assertThat(new SpanQueue(2_048, 2_048).batchSpans()).isEqualTo(1_024);
    assertThat(new SpanQueue(8_192, 2_048).batchSpans()).isEqualTo(2_048);
    assertThat(new SpanQueue(2, 2_048).batchSpans()).isEqualTo(1);
  }

  @Test
  void a_closed_queue_refuses_and_counts() {
    SpanQueue queue = new SpanQueue(4, 100);
    queue.offer(span);
    queue.close();

    queue.offer(span);

    assertThat(queue.queueSnapshot().refusedByReason())
        .containsExactly(Map.entry("already_shutdown", 1L));
    assertThat(queue.queueSnapshot().ended()).isEqualTo(2);
  }

  @Test
  void what_comes_in_the_instant_of_closing_is_refused() {
    SpanQueue queue = new SpanQueue(8, 100);
    queue.offer(span);
    queue.offer(span);
    queue.poll();

    queue.end();
    queue.offer(span);

    assertThat(queue.queueSnapshot().refusedByReason())
        .containsExactly(Map.entry("already_shutdown", 2L));
    assertThat(queue.queueSnapshot().ended()).isEqualTo(3);
    assertThat(queue.queueSnapshot().received()).isEqualTo(1);
    assertThat(queue.queueSnapshot().queued()).isZero();
    assertThat(queue.size()).isZero();
  }

  @Test
  void what_was_drained_is_received() {
    SpanQueue queue = new SpanQueue(8, 100);
    for (int i = 0; i < 5; i++) {
      queue.offer(span);
    }
    List<ReadableSpan> drained = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      drained.add(queue.poll());
    }

    assertThat(drained).hasSize(3).doesNotContainNull();
    assertThat(queue.queueSnapshot().received()).isEqualTo(3);
    assertThat(queue.queueSnapshot().queued()).isEqualTo(2);
  }

  @Test
  @Timeout(20)
  void the_consumer_wakes_when_a_batch_waits_and_not_before_its_time() throws Exception {
    SpanQueue queue = new SpanQueue(1_024, 100);
    AtomicInteger wakeUps = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    Thread consumer = new Thread(
        () -> {
          queue.consumeOnThisThread();
          int taken = 0;
          while (taken < 1_000) {
            queue.await(TimeUnit.SECONDS.toNanos(60), () -> false);
            wakeUps.incrementAndGet();
            while (queue.poll() != null) {
              taken++;
            }
          }
          done.countDown();
        },
        "consumer");
    consumer.start();

    for (int i = 0; i < 1_000; i++) {
      queue.offer(span);
    }

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(wakeUps.get()).isLessThanOrEqualTo(10);
  }

  @Test
  void an_offer_allocates_nothing() {
    SpanQueue queue = new SpanQueue(1 << 20, 1 << 19);

    long least = Long.MAX_VALUE; // the JVM allocates now and then for itself, but not in each round
    for (int round = 0; round < 10; round++) {
      least = Math.min(least, allocatedByOffers(queue, 50_000));
    }

    assertThat(least).isZero();
  }

  private long allocatedByOffers(SpanQueue queue, int offers) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long overhead = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < offers; i++) {
      queue.offer(span);
    }
    return threads.getCurrentThreadAllocatedBytes() - before - overhead;
  }

  @Test
  @Timeout(60)
  void many_producers_and_one_consumer_lose_nothing() throws Exception {
    SpanQueue queue = new SpanQueue(256, 64);
    int producers = 4;
    int each = 50_000;
    CountDownLatch producing = new CountDownLatch(producers);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      threads.add(new Thread(
          () -> {
            for (int n = 0; n < each; n++) {
              queue.offer(span);
            }
            producing.countDown();
          },
          "producer-" + i));
    }
    int taken = 0;
    queue.consumeOnThisThread();
    threads.forEach(Thread::start);
    while (producing.getCount() > 0 || queue.size() > 0) {
      queue.await(TimeUnit.MILLISECONDS.toNanos(1), () -> false);
      while (queue.poll() != null) {
        taken++;
      }
    }

    var intake = queue.queueSnapshot();
    assertThat(intake.ended()).isEqualTo((long) producers * each);
    assertThat(intake.received()).isEqualTo(taken);
    assertThat(intake.received() + intake.refused()).isEqualTo(intake.ended());
  }

  private static ReadableSpan span() {
    SimpleSpanProcessor any =
        SimpleSpanProcessor.builder(SpanExporter.composite()).build();
    Tracer tracer = SdkTracerProvider.builder().addSpanProcessor(any).build().get("test");
    var span = tracer.spanBuilder("span").startSpan(); // real, because somebody listens
    span.end();
    return (ReadableSpan) span;
  }
}
