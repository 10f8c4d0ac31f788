/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ManualClock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** See <a href="https://github.com/open-telemetry/opentelemetry-java/pull/8167">opentelemetry-java#8167</a>. */
class RefusalReportTest {

  private static final ReadableSpan SPAN = new EndedSpan(FakeSpan.named("span"));

  private final ManualClock clock = new ManualClock();
  private final SpanQueue queue = new SpanQueue(8, 4);
  private final RefusalReport report = new RefusalReport(queue, clock);

  @Test
  void a_full_queue_says_so_once_and_after_five_minutes_with_the_sum() {
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      offer(8 + 3);
      report.update();
      report.update();
      offer(20);
      clock.advance(Duration.ofMinutes(5).minusNanos(1));
      report.update();
      assertThat(said.lines()).hasSize(1);

      clock.advance(Duration.ofNanos(1));
      report.update();
      clock.advance(Duration.ofHours(1));
      report.update();

      assertThat(said.lines()).hasSize(2);
      assertThat(said.lines().get(0))
          .startsWith("WARNING 3 spans were refused")
          .contains("queue.capacity", "The queue holds 8 spans");
      assertThat(said.lines().get(1)).startsWith("WARNING 20 spans were refused");
    }
  }

  @Test
  void a_queue_with_room_says_nothing() {
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      offer(8);
      report.update();

      assertThat(said.lines()).isEmpty();
    }
  }

  @Test
  void a_queue_whose_capacity_large_spans_have_lowered_names_the_heap() {
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      queue.limit(3, 1);
      offer(4);
      report.update();

      assertThat(said.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING 1 spans were refused")
          .contains("The queue holds 3 spans of this size", "the 8 of queue.capacity", "-Xmx");
    }
  }

  @Test
  void a_log_handler_that_fails_does_not_stop_the_batcher() {
    Logger logger = Logger.getLogger("dev.fanlight.exporters");
    Handler broken = new Broken();
    logger.addHandler(broken);
    try {
      offer(9);
      report.update();
    } finally {
      logger.removeHandler(broken);
    }

    assertThat(queue.refusedFull()).isEqualTo(1);
  }

  private void offer(int spans) {
    for (int i = 0; i < spans; i++) {
      queue.offer(SPAN);
    }
  }

  private static final class Broken extends Handler {
    @Override
    public void publish(LogRecord record) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
