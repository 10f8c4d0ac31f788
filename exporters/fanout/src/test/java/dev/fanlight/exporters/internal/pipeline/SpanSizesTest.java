/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches and the queue are bounded in bytes, by the sizes that the batcher measures. */
@Timeout(30)
class SpanSizesTest {

  private static final int BATCH_BYTES = 1 << 20;
  private static final HeapBudget OF_64_MIB = HeapBudget.of(64 << 20);

  private final Clock clock = Clock.getDefault();
  private final SpanQueue queue = new SpanQueue(8_192, 2_048);
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger unreadable = new AtomicInteger();
  private final Batcher batcher = new Batcher(
      queue,
      Duration.ofHours(1),
      clock,
      new Batcher.Writer() {
        @Override
        public void write(List<SpanData> batch, int unreadableOnes) {
          batches.add(batch.size());
          unreadable.addAndGet(unreadableOnes);
        }

        @Override
        public void close() {}
      },
      () -> {},
      OF_64_MIB);

  @AfterEach
  void close() throws Exception {
    batcher.close(clock.nanoTime() + Duration.ofSeconds(10).toNanos());
  }

  @Test
  void a_batch_of_large_spans_is_closed_by_their_estimated_size_before_it_is_encoded()
      throws Exception {
    offer(400, 10_000);

    batcher.start();
    flush();

    assertThat(batches).hasSizeGreaterThanOrEqualTo(4);
    assertThat(batches).allMatch(spans -> spans * 10_000 <= BATCH_BYTES + 10_000);
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(400);
  }

  @Test
  void a_batch_of_small_spans_is_closed_by_their_number() throws Exception {
    startWithSmallSpans();

    offer(4_096, 10);
    flush();

    assertThat(batches).containsExactly(2_048, 2_048);
  }

  @Test
  void large_spans_lower_the_capacity_of_the_queue_and_small_ones_raise_it_again()
      throws Exception {
    startWithSmallSpans();
    assertThat(queue.queueSnapshot().capacity()).isEqualTo(8_192);

    offer(100, 40_000);
    flush();
    assertThat(queue.queueSnapshot().capacity()).isBetween(100L, 200L);

    for (int i = 0; i < 1_000; i++) {
      offer(50, 10);
      flush();
    }
    assertThat(queue.queueSnapshot().capacity()).isGreaterThan(6_000);
    assertThat(queue.queueSnapshot().refusedByReason()).isEmpty();
  }

  @Test
  void spans_over_the_lowered_capacity_are_refused_as_by_a_full_queue() throws Exception {
    offer(100, 40_000);
    batcher.start();
    flush();
    batcher.close(clock.nanoTime() + Duration.ofSeconds(10).toNanos());
    SpanQueue stopped = new SpanQueue(8_192, 2_048);
    stopped.limit(queue.capacity(), 1);

    for (int i = 0; i < 1_000; i++) {
      stopped.offer(span("small"));
    }

    assertThat(stopped.queueSnapshot().queued()).isEqualTo(queue.capacity());
    assertThat(stopped.queueSnapshot().refusedByReason())
        .isEqualTo(Map.of("queue_full", 1_000L - queue.capacity()));
  }

  @Test
  void a_text_that_all_spans_share_does_not_lower_the_capacity() throws Exception {
    startWithSmallSpans();
    String text = "x".repeat(40_000);

    for (int i = 0; i < 2_000; i++) {
      queue.offer(span(text));
    }
    flush();

    assertThat(queue.queueSnapshot().capacity()).isGreaterThan(4_000);
    assertThat(queue.queueSnapshot().refusedByReason()).isEmpty();
  }

  @Test
  void few_spans_may_wait_before_any_was_measured_for_they_may_be_large() {
    for (int i = 0; i < 1_000; i++) {
      queue.offer(span("small"));
    }

    assertThat(queue.queueSnapshot().queued()).isEqualTo(OF_64_MIB.queueBytes() / (16 << 10));
  }

  @Test
  void on_a_large_heap_as_many_may_wait_as_the_file_says() {
    SpanQueue large = new SpanQueue(8_192, 2_048);
    QueueLimits limits = new QueueLimits(HeapBudget.of(2L << 30), large.maxCapacity(), 2_048);

    assertThat(limits.capacity()).isEqualTo(8_192);
    assertThat(limits.wakeSpans()).isEqualTo(2_048);
  }

  @Test
  void a_span_that_is_too_large_for_the_heap_costs_itself_only() throws Exception {
    batcher.start();

    queue.offer(span("small"));
    queue.offer(span("x".repeat(5_000_000)));
    queue.offer(span("small"));
    flush();

    assertThat(unreadable).hasValue(1);
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
  }

  private void startWithSmallSpans() throws InterruptedException {
    batcher.start();
    offer(100, 10);
    flush();
    batches.clear();
  }

  private void offer(int spans, int length) {
    for (int i = 0; i < spans; i++) {
      queue.offer(span("x".repeat(length)));
    }
  }

  private static EndedSpan span(String text) {
    return new EndedSpan(FakeSpan.named("span")
        .attributes(Attributes.builder().put("exception.stacktrace", text).build()));
  }

  private void flush() throws InterruptedException {
    assertThat(batcher.flush(clock.nanoTime() + Duration.ofSeconds(10).toNanos()))
        .isTrue();
  }
}
