/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.Duration;
import dev.fanlight.logback.LineLedger.DropReason;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each event that is captured is encoded or dropped, once, whatever stops, fails or refuses it. */
class AccountTest {
  private final LineLedger ledger = LineLedger.process();
  private final long capturedBefore = ledger.captured();
  private final long encodedBefore = ledger.encoded();
  private final long droppedBefore = dropped();
  private final Logs logs = new Logs();

  @AfterEach
  void captured_is_encoded_and_dropped() {
    logs.close();
    assertThat(ledger.captured() - capturedBefore)
        .isEqualTo(ledger.encoded() - encodedBefore + dropped() - droppedBefore);
  }

  @ParameterizedTest(name = "queueSize {0}")
  @ValueSource(ints = {0, 1, 64})
  void under_load_a_stop_loses_no_event_from_the_account(int queueSize) throws Exception {
    for (int round = 0; round < 30; round++) {
      var running = new Logs();
      CapturingAppender capturing = capturing(running, queueSize);
      running.root(capturing);
      var logged = new AtomicInteger();
      var ended = new AtomicBoolean();
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 4; t++) {
        var thread = new Thread(
            () -> {
              while (!ended.get()) {
                running.logger.info("x");
                logged.incrementAndGet();
              }
            },
            "logging-" + t);
        thread.start();
        threads.add(thread);
      }
      while (logged.get() < 200) {
        Thread.onSpinWait();
      }
      capturing.stop();
      ended.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      running.close();
    }
  }

  @Test
  void an_event_that_goes_to_two_encoders_is_encoded_once() {
    var capturing = new CapturingAppender();
    capturing.addAppender(logs.sink(new FanlightEncoder(Environments.EMPTY)));
    logs.root(logs.inside(capturing, logs.sink(new FanlightEncoder(Environments.EMPTY))));

    logs.logger.info("hi");

    assertThat(logs.lines()).hasSize(2);
    assertThat(ledger.captured()).isEqualTo(capturedBefore + 1);
  }

  @Test
  void an_event_that_is_captured_twice_is_counted_once() {
    logs.root(logs.inside(new CapturingAppender(), capturing(logs, 0)));

    logs.logger.info("hi");

    assertThat(ledger.captured()).isEqualTo(capturedBefore + 1);
  }

  @Test
  void an_event_that_only_the_encoder_sees_is_counted() {
    logs.root(logs.sink(new FanlightEncoder(Environments.EMPTY)));

    logs.logger.info("hi");

    assertThat(ledger.captured()).isEqualTo(capturedBefore + 1);
  }

  @Test
  void an_event_that_a_filter_inside_refuses_is_dropped() {
    long before = ledger.dropped(DropReason.FILTERED);
    Appender<ILoggingEvent> sink = logs.sink(new FanlightEncoder(Environments.EMPTY));
    var threshold = new ThresholdFilter();
    threshold.setLevel("WARN");
    threshold.start();
    sink.addFilter(threshold);
    logs.root(logs.inside(new CapturingAppender(), sink));

    logs.logger.info("hi");
    logs.logger.warn("there");

    assertThat(logs.lines()).hasSize(1);
    assertThat(ledger.dropped(DropReason.FILTERED)).isEqualTo(before + 1);
  }

  @ParameterizedTest(name = "queueSize {0}")
  @ValueSource(ints = {0, 16})
  void an_appender_inside_that_fails_costs_the_event_and_not_the_application(int queueSize) {
    long before = ledger.dropped(DropReason.FAILED);
    var capturing = new CapturingAppender();
    capturing.setQueueSize(queueSize);
    Appender<ILoggingEvent> sink = logs.sink(new FanlightEncoder(Environments.EMPTY));
    sink.addFilter(new Filter<>() {
      @Override
      public FilterReply decide(ILoggingEvent event) {
        if (event.getMessage().equals("bad")) {
          throw new NoClassDefFoundError("of a filter");
        }
        return FilterReply.NEUTRAL;
      }
    });
    logs.root(logs.inside(capturing, sink));

    logs.logger.info("bad");
    logs.logger.info("good");
    logs.close();

    assertThat(logs.lines())
        .singleElement()
        .satisfies(line -> assertThat(line).containsEntry("message", "good"));
    assertThat(ledger.dropped(DropReason.FAILED)).isEqualTo(before + 1);
  }

  @Test
  void an_encoder_of_another_make_takes_the_event_over() {
    logs.root(logs.inside(new CapturingAppender(), logs.sink(new LogstashEncoder())));

    logs.logger.info("hi");

    assertThat(ledger.encoded()).isEqualTo(encodedBefore + 1);
  }

  @Test
  void behind_another_asynchronous_appender_the_encoder_counts() {
    logs.root(logs.inside(
        new CapturingAppender(),
        logs.inside(new AsyncAppender(), logs.sink(new FanlightEncoder(Environments.EMPTY)))));

    logs.logger.info("hi");
    logs.close();

    assertThat(ledger.encoded()).isEqualTo(encodedBefore + 1);
  }

  @Test
  void an_encoder_that_fails_costs_the_event() {
    var encoder = new EncoderBase<ILoggingEvent>() {
      @Override
      public byte[] headerBytes() {
        return new byte[0];
      }

      @Override
      public byte[] encode(ILoggingEvent event) {
        throw new InternalError("for the test");
      }

      @Override
      public byte[] footerBytes() {
        return new byte[0];
      }
    };
    logs.root(logs.inside(new CapturingAppender(), logs.sink(encoder)));

    logs.logger.info("hi");

    assertThat(ledger.dropped(DropReason.FAILED)).isPositive();
  }

  @Test
  void what_a_stuck_output_keeps_is_counted_when_it_stops() {
    var gate = new CountDownLatch(1);
    var stuck = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        try {
          gate.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
    stuck.setContext(logs.context);
    stuck.start();
    var capturing = new CapturingAppender();
    capturing.setQueueSize(8);
    capturing.setMaxFlush(Duration.buildByMilliseconds(1));
    logs.root(logs.inside(capturing, stuck));

    for (int i = 0; i < 5; i++) {
      logs.logger.info("hi");
    }
    capturing.stop();
    gate.countDown();

    assertThat(ledger.captured()).isEqualTo(capturedBefore + 5);
  }

  private static CapturingAppender capturing(Logs logs, int queueSize) {
    var capturing = new CapturingAppender();
    capturing.setQueueSize(queueSize);
    return logs.inside(capturing, logs.sink(new FanlightEncoder(Environments.EMPTY)));
  }

  private long dropped() {
    long sum = 0;
    for (DropReason drop : DropReason.values()) {
      sum += ledger.dropped(drop);
    }
    return sum;
  }
}
