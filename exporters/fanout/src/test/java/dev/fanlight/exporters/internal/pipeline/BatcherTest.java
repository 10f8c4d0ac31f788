/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ManualClock;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatcherTest {

  private static final ReadableSpan SPAN = new EndedSpan(FakeSpan.named("span"));

  private final Clock clock = Clock.getDefault();
  private final SpanQueue queue = new SpanQueue(64, 8);
  private final BrokenAtFirst writer = new BrokenAtFirst();
  private final Batcher batcher = new Batcher(queue, Duration.ofHours(1), clock, writer, () -> {});

  @AfterEach
  void close() throws Exception {
    batcher.close(inTenSeconds());
  }

  @Test
  void a_write_that_fails_costs_its_batch_and_no_other() throws Exception {
    batcher.start();
    queue.offer(SPAN);
    assertThat(batcher.flush(inTenSeconds())).isTrue();

    queue.offer(SPAN);
    queue.offer(SPAN);

    assertThat(batcher.flush(inTenSeconds())).isTrue();
    assertThat(writer.written.get()).isEqualTo(2);
  }

  @Test
  void what_a_failure_costs_is_told_with_what_to_do_and_then_with_the_sum() {
    ManualClock time = new ManualClock();
    BatcherErrorLog failures = new BatcherErrorLog(time);
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      failures.failed(3, new OutOfMemoryError("on purpose"));
      failures.failed(4, new OutOfMemoryError("on purpose"));
      time.advance(Duration.ofMinutes(5));
      failures.failed(5, new OutOfMemoryError("on purpose"));

      assertThat(said.lines()).hasSize(2);
      assertThat(said.lines().get(0))
          .startsWith("WARNING 3 spans are lost")
          .contains("raise -Xmx", "report");
      assertThat(said.lines().get(1)).startsWith("WARNING 9 spans are lost");
    }
  }

  @Test
  void a_write_that_fails_says_how_many_spans_it_cost() throws Exception {
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      batcher.start();
      queue.offer(SPAN);
      queue.offer(SPAN);
      queue.offer(SPAN);
      batcher.flush(inTenSeconds());

      assertThat(said.lines()).singleElement().asString().contains("3 spans are lost");
    }
  }

  @Test
  void a_change_that_a_batch_holds_up_for_too_long_is_never_made() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger changes = new AtomicInteger();
    Batcher held = new Batcher(
        queue,
        Duration.ofHours(1),
        clock,
        new Batcher.Writer() {
          @Override
          public void write(List<SpanData> batch, int unreadable) {
            awaitQuietly(goOn);
          }

          @Override
          public void close() {}
        },
        () -> {});
    held.start();
    queue.offer(SPAN);
    assertThat(held.flush(clock.nanoTime() + Duration.ofMillis(50).toNanos())).isFalse();

    assertThatThrownBy(() -> held.betweenBatches(changes::incrementAndGet, Duration.ofMillis(50)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Nothing was changed");

    goOn.countDown();
    assertThat(held.flush(inTenSeconds())).isTrue();
    assertThat(changes).hasValue(0);
    held.betweenBatches(changes::incrementAndGet, Duration.ofSeconds(10));
    assertThat(changes).hasValue(1);
    held.close(inTenSeconds());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long inTenSeconds() {
    return clock.nanoTime() + Duration.ofSeconds(10).toNanos();
  }

  private static final class BrokenAtFirst implements Batcher.Writer {

    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger written = new AtomicInteger();

    @Override
    public void write(List<SpanData> batch, int unreadable) {
      if (calls.getAndIncrement() == 0) {
        throw new NoClassDefFoundError("gone");
      }
      written.addAndGet(batch.size());
    }

    @Override
    public void close() {}
  }
}
