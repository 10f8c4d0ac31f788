/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged on a thread that is about to log: each event is written or counted. */
class ReentryTest {
  private final LineLedger ledger = LineLedger.process();
  private final long droppedBefore = dropped();
  private final long capturedBefore = ledger.captured();
  private final Logs logs = new Logs();

  @ParameterizedTest(name = "queueSize {0}")
  @ValueSource(ints = {0, 16})
  void what_an_argument_logs_has_a_line_of_its_own_in_the_same_trace(int queueSize) {
    logs.root(capturing(queueSize));
    Span span = Spans.random(new Random(3));

    Context.root().with(span).wrap(() -> logs.logger.info("saved {}", order())).run();

    List<Map<String, Object>> lines = linesAtTheEnd();
    assertThat(lines)
        .extracting(line -> line.get("message"))
        .containsExactly("loading order", "saved order");
    assertThat(lines)
        .allSatisfy(line ->
            assertThat(line).containsEntry("trace.id", span.getSpanContext().getTraceId()));
    assertThat(dropped()).isEqualTo(droppedBefore);
  }

  @ParameterizedTest(name = "queueSize {0}")
  @ValueSource(ints = {0, 16})
  void what_that_logs_in_turn_is_counted(int queueSize) {
    logs.root(capturing(queueSize));
    Object itself = new Object() {
      @Override
      public String toString() {
        logs.logger.info("I am {}", this);
        return "me";
      }
    };

    logs.logger.info("who? {}", itself);

    assertThat(linesAtTheEnd())
        .extracting(line -> line.get("message"))
        .containsExactly("I am me", "who? me");
    assertThat(dropped()).isEqualTo(droppedBefore + 1);
    assertThat(ledger.captured()).isEqualTo(capturedBefore + 3);
  }

  @ParameterizedTest(name = "queueSize {0}")
  @ValueSource(ints = {0, 16})
  void what_is_logged_while_a_line_is_written_is_counted(int queueSize) {
    logs.root(capturing(queueSize));

    logs.logger.atInfo().addKeyValue("k", order()).log("hi");

    assertThat(linesAtTheEnd())
        .singleElement()
        .satisfies(line -> assertThat(line).containsEntry("labels.k", "order"));
    assertThat(dropped()).isEqualTo(droppedBefore + 1);
    assertThat(ledger.captured()).isEqualTo(capturedBefore + 2);
  }

  @ParameterizedTest(name = "queueSize {0}")
  @ValueSource(ints = {0, 16})
  void what_an_appender_inside_logs_is_counted_and_does_not_feed_it(int queueSize) {
    var capturing = new CapturingAppender();
    capturing.setQueueSize(queueSize);
    logs.root(
        logs.inside(capturing, started(event -> logs.logger.info("sent {}", event.getMessage()))));

    logs.logger.info("hi");

    logs.close();
    assertThat(dropped()).isEqualTo(droppedBefore + 1);
    assertThat(ledger.captured()).isEqualTo(capturedBefore + 2);
  }

  @Test
  void what_a_filter_has_logged_has_a_line_of_its_own() {
    CapturingAppender capturing = capturing(0);
    capturing.addFilter(new Filter<>() {
      @Override
      public FilterReply decide(ILoggingEvent event) {
        return event.getFormattedMessage().isEmpty() ? FilterReply.DENY : FilterReply.NEUTRAL;
      }
    });
    logs.root(capturing);

    logs.logger.info("saved {}", order());

    assertThat(linesAtTheEnd())
        .extracting(line -> line.get("message"))
        .containsExactly("loading order", "saved order");
  }

  @Test
  void filters_are_asked_about_it_as_well() {
    CapturingAppender capturing = capturing(0);
    capturing.addFilter(new Filter<>() {
      @Override
      public FilterReply decide(ILoggingEvent event) {
        return event.getMessage().startsWith("loading") ? FilterReply.DENY : FilterReply.NEUTRAL;
      }
    });
    logs.root(capturing);

    logs.logger.info("saved {}", order());

    assertThat(linesAtTheEnd())
        .extracting(line -> line.get("message"))
        .containsExactly("saved order");
  }

  @Test
  void inside_each_other_they_write_it_once() {
    logs.root(logs.inside(new CapturingAppender(), capturing(0)));

    logs.logger.info("saved {}", order());

    assertThat(linesAtTheEnd())
        .extracting(line -> line.get("message"))
        .containsExactly("loading order", "saved order");
  }

  /* A pool that loads what is asked for; an appender of logback's that holds its lock throughout. */
  @Test
  void an_argument_may_wait_for_another_thread_that_logs() {
    var messages = new CopyOnWriteArrayList<String>();
    logs.root(logs.inside(
        new CapturingAppender(), started(event -> messages.add(event.getFormattedMessage()))));
    var slow = chatty(() -> {
      var loader = new Thread(() -> logs.logger.info("loading order"), "loader");
      loader.start();
      Awaitility.await().until(() -> !loader.isAlive());
      return "order";
    });

    logs.logger.info("saved {}", slow);

    assertThat(messages).containsExactly("loading order", "saved order");
  }

  private Object order() {
    return chatty(() -> {
      logs.logger.info("loading {}", "order");
      return "order";
    });
  }

  private static Object chatty(Supplier<String> text) {
    return new Object() {
      @Override
      public String toString() {
        return text.get();
      }
    };
  }

  /** As {@code console.xml} has it, or, with a queue, {@code console-async.xml}. */
  private CapturingAppender capturing(int queueSize) {
    var capturing = new CapturingAppender();
    capturing.setQueueSize(queueSize);
    return logs.inside(capturing, logs.sink(new FanlightEncoder(Environments.EMPTY)));
  }

  private AppenderBase<ILoggingEvent> started(Consumer<ILoggingEvent> action) {
    var appender = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        action.accept(event);
      }
    };
    appender.setContext(logs.context);
    appender.start();
    return appender;
  }

  private List<Map<String, Object>> linesAtTheEnd() {
    logs.close();
    return logs.lines();
  }

  private long dropped() {
    return ledger.dropped(LineLedger.DropReason.RE_ENTRANT);
  }
}
