/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.logback.internal.event.TraceMarker;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** The request log as a section of the fan-out's file. */
class RequestLogSectionTest {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir
  private Path folder;

  @BeforeEach
  void listen() {
    lines.start();
    context.getLogger("requests").addAppender(lines);
  }

  @AfterEach
  void unlisten() {
    context.getLogger("requests").detachAppender(lines);
  }

  @Test
  void its_keys_reach_the_request_log() throws IOException {
    try (Fanlight fanlight =
            fanlight("logger: requests", "sample: 0%", "attributes: [customer.tier]");
        SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(fanlight.spanProcessor())
            .build()) {
      server(tracing, "fine").end();
      Span failed = server(tracing, "failed").setAttribute("customer.tier", "gold");
      failed.setStatus(StatusCode.ERROR).end();
    }

    assertThat(lines.list).singleElement().satisfies(line -> {
      assertThat(line.getFormattedMessage()).startsWith("failed failed ");
      assertThat(line.getKeyValuePairs()).contains(new KeyValuePair("customer.tier", "gold"));
      assertThat(line.getMarkerList()).hasSize(1);
    });
  }

  @Test
  void a_line_links_to_the_vendors_whose_rate_keeps_the_trace() throws IOException {
    try (Fanlight fanlight = fanlight("logger: requests");
        SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(fanlight.spanProcessor())
            .build()) {
      server(tracing, "fine").end();
    }

    assertThat(lines.list).singleElement().satisfies(line -> {
      TraceMarker marker = Objects.requireNonNull(TraceMarker.on(line));
      assertThat(marker.fields())
          .containsKey("trace_url.nobody")
          .doesNotContainKey("trace_url.canary");
    });
  }

  @Test
  void while_it_is_disabled_there_are_no_lines() throws IOException {
    try (Fanlight fanlight = fanlight("logger: requests", "enabled: false");
        SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(fanlight.spanProcessor())
            .build()) {
      server(tracing, "fine").end();
    }

    assertThat(lines.list).isEmpty();
  }

  @Test
  void a_wrong_key_is_named_with_its_line() {
    assertThatThrownBy(() -> fanlight("sampel: 10%").close())
        .hasMessageContaining("did you mean sample");
  }

  private static Span server(SdkTracerProvider tracing, String name) {
    return tracing
        .get("test")
        .spanBuilder(name)
        .setNoParent()
        .setSpanKind(SpanKind.SERVER)
        .startSpan();
  }

  private Fanlight fanlight(String... keys) throws IOException {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"), """
            strict: true
            shutdown_timeout: 100ms
            vendors:
              nobody:
                type: otlp
                endpoint: http://127.0.0.1:9/v1/traces
                trace_link: http://nobody/{trace_id}
              canary:
                type: otlp
                endpoint: http://127.0.0.1:9/v1/traces
                trace_link: http://canary/{trace_id}
                sample: 0%
            request_log:
            """ + String.join("\n", List.of(keys)).indent(2));
    return Fanlight.builder(file).closesAtExit(false).build();
  }
}
