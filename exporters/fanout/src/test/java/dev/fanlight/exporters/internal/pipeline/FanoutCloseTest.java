/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ForwardingLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FanoutCloseTest {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  @TempDir
  Path folder;

  @Test
  void a_log_that_is_slow_to_close_has_its_share_of_the_time_out_and_no_more() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    SlowToClose log = new SlowToClose();
    try (ScriptedVendor hanging = ScriptedVendor.start(request -> {
      end.await();
      return Reply.OK;
    })) {
      Fanout fanout = new Fanout(
          settings(hanging),
          Map.of(),
          (vendor, endpoint, exchange, nanos) -> {},
          steady -> log,
          Clock.getDefault());
      fanout.start();
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));
      await().until(() -> !hanging.received().isEmpty());

      fanout.close();

      assertThat(log.given)
          .as("the vendor's share is over by then: three fifths of 2 s")
          .isPositive()
          .isLessThanOrEqualTo(Duration.ofMillis(800));
    } finally {
      end.countDown();
    }
  }

  @Test
  void a_batch_that_takes_longer_than_the_time_out_is_booked_and_so_is_all_behind_it()
      throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK);
        CapturedLog said = CapturedLog.of(LOGGER)) {
      Fanout fanout = inMemory("""
          batch: {delay: 10ms, spans: 100}
          shutdown_timeout: 1s
          vendors:
            a: {type: otlp, endpoint: %s}
            b: {type: otlp, endpoint: %s, drop: {span.name: [none]}}
          """.formatted(a.endpoint(), b.endpoint()));
      fanout.start();
      fanout.onEnd(new EndedSpan(new SlowToRead(FakeSpan.named("slow"), reading, goOn)));
      reading.await();
      for (int i = 0; i < 500; i++) {
        fanout.onEnd(new EndedSpan(FakeSpan.named("span")));
      }

      fanout.close();

      assertThatAllIsBooked(fanout);
      assertThat(fanout.queueSnapshot().ended()).isEqualTo(501);
      assertThat(said.lines())
          .last()
          .asString()
          .startsWith("WARNING fan-out closed; spans not delivered, by vendor: a 501 (shutdown 501")
          .contains("b 501 (shutdown 501");
      goOn.countDown();
      await().until(() -> ourThreads().isEmpty());
      assertThatAllIsBooked(fanout);
      assertThat(a.taken()).isEmpty();
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void a_span_that_takes_longer_than_the_time_out_to_read_is_booked_with_its_batch()
      throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK)) {
      Fanout fanout = inMemory("""
          batch: {delay: 10ms}
          shutdown_timeout: 1s
          vendors: {a: {type: otlp, endpoint: %s}}
          """.formatted(a.endpoint()));
      fanout.start();
      fanout.onEnd(new EndedSpan(FakeSpan.named("slow")) {
        @Override
        public SpanData toSpanData() {
          reading.countDown();
          awaitQuietly(goOn);
          return super.toSpanData();
        }
      });
      reading.await();
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));

      fanout.close();
      goOn.countDown();

      await().until(() -> ourThreads().isEmpty());
      assertThatAllIsBooked(fanout);
      assertThat(fanout.queueSnapshot().ended()).isEqualTo(2);
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void spans_that_the_full_queue_refused_are_in_the_last_line() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        CapturedLog said = CapturedLog.of(LOGGER)) {
      Fanout fanout = inMemory("""
          batch: {delay: 10ms, spans: 16}
          queue: {capacity: 32}
          shutdown_timeout: 1s
          vendors: {a: {type: otlp, endpoint: %s}}
          """.formatted(a.endpoint()));
      fanout.start();
      fanout.onEnd(new EndedSpan(new SlowToRead(FakeSpan.named("slow"), reading, goOn)));
      reading.await();
      for (int i = 0; i < 40; i++) {
        fanout.onEnd(new EndedSpan(FakeSpan.named("span")));
      }
      goOn.countDown();

      fanout.close();

      assertThatAllIsBooked(fanout);
      assertThat(said.lines())
          .last()
          .asString()
          .contains("refused before any vendor: 8 (queue_full 8)");
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void a_close_with_everything_delivered_says_nothing() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        CapturedLog said = CapturedLog.of(LOGGER)) {
      Fanout fanout = inMemory("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint()));
      fanout.start();
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));

      fanout.close();

      assertThat(a.taken()).hasSize(1);
      assertThat(said.lines()).isEmpty();
    }
  }

  @Test
  void the_last_line_has_the_reason_of_a_vendor_that_never_took_anything() throws Exception {
    try (ScriptedVendor sound = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor bad = ScriptedVendor.start(request -> Reply.status(400));
        CapturedLog said = CapturedLog.of(LOGGER)) {
      Fanout fanout = inMemory("""
          batch: {delay: 10ms}
          shutdown_timeout: 1s
          vendors:
            sound: {type: otlp, endpoint: %s}
            bad: {type: otlp, endpoint: %s}
            down: {type: otlp, endpoint: "http://127.0.0.1:1"}
          """.formatted(sound.endpoint(), bad.endpoint()));
      fanout.start();
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));

      fanout.close();

      assertThatAllIsBooked(fanout);
      assertThat(said.lines())
          .last()
          .asString()
          .contains("bad 1 (http_400 1", "down 1 (shutdown 1", "refused")
          .doesNotContain("sound");
    }
  }

  private static void assertThatAllIsBooked(Fanout fanout) {
    QueueSnapshot intake = fanout.queueSnapshot();
    assertThat(intake.queued()).isZero();
    assertThat(intake.ended()).isEqualTo(intake.refused() + intake.received());
    assertThat(fanout.ledgerSnapshots()).allSatisfy(account -> {
      assertThat(account.received()).isEqualTo(intake.received());
      assertThat(account.buffered()).isZero();
      assertThat(account.addsUp()).isTrue();
    });
  }

  private static List<Thread> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fanlight-"))
        .toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Fanout inMemory(String yaml) {
    LoadResult loaded =
        ConfigLoader.of(ConfigSource.ofText(yaml), Transports.CHECK).load();
    assertThat(loaded.problems()).isEmpty();
    return new Fanout(
        ((LoadResult.Usable) loaded).configuration().fanout(),
        Map.of(),
        (vendor, endpoint, exchange, nanos) -> {},
        Clock.getDefault(),
        null);
  }

  private FanoutSettings settings(ScriptedVendor vendor) throws Exception {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"), """
        buffer: {disk: {path: %s}}
        batch: {delay: 10ms}
        shutdown_timeout: 2s
        vendors: {hanging: {type: otlp, endpoint: %s}}
        """.formatted(folder.resolve("log"), vendor.endpoint()));
    return ((LoadResult.Usable)
            ConfigLoader.of(ConfigSource.of(file), Transports.CHECK).load())
        .configuration()
        .fanout();
  }

  /** Stands for any rule, wire or machine that is slow. */
  private static final class SlowToRead extends DelegatingSpanData {

    private final CountDownLatch reading;
    private final CountDownLatch goOn;

    SlowToRead(SpanData delegate, CountDownLatch reading, CountDownLatch goOn) {
      super(delegate);
      this.reading = reading;
      this.goOn = goOn;
    }

    @Override
    public Attributes getAttributes() {
      reading.countDown();
      awaitQuietly(goOn);
      return super.getAttributes();
    }
  }

  /** Remembers how much time it was given. */
  private static final class SlowToClose extends ForwardingLog {

    volatile Duration given = Duration.ZERO;

    SlowToClose() {
      super(new MemoryLog(1 << 20));
    }

    @Override
    public void close(Duration longest) {
      given = longest;
      super.close(longest);
    }
  }
}
