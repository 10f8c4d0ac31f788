/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import net.logstash.logback.appender.LogstashTcpSocketAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;

class CaptureTest {
  private final Span span = Spans.random(new Random(1));
  private final SpanContext ids = span.getSpanContext();

  @Test
  void behind_a_disruptor_the_ids_are_those_of_the_logging_thread() {
    var logs = new Logs();
    var disruptor = new LoggingEventAsyncDisruptorAppender();
    logs.root(logs.inside(
        new CapturingAppender(),
        logs.inside(disruptor, logs.sink(new FanlightEncoder(Environments.EMPTY)))));

    inSpan(() -> logs.logger.info("hi"));

    assertThat(logs.line())
        .containsEntry("trace.id", ids.getTraceId())
        .containsEntry("span.id", ids.getSpanId());
  }

  @Test
  void behind_a_socket_as_well() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var logs = new Logs();
      var socket = new LogstashTcpSocketAppender();
      socket.addDestination("127.0.0.1:" + server.getLocalPort());
      socket.setEncoder(new FanlightEncoder(Environments.EMPTY));
      socket.getEncoder().setContext(logs.context);
      logs.root(logs.inside(new CapturingAppender(), started(logs, socket)));

      inSpan(() -> logs.logger.info("hi"));

      try (var peer = server.accept();
          var reader = new BufferedReader(new InputStreamReader(peer.getInputStream(), UTF_8))) {
        assertThat(StrictJson.line(reader.readLine())).containsEntry("trace.id", ids.getTraceId());
        logs.close();
      }
    }
  }

  @Test
  void on_a_thread_without_a_name_which_virtual_ones_are() throws Exception {
    var logs = new Logs();
    logs.root(logs.sink(new FanlightEncoder(Environments.EMPTY)));

    Thread thread = unnamed(() -> inSpan(() -> logs.logger.info("hi")));
    thread.join();

    assertThat(logs.line())
        .containsEntry("trace.id", ids.getTraceId())
        .hasEntrySatisfying(
            "process.thread.name",
            name -> assertThat((String) name).doesNotContainPattern("[0-9]"));
  }

  /** Started: a virtual one where the JDK has them. */
  private static Thread unnamed(Runnable action) throws ReflectiveOperationException {
    for (Method method : Thread.class.getMethods()) {
      if (method.getName().equals("startVirtualThread")) {
        return (Thread) method.invoke(null, action);
      }
    }
    var thread = new Thread(action, "");
    thread.start();
    return thread;
  }

  private static LogstashTcpSocketAppender started(Logs logs, LogstashTcpSocketAppender socket) {
    socket.setContext(logs.context);
    socket.start();
    return socket;
  }

  @Test
  void an_event_of_any_class_is_captured() {
    var logs = new Logs();
    var capturing =
        logs.inside(new CapturingAppender(), logs.sink(new FanlightEncoder(Environments.EMPTY)));
    var event = new LoggingEvent("", logs.logger, Level.INFO, "hi", null, null) {
      @Override
      public String getLoggerName() {
        return "of a class of its own";
      }
    };

    inSpan(() -> capturing.doAppend(event));

    assertThat(logs.line())
        .containsEntry("log.logger", "of a class of its own")
        .containsEntry("trace.id", ids.getTraceId());
  }

  @Test
  void the_span_comes_before_stale_ids_in_the_mdc() {
    var logs = Logs.capturing();
    logs.mdc.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    logs.mdc.put("span_id", "b7ad6b7169203331");

    inSpan(() -> logs.logger.info("hi"));

    assertThat(logs.line())
        .containsEntry("trace.id", ids.getTraceId())
        .containsEntry("span.id", ids.getSpanId())
        .doesNotContainKeys("labels.trace_id", "labels.span_id");
  }

  @Test
  void siblings_see_the_event_as_it_was() {
    var logs = new Logs();
    var before = listening(logs);
    logs.root(before);
    logs.root(
        logs.inside(new CapturingAppender(), logs.sink(new FanlightEncoder(Environments.EMPTY))));
    var after = listening(logs);
    logs.root(after);

    inSpan(() -> logs.logger.info("hi"));

    assertThat(before.list).hasSameElementsAs(after.list);
    assertThat(after.list.get(0).getMarkerList()).isNull();
    assertThat(after.list.get(0).getMDCPropertyMap()).isEmpty();
    assertThat(logs.line()).containsEntry("trace.id", ids.getTraceId());
  }

  @Test
  void two_captures_inside_each_other_are_one() {
    var logs = new Logs();
    logs.root(logs.inside(
        new CapturingAppender(),
        logs.inside(new CapturingAppender(), logs.sink(new FanlightEncoder(Environments.EMPTY)))));

    inSpan(() -> logs.logger.info("hi"));

    assertThat(logs.line()).containsEntry("trace.id", ids.getTraceId());
  }

  @Test
  void the_mdc_and_the_properties_of_the_context_stay_as_they_are() {
    var logs = new Logs();
    logs.context.putProperty("app", "shop");
    var inside = listening(logs);
    logs.root(logs.inside(new CapturingAppender(), inside));
    logs.mdc.put("user", "u1");

    inSpan(() -> logs.logger.info("hi"));

    ILoggingEvent event = inside.list.get(0);
    var layout = new PatternLayout();
    layout.setContext(logs.context);
    layout.setPattern("%property{app} %X %level %msg");
    layout.start();
    assertThat(layout.doLayout(event)).isEqualTo("shop user=u1 INFO hi");
    assertThat(logs.mdc.getPropertyMap()).containsOnlyKeys("user");
  }

  @Test
  void baggage_comes_along_if_asked_for_even_where_an_agent_wrote_the_ids() {
    var logs = new Logs();
    var capturing = new CapturingAppender();
    capturing.setBaggage("tenant, absent");
    capturing.setQueueSize(16);
    logs.root(logs.inside(capturing, logs.sink(new FanlightEncoder(Environments.EMPTY))));
    logs.mdc.put("trace_id", ids.getTraceId());
    logs.mdc.put("span_id", ids.getSpanId());

    Context.root()
        .with(Baggage.builder().put("tenant", "t1").put("other", "x").build())
        .wrap(() -> logs.logger.info("hi"))
        .run();

    assertThat(logs.line())
        .containsEntry("labels.tenant", "t1")
        .containsEntry("trace.id", ids.getTraceId())
        .doesNotContainKeys("labels.other", "labels.absent");
  }

  @Test
  void an_encoder_of_another_make_finds_the_trace_among_the_pairs_and_not_among_the_tags() {
    var logs = new Logs();
    logs.root(logs.inside(new CapturingAppender(), logs.sink(new LogstashEncoder())));

    inSpan(() -> logs.logger.info("hi"));

    assertThat(logs.line()).containsEntry("message", "hi").doesNotContainKey("tags");
  }

  private void inSpan(Runnable action) {
    Context.root().with(span).wrap(action).run();
  }

  private static ListAppender<ILoggingEvent> listening(Logs logs) {
    var list = new ListAppender<ILoggingEvent>();
    list.list = new CopyOnWriteArrayList<>();
    list.setContext(logs.context);
    list.start();
    return list;
  }
}
