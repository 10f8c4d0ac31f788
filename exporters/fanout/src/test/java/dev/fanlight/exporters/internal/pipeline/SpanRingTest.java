/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanRingTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 4", "5, 8", "10000, 16384"})
  void the_capacity_is_a_power_of_two(int wanted, int capacity) {
    SpanRing ring = new SpanRing(wanted);

    assertThat(ring.capacity()).isEqualTo(capacity);
    for (int i = 0; i < capacity; i++) {
      assertThat(ring.offer(span(), capacity)).isTrue();
    }
    assertThat(ring.offer(span(), capacity)).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_ring_is_a_queue_with_a_limit_that_may_change(long seed) {
    Random random = new Random(seed);
    SpanRing ring = new SpanRing(1 << random.nextInt(5));
    Deque<ReadableSpan> model = new ArrayDeque<>();

    for (int step = 0; step < 20_000; step++) {
      if (random.nextBoolean()) {
        ReadableSpan span = span();
        int limit = 1 + random.nextInt(ring.capacity());
        assertThat(ring.offer(span, limit)).isEqualTo(model.size() < limit);
        if (model.size() < limit) {
          model.add(span);
        }
      } else {
        assertThat(ring.poll()).isSameAs(model.poll());
      }
      assertThat(ring.size()).isEqualTo(model.size());
      assertThat(ring.producerIndex() - ring.consumerIndex()).isEqualTo(model.size());
    }
  }

  /** Each producer's spans come out in its order, each of them once, and never more than fit are inside. */
  @Test
  @Timeout(60)
  void many_producers_lose_and_repeat_nothing() throws Exception {
    int producers = 4;
    int spansEach = 100_000;
    SpanRing ring = new SpanRing(64);
    List<List<ReadableSpan>> spans = IntStream.range(0, producers)
        .mapToObj(
            producer -> IntStream.range(0, spansEach).mapToObj(i -> span()).toList())
        .toList();
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(producers);
    List<Thread> threads = new ArrayList<>();
    for (List<ReadableSpan> own : spans) {
      threads.add(new Thread(
          () -> {
            for (ReadableSpan span : own) {
              while (!ring.offer(span, 48)) {
                refused.incrementAndGet();
                Thread.onSpinWait();
              }
            }
            ended.countDown();
          },
          "producer"));
    }
    threads.forEach(Thread::start);

    List<ReadableSpan> taken = new ArrayList<>();
    while (taken.size() < producers * spansEach) {
      assertThat(ring.size()).isLessThanOrEqualTo(48);
      ReadableSpan span = ring.poll();
      if (span != null) {
        taken.add(span);
      }
    }
    ended.await();

    assertThat(ring.poll()).isNull();
    assertThat(ring.producerIndex()).isEqualTo(ring.consumerIndex()).isEqualTo(taken.size());
    IdentityHashMap<ReadableSpan, Integer> places = new IdentityHashMap<>();
    for (int i = 0; i < taken.size(); i++) {
      assertThat(places.put(taken.get(i), i)).isNull();
    }
    for (List<ReadableSpan> own : spans) {
      int before = -1;
      for (ReadableSpan span : own) {
        int place = Objects.requireNonNull(places.get(span));
        assertThat(place).isGreaterThan(before);
        before = place;
      }
    }
  }

  private static ReadableSpan span() {
    return new EndedSpan(FakeSpan.named("span"));
  }
}
