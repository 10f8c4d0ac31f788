/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.util.Duration;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 8 threads log events made to break a line; each becomes exactly one strict line in the right trace. The long form, a
 * million through each path, is in docs/logging.md.
 */
class HostileEventsTest {
  private static final int THREADS = 8;
  private static final int EVENTS =
      "full".equals(System.getProperty("fanlight.proof")) ? 1_000_000 : 12_500;

  private final PrintStream stderr = System.err;

  enum Path {
    SYNC,
    OWN_QUEUE,
    ASYNC_APPENDER,
    DISRUPTOR
  }

  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of(Path.SYNC, "ecs", 1L),
        Arguments.of(Path.OWN_QUEUE, "ecs-nested,datadog", 2L),
        Arguments.of(Path.ASYNC_APPENDER, "logstash,ecs,google_cloud,honeycomb", 3L),
        Arguments.of(Path.DISRUPTOR, "otel,ecs,new_relic,splunk,dynatrace,xray", 4L));
  }

  /** SLF4J prints each failing toString there. */
  @BeforeEach
  void silence() {
    System.setErr(new PrintStream(PrintStream.nullOutputStream(), false));
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
  }

  @ParameterizedTest(name = "{0}, {1}, seed {2}")
  @MethodSource("paths")
  void each_becomes_one_strict_line_in_its_trace(Path path, String profiles, long seed)
      throws InterruptedException {
    var logs = new Logs();
    var check = new LineCheck(EVENTS, profiles);
    FanlightEncoder encoder = Logs.encoder(e -> {
      e.setProfile(profiles);
      return e;
    });
    logs.root(outer(path, logs, sink(logs, encoder, check)));

    List<Throwable> failures = inThreads(logs, seed);
    logs.close();

    assertThat(failures).isEmpty();
    assertThat(check.firstFailure()).isNull();
    assertThat(check.seen()).isEqualTo(EVENTS);
  }

  private static List<Throwable> inThreads(Logs logs, long seed) throws InterruptedException {
    var done = new CountDownLatch(THREADS);
    var failures = new ArrayList<Throwable>();
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      new Thread(
              () -> {
                try {
                  var events = new HostileEvents(seed * THREADS + thread, logs.logger, logs.mdc);
                  for (int n = thread; n < EVENTS; n += THREADS) {
                    events.log(n);
                  }
                } catch (Throwable e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                } finally {
                  done.countDown();
                }
              },
              "hostile-" + t)
          .start();
    }
    assertThat(done.await(30, MINUTES)).isTrue();
    return failures;
  }

  private static Appender<ILoggingEvent> sink(Logs logs, FanlightEncoder encoder, LineCheck check) {
    encoder.setContext(logs.context);
    encoder.start();
    var sink = new OutputStreamAppender<ILoggingEvent>();
    sink.setContext(logs.context);
    sink.setEncoder(encoder);
    sink.setOutputStream(check);
    sink.start();
    return sink;
  }

  private static Appender<ILoggingEvent> outer(Path path, Logs logs, Appender<ILoggingEvent> sink) {
    var capturing = new CapturingAppender();
    return switch (path) {
      case SYNC -> logs.inside(capturing, sink);
      case OWN_QUEUE -> {
        capturing.setQueueSize(1024);
        capturing.setMaxWait(Duration.buildByMinutes(1));
        capturing.setMaxFlush(Duration.buildByMinutes(1));
        yield logs.inside(capturing, sink);
      }
      case ASYNC_APPENDER -> {
        var async = new AsyncAppender();
        async.setQueueSize(1024);
        async.setDiscardingThreshold(0);
        async.setMaxFlushTime(60_000);
        yield logs.inside(capturing, logs.inside(async, sink));
      }
      case DISRUPTOR -> {
        var disruptor = new LoggingEventAsyncDisruptorAppender();
        disruptor.setRingBufferSize(1024);
        disruptor.setAppendTimeout(Duration.buildByMinutes(1));
        yield logs.inside(capturing, logs.inside(disruptor, sink));
      }
    };
  }
}
