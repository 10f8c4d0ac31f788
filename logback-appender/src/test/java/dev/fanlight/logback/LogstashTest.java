/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;

/** For those who keep their configuration of logstash-logback-encoder. */
class LogstashTest {
  @Test
  void a_provider_of_ours_names_the_trace_on_any_thread() {
    var provider = new TraceJsonProvider();
    provider.setProfile("ecs,google_cloud");
    provider.start();
    var encoder = new LogstashEncoder();
    encoder.addProvider(provider);
    var logs = new Logs();
    logs.root(
        logs.inside(new CapturingAppender(), logs.inside(new AsyncAppender(), logs.sink(encoder))));
    Span span = Spans.random(new Random(3));

    Context.root().with(span).wrap(() -> logs.logger.info("hi")).run();

    assertThat(logs.line())
        .containsEntry("trace.id", span.getSpanContext().getTraceId())
        .containsEntry("logging.googleapis.com/spanId", span.getSpanContext().getSpanId())
        .containsEntry("logging.googleapis.com/trace_sampled", true)
        .doesNotContainKey("tags");
  }

  @Test
  void ids_that_an_agent_put_into_the_mdc_are_written_once() {
    Span span = Spans.random(new Random(3));
    for (String profile : List.of("otel", "ecs", "datadog")) {
      var logs = new Logs();
      var provider = new TraceJsonProvider();
      provider.setProfile(profile);
      var encoder = new LogstashEncoder();
      encoder.addProvider(provider);
      provider.setContext(logs.context);
      logs.root(logs.inside(new CapturingAppender(), logs.sink(encoder)));
      logs.mdc.put("user", "u1");
      logs.mdc.put("trace_id", span.getSpanContext().getTraceId());
      logs.mdc.put("span_id", span.getSpanContext().getSpanId());

      logs.logger.info("hi");
      Context.root().with(span).wrap(() -> logs.logger.info("hi")).run();
      logs.close();

      assertThat(logs.lines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).containsEntry("user", "u1"));
      assertThat(logs.text().split(span.getSpanContext().getTraceId(), -1)).hasSize(3);
    }
  }

  @Test
  void a_pattern_beside_it_finds_an_agents_ids_by_name() {
    var logs = new Logs();
    var provider = new TraceJsonProvider();
    var encoder = new LogstashEncoder();
    encoder.addProvider(provider);
    provider.setContext(logs.context);
    var pattern = new PatternLayoutEncoder();
    pattern.setPattern("{\"id\":\"%X{trace_id}\"}%n");
    var capturing = new CapturingAppender();
    capturing.addAppender(logs.sink(encoder));
    logs.root(logs.inside(capturing, logs.sink(pattern)));
    logs.mdc.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    logs.mdc.put("span_id", "b7ad6b7169203331");

    logs.logger.info("hi");
    logs.close();

    assertThat(logs.lines().get(1)).containsEntry("id", "0af7651916cd43dd8448eb211c80319c");
  }

  /* As the encoders of Spring Boot do: MDC, pairs, and the names of all markers. */
  @Test
  void an_encoder_of_another_make_shows_the_ids_and_no_name_of_ours() {
    Span span = Spans.random(new Random(3));
    var logs = new Logs();
    var seen = new ArrayList<ILoggingEvent>();
    var other = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        seen.add(event);
      }
    };
    other.setContext(logs.context);
    other.start();
    logs.root(logs.inside(new CapturingAppender(), other));

    Context.root()
        .with(span)
        .wrap(() -> logs.logger.atInfo().addKeyValue("k", 1).log("hi"))
        .run();

    assertThat(seen).singleElement().satisfies(event -> {
      assertThat(event.getMarkerList()).isNull();
      assertThat(event.getKeyValuePairs())
          .extracting(pair -> pair.key + '=' + pair.value)
          .containsExactly(
              "k=1",
              "trace_id=" + span.getSpanContext().getTraceId(),
              "span_id=" + span.getSpanContext().getSpanId());
    });
  }

  @Test
  void what_its_asynchronous_appenders_drop_is_counted() {
    long before = LineLedger.process().dropped(LineLedger.DropReason.QUEUE_FULL);
    var gate = new CountDownLatch(1);
    var logs = new Logs();
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
    var disruptor = new LoggingEventAsyncDisruptorAppender();
    disruptor.setRingBufferSize(2);
    disruptor.addListener(new CountingListener());
    logs.root(logs.inside(disruptor, stuck));

    for (int i = 0; i < 10; i++) {
      logs.logger.info("line {}", i);
    }
    gate.countDown();
    logs.close();

    assertThat(LineLedger.process().dropped(LineLedger.DropReason.QUEUE_FULL))
        .isGreaterThanOrEqualTo(before + 7);
  }
}
