/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A producer that is suspended between claiming its slot of the ring and filling it, as a virtual thread, a debugger or
 * the scheduler may leave it.
 */
@Timeout(30)
class ClaimedSlotTest {

  private static final ReadableSpan SPAN = new EndedSpan(FakeSpan.named("span"));

  private final Clock clock = Clock.getDefault();
  private final SpanQueue queue = new SpanQueue(1_024, 100);
  private final CountingWriter writer = new CountingWriter();
  private final AtomicLong cpuNanos = new AtomicLong();
  private final AtomicLong threadId = new AtomicLong();
  private final Batcher batcher = new Batcher(
      queue,
      Duration.ofMillis(100),
      clock,
      writer,
      () -> threadId.set(Thread.currentThread().getId()));

  @AfterEach
  void close() throws Exception {
    batcher.close(in(Duration.ofSeconds(10)));
  }

  @Test
  void the_batcher_waits_without_writing_or_spinning_and_the_flush_says_that_it_could_not_see_all()
      throws Exception {
    batcher.start();
    queue.offer(SPAN);
    assertThat(batcher.flush(in(Duration.ofSeconds(10)))).isTrue();
    claimSlot(queue);
    offer(300); // more than a batch waits behind the slot
    cpuNanos.set(cpuNanosOfBatcher());

    boolean flushed = batcher.flush(in(Duration.ofSeconds(1)));

    assertThat(flushed).isFalse();
    assertThat(writer.sizes).containsExactly(1);
    assertThat(cpuNanosOfBatcher() - cpuNanos.get()).isLessThan(TimeUnit.MILLISECONDS.toNanos(250));
  }

  @Test
  void what_waits_behind_the_slot_is_written_once_it_is_filled() throws Exception {
    batcher.start();
    long slot = claimSlot(queue);
    offer(300);
    assertThat(batcher.flush(in(Duration.ofMillis(50)))).isFalse();

    queue.ring.fill(slot, SPAN);

    assertThat(batcher.flush(in(Duration.ofSeconds(10)))).isTrue();
    assertThat(writer.sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(301);
    assertThat(writer.sizes).doesNotContain(0);
  }

  @Test
  void closing_gives_the_slot_up_and_every_span_is_in_the_account() throws Exception {
    batcher.start();
    queue.offer(SPAN);
    assertThat(batcher.flush(in(Duration.ofSeconds(10)))).isTrue();
    claimSlot(queue);
    offer(10);

    boolean ended = batcher.close(in(Duration.ofSeconds(10)));

    QueueSnapshot intake = queue.queueSnapshot();
    assertThat(ended).isTrue();
    assertThat(intake.ended()).isEqualTo(12);
    assertThat(intake.received()).isEqualTo(1);
    assertThat(intake.refusedByReason()).isEqualTo(Map.of("already_shutdown", 11L));
    assertThat(intake.queued()).isZero();
  }

  @Test
  void a_change_of_the_vendors_is_made_all_the_same() throws Exception {
    CountDownLatch changed = new CountDownLatch(1);
    batcher.start();
    claimSlot(queue);
    offer(300);

    batcher.betweenBatches(changed::countDown, Duration.ofSeconds(10));

    assertThat(changed.getCount()).isZero();
  }

  private void offer(int spans) {
    for (int i = 0; i < spans; i++) {
      queue.offer(SPAN);
    }
  }

  private long in(Duration time) {
    return clock.nanoTime() + time.toNanos();
  }

  private long cpuNanosOfBatcher() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadCpuTime(threadId.get());
  }

  private static long claimSlot(SpanQueue queue) {
    return queue.ring.claim(queue.capacity());
  }

  private static final class CountingWriter implements Batcher.Writer {

    final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void write(List<SpanData> batch, int unreadable) {
      sizes.add(batch.size() + unreadable);
    }

    @Override
    public void close() {}
  }
}
