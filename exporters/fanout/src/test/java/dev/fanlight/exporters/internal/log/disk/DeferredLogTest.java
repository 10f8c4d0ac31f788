/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ForwardingLog;
import io.opentelemetry.sdk.common.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeferredLogTest {

  private static final DiskSettings SETTINGS =
      new DiskSettings(Path.of("/log"), 1 << 20, DiskSettings.Sync.NEVER, Duration.ZERO);

  private final CountDownLatch diskAnswers = new CountDownLatch(1);
  private final AtomicInteger closed = new AtomicInteger();
  private final List<String> awaited = Collections.synchronizedList(new ArrayList<>());
  private final BatchLog onDisk = new CountingLog(closed, awaited);
  private final AtomicInteger wokenUp = new AtomicInteger();
  private final FakeBooks books = new FakeBooks();

  @AfterEach
  void letTheOpenerEnd() {
    diskAnswers.countDown();
  }

  @Test
  void a_disk_in_health_is_used_from_the_start() {
    diskAnswers.countDown();

    assertThat(open(this::hangThenOpen)).isSameAs(onDisk);
  }

  @Test
  void
      a_disk_that_hangs_does_not_hold_up_the_start_and_memory_takes_its_place_which_is_said_once() {
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      long began = Clock.getDefault().nanoTime();
      BatchLog log = open(this::hangThenOpen);
      LogReader reader = reader(log);
      assertThat(Duration.ofNanos(Clock.getDefault().nanoTime() - began))
          .isLessThan(DeferredLog.PATIENCE.dividedBy(2));
      assertThat(reader.take(1, 1 << 20)).isNull();

      log.append(Records.named(1, "v1", 1, 10));
      log.append(Records.named(2, "v1", 1, 10));

      assertThat(taken(reader)).isEqualTo("record 1");
      assertThat(taken(reader)).isEqualTo("record 2");
      assertThat(log.place()).isEmpty();
      assertThat(told.lines()).singleElement().asString().contains("/log", "2 s", "in memory only");
      log.close();
    }
  }

  @Test
  void a_disk_log_that_comes_too_late_is_closed() {
    BatchLog log = open(this::hangThenOpen);
    reader(log);
    log.append(Records.named(1, "v1", 1, 10));

    diskAnswers.countDown();

    await().atMost(Duration.ofSeconds(10)).until(() -> closed.get() == 1);
  }

  @Test
  void a_slow_disk_is_used_once_it_answers_and_the_readers_made_before_read_it() {
    BatchLog log = open(this::hangThenOpen);
    LogReader reader = reader(log);
    LogReader ended = reader(log);
    assertThat(ended.abandon(DropReason.VENDOR_REMOVED)).isZero();
    assertThat(reader.hasSettled(reader.end())).isTrue();
    log.forgetAllBut(Set.of("a"));
    assertThat(log.place()).isEqualTo("/log");
    assertThat(log.isOnDisk()).isFalse();

    diskAnswers.countDown();
    log.append(Records.named(1, "v1", 1, 10));

    assertThat(taken(reader)).isEqualTo("record 1");
    assertThat(wokenUp.get()).isPositive();
    assertThat(ended.take(1, 1 << 20)).isNull();
    assertThat(log.place()).isEqualTo(onDisk.place());
    log.close();
    assertThat(closed).hasValue(1);
  }

  @Test
  void a_disk_log_that_opened_late_is_waited_for() throws Exception {
    BatchLog log = open(this::hangThenOpen);
    assertThat(log).isNotSameAs(onDisk);
    log.awaitWritten(Duration.ofMinutes(1)); // there is none yet: it returns at once
    assertThat(log.awaitAppended(Duration.ofMinutes(1))).isTrue();
    diskAnswers.countDown();
    log.append(Records.named(1, "v1", 1, 10));

    log.awaitWritten(Duration.ofMillis(7));
    assertThat(log.awaitAppended(Duration.ofMillis(8))).isTrue();

    assertThat(awaited).containsExactly("written PT0.007S", "appended PT0.008S");
    log.close();
  }

  @Test
  void an_opening_that_fails_is_said_with_its_reason() {
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      BatchLog log = open(() -> {
        throw new NoClassDefFoundError("gone");
      });

      assertThat(log).isInstanceOf(MemoryLog.class);
      await().atMost(Duration.ofSeconds(10)).until(() -> !told.lines().isEmpty());
      assertThat(told.lines()).singleElement().asString().contains("gone");
    }
  }

  @Test
  void a_log_that_is_closed_before_the_disk_answers_leaves_the_disk_alone() {
    BatchLog log = open(this::hangThenOpen);
    LogReader reader = reader(log);
    assertThat(reader.keep()).isZero();

    log.close(Duration.ZERO);
    diskAnswers.countDown();

    await().atMost(Duration.ofSeconds(10)).until(() -> closed.get() == 1);
  }

  private static BatchLog open(Supplier<BatchLog> opening) {
    return DeferredLog.open(SETTINGS, opening, DeferredLogTest::inMemory, Clock.getDefault());
  }

  private BatchLog hangThenOpen() {
    try {
      diskAnswers.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return onDisk;
  }

  private static BatchLog inMemory() {
    return new MemoryLog(1 << 20);
  }

  private LogReader reader(BatchLog log) {
    LogReader reader = log.newReader(
        new ReaderSettings("a", log.nameOf("somewhere"), Duration.ZERO),
        books,
        (spans, reason) -> {},
        wokenUp::incrementAndGet);
    reader.follow("v1");
    return reader;
  }

  private String taken(LogReader reader) {
    Lease lease = Objects.requireNonNull(reader.take(1, 1 << 20));
    String name = Records.name(lease.records().get(0));
    lease.settle(() -> {});
    return name;
  }

  /** A log that counts how often it is closed, and notes for how long a thread waits for it. */
  private static final class CountingLog extends ForwardingLog {
    private final AtomicInteger closed;
    private final List<String> awaited;

    CountingLog(AtomicInteger closed, List<String> awaited) {
      super(inMemory());
      this.closed = closed;
      this.awaited = awaited;
    }

    @Override
    public void awaitWritten(Duration longest) throws InterruptedException {
      awaited.add("written " + longest);
      super.awaitWritten(longest);
    }

    @Override
    public boolean awaitAppended(Duration longest) throws InterruptedException {
      awaited.add("appended " + longest);
      return super.awaitAppended(longest);
    }

    @Override
    public void close(Duration longest) {
      closed.incrementAndGet();
      super.close(longest);
    }
  }
}
