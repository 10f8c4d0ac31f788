/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.spi.SpanIntake;
import dev.fanlight.exporters.spi.SpanIntake.Receipt;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ForwardingLog;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReceivedSpanIntakeTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Clock clock = Clock.getDefault();
  private final SpanQueue queue = new SpanQueue(8, 4);
  private final HoldingWriter writer = new HoldingWriter();
  private final Batcher batcher = new Batcher(queue, Duration.ofHours(1), clock, writer, () -> {});
  private final SickLog log = new SickLog();

  @AfterEach
  void close() throws Exception {
    writer.goOn.countDown();
    batcher.close(clock.nanoTime() + LONG.toNanos());
  }

  @Test
  void spans_are_written_before_they_are_acknowledged() throws Exception {
    writer.goOn.countDown();
    batcher.start();

    assertThat(intake(false).take(spans(3), LONG)).isEqualTo(new Receipt.Appended(0));

    assertThat(writer.written).hasValue(3);
  }

  @Test
  void more_spans_than_the_queue_holds_go_through_in_parts() throws Exception {
    writer.goOn.countDown();
    batcher.start();

    assertThat(intake(false).take(spans(50), LONG)).isEqualTo(new Receipt.Appended(0));

    assertThat(writer.written).hasValue(50);
    assertThat(queue.queueSnapshot().refused()).isZero();
  }

  @Test
  void without_room_no_span_is_taken_or_counted() throws Exception {
    batcher.start(); // and holds the first batch
    assertThat(intake(false).take(spans(4), SHORT)).isEqualTo(new Receipt.Unconfirmed());
    writer.isHolding.await();
    for (ReadableSpan span : spans(6)) {
      queue.offer(span);
    }

    assertThat(intake(false).take(spans(3), SHORT)).isEqualTo(new Receipt.Saturated());

    assertThat(queue.queueSnapshot().ended()).isEqualTo(10);
    assertThat(queue.queueSnapshot().refused()).isZero();
  }

  @Test
  void spans_that_find_no_room_after_others_were_taken_count_as_refused() throws Exception {
    batcher.start();

    Receipt receipt = intake(false).take(spans(20), SHORT);

    assertThat(receipt).isEqualTo(new Receipt.Unconfirmed());
    assertThat(queue.queueSnapshot().ended()).isEqualTo(20);
    assertThat(queue.queueSnapshot().refused()).isPositive();
  }

  @Test
  void nothing_is_acknowledged_before_the_disk_has_it() throws Exception {
    writer.goOn.countDown();
    batcher.start();
    log.isOnDisk = true;

    assertThat(intake(true).take(spans(3), LONG)).isEqualTo(new Receipt.Unconfirmed());

    log.isAppended = true;
    assertThat(intake(true).take(spans(3), LONG)).isEqualTo(new Receipt.Appended(0));
  }

  @Test
  void while_the_log_on_disk_cannot_be_written_no_span_is_taken() throws Exception {
    batcher.start();

    assertThat(intake(true).take(spans(3), LONG))
        .isEqualTo(new Receipt.Unavailable("the log on disk cannot be written"));

    assertThat(queue.queueSnapshot().ended()).isZero();
  }

  @Test
  void without_a_vendor_or_after_the_end_no_span_is_taken() throws Exception {
    SpanIntake lonely =
        new ReceivedSpanIntake(queue, batcher, new MemoryLog(1 << 20), false, () -> false, clock);
    assertThat(lonely.take(spans(1), LONG)).isEqualTo(new Receipt.Unavailable("no vendor runs"));

    queue.close();

    assertThat(intake(false).take(spans(1), LONG))
        .isEqualTo(new Receipt.Unavailable("the process ends"));
    assertThat(queue.queueSnapshot().ended()).isZero();
  }

  private SpanIntake intake(boolean needsDisk) {
    return new ReceivedSpanIntake(queue, batcher, log, needsDisk, () -> true, clock);
  }

  private static List<ReadableSpan> spans(int count) {
    return Collections.nCopies(count, new EndedSpan(FakeSpan.named("received")));
  }

  /** Holds every batch until it may go on. */
  private static final class HoldingWriter implements Batcher.Writer {

    final CountDownLatch isHolding = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    final AtomicInteger written = new AtomicInteger();

    @Override
    public void write(List<SpanData> batch, int unreadable) {
      isHolding.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      written.addAndGet(batch.size());
    }

    @Override
    public void close() {}
  }

  /** A log whose disk is as the test says. */
  private static final class SickLog extends ForwardingLog {

    volatile boolean isOnDisk;
    volatile boolean isAppended;

    SickLog() {
      super(new MemoryLog(1 << 20));
    }

    @Override
    public boolean isOnDisk() {
      return isOnDisk;
    }

    @Override
    public boolean awaitAppended(Duration longest) {
      return isAppended || !isOnDisk;
    }
  }
}
