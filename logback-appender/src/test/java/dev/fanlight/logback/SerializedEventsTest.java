/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.net.LoggingEventPreSerializationTransformer;
import ch.qos.logback.classic.net.server.HardenedLoggingEventInputStream;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceMarker;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

/** Events that logback's socket appenders serialize, and that its receivers read with a short list of classes. */
class SerializedEventsTest {
  private final Span span = Spans.random(new Random(6));
  private final Logs logs = new Logs();
  private final List<ILoggingEvent> received = new ArrayList<>();

  @BeforeEach
  void connect() {
    var socket = new AppenderBase<ILoggingEvent>() {
      @Override
      protected void append(ILoggingEvent event) {
        received.add(overTheWire(event));
      }
    };
    socket.setContext(logs.context);
    socket.start();
    logs.root(logs.inside(new CapturingAppender(), socket));
  }

  @Test
  void an_event_of_a_trace_arrives_and_its_trace_is_in_the_mdc() {
    logs.mdc.put("user", "u1");

    inSpan(() -> logs.logger.info("hi {}", "there"));

    assertThat(received).singleElement().satisfies(event -> {
      assertThat(event.getFormattedMessage()).isEqualTo("hi there");
      assertThat(event.getMDCPropertyMap())
          .containsEntry("user", "u1")
          .containsEntry("trace_id", span.getSpanContext().getTraceId())
          .containsEntry("span_id", span.getSpanContext().getSpanId())
          .containsEntry("trace_flags", "01");
    });
  }

  @Test
  void an_event_outside_of_any_trace_arrives() {
    logs.logger.info("hi");

    assertThat(received)
        .singleElement()
        .satisfies(event -> assertThat(event.getMDCPropertyMap()).isEmpty());
  }

  @Test
  void an_event_with_fields_arrives_and_brings_them_as_text() {
    var audit = MarkerFactory.getDetachedMarker("AUDIT");
    audit.add(Markers.append("inner", 1));
    logs.logger
        .atInfo()
        .addKeyValue("k", List.of(1))
        .addMarker(Markers.append("m", "v"))
        .addMarker(audit)
        .addArgument(StructuredArguments.keyValue("a", 7))
        .setCause(new IllegalStateException("boom"))
        .log("{}");

    assertThat(received).singleElement().satisfies(event -> {
      assertThat(event.getMarkerList()).extracting("name").containsExactly("AUDIT");
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("boom");
      assertThat(event.getMDCPropertyMap())
          .isEqualTo(Map.of("k", "[1]", "m", "v", "a", "7", "inner", "1"));
    });
  }

  @Test
  void a_line_of_the_request_log_arrives() {
    logs.logger
        .atInfo()
        .addMarker(new TraceMarker(
            EventTrace.of(span.getSpanContext(), null), Map.of("http.route", "/orders")))
        .log("GET /orders");

    assertThat(received)
        .singleElement()
        .satisfies(event -> assertThat(event.getMDCPropertyMap())
            .containsEntry("http.route", "/orders")
            .containsEntry("trace_id", span.getSpanContext().getTraceId()));
  }

  private ILoggingEvent overTheWire(ILoggingEvent event) {
    try {
      var bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(new LoggingEventPreSerializationTransformer().transform(event));
      }
      try (var in = receiver(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (ILoggingEvent) in.readObject();
      }
    } catch (ReflectiveOperationException | IOException e) {
      throw new AssertionError("the receiver refuses the event", e);
    }
  }

  private static HardenedLoggingEventInputStream receiver(ByteArrayInputStream in)
      throws ReflectiveOperationException, IOException {
    for (var constructor : HardenedLoggingEventInputStream.class.getConstructors()) {
      Class<?>[] types = constructor.getParameterTypes();
      if (types.length == 1) { // logback 1.5
        return (HardenedLoggingEventInputStream) constructor.newInstance(in);
      }
      if (types.length == 2 && types[1] == InputStream.class) { // logback 1.6: with a context
        return (HardenedLoggingEventInputStream) constructor.newInstance(new LoggerContext(), in);
      }
    }
    throw new AssertionError("no constructor is known");
  }

  private void inSpan(Runnable action) {
    Context.root().with(span).wrap(action).run();
  }
}
