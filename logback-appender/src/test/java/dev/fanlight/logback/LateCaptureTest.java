/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Where capture is missing or comes too late: no id is better than another's, and one warning says so. */
class LateCaptureTest {
  private final Span span = Spans.random(new Random(5));

  @Test
  void without_capture_the_logging_thread_knows_its_span() {
    var logs = new Logs();
    logs.root(logs.sink(new FanlightEncoder(Environments.EMPTY)));

    inSpan(() -> logs.logger.info("hi"));

    assertThat(logs.line()).containsEntry("trace.id", span.getSpanContext().getTraceId());
    assertThat(logs.warnings()).isEmpty();
  }

  @Test
  void without_capture_another_thread_has_no_ids_and_says_so_once() {
    var logs = new Logs();
    var async = new AsyncAppender();
    logs.root(logs.inside(async, logs.sink(new FanlightEncoder(Environments.EMPTY))));

    inSpan(() -> logs.logger.info("hi"));
    inSpan(() -> logs.logger.info("hi"));
    async.stop();

    assertThat(logs.lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContainKey("trace.id"));
    assertThat(logs.warnings()).singleElement().asString().contains("CapturingAppender");
  }

  @Test
  void capture_on_another_thread_takes_nothing_for_the_events_own_and_says_so_once() {
    var logs = new Logs();
    Context workers = Context.root().with(Spans.random(new Random(9)));
    var async = new AppenderBase<ILoggingEvent>() {
      private final CapturingAppender capturing =
          logs.inside(new CapturingAppender(), logs.sink(new FanlightEncoder(Environments.EMPTY)));

      @Override
      protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        var worker = new Thread(workers.wrap(() -> capturing.doAppend(event)), "worker");
        worker.start();
        Awaitility.await().until(() -> !worker.isAlive());
      }
    };
    async.setContext(logs.context);
    async.start();
    logs.root(async);

    inSpan(() -> logs.logger.info("hi"));
    inSpan(() -> logs.logger.info("hi"));

    assertThat(logs.lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContainKey("trace.id"));
    assertThat(logs.warnings()).singleElement().asString().contains("outermost");
  }

  private void inSpan(Runnable action) {
    Context.root().with(span).wrap(action).run();
  }
}
