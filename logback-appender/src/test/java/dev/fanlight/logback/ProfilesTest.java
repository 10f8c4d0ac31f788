/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.fanlight.logback.internal.event.LocalRoot;
import dev.fanlight.logback.internal.event.LocalRootRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** The names of fields are API: this file holds them still. */
class ProfilesTest {
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String[] PROFILES = {
    "ecs",
    "ecs-nested",
    "otel",
    "logstash",
    "datadog",
    "new_relic",
    "google_cloud",
    "splunk",
    "honeycomb",
    "dynatrace",
    "xray",
    "ecs,datadog,xray,google_cloud"
  };

  @Test
  void every_profile_writes_what_its_vendor_reads() throws IOException {
    var written = new StringBuilder();
    for (String profile : PROFILES) {
      written.append("# ").append(profile).append('\n').append(example(profile)).append('\n');
    }

    assertThat(written.toString()).isEqualTo(golden());
  }

  @Test
  void a_trace_id_of_64_bits_is_decimal_for_datadog() {
    assertThat(line("datadog", "0000000000000000ffffffffffffffff"))
        .contains("\"dd.trace_id\":\"18446744073709551615\"");
  }

  private static String golden() throws IOException {
    try (InputStream file = ProfilesTest.class.getResourceAsStream("profiles.jsonl")) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  /** One line with everything; of the stack trace only its beginning, which does not depend on the JDK. */
  private static String example(String profile) {
    return line(profile, "4bf92f3577b34da6a3ce929d0e0e4736")
        .lines()
        .map(line -> line.replaceAll("(\\\\n\\\\t\\.\\.\\.|\\\\n\\\\tat )[^\"]*", "\\\\n"))
        .map(line ->
            line.replaceAll("(hash|fingerprint|grouping_key)\":\"[0-9a-f]{16}", "$1\":\"<hash>"))
        .map(line -> line.replaceAll("(\"grouping_key\":\")[0-9a-f]{16}", "$1<hash>"))
        .collect(Collectors.joining());
  }

  private static String line(String profile, String traceId) {
    var encoder = new FanlightEncoder(
        Environments.of(
            Map.of(
                "OTEL_SERVICE_NAME", "shop",
                "GOOGLE_CLOUD_PROJECT", "acme",
                "OTEL_RESOURCE_ATTRIBUTES",
                    "service.version=1.2,service.namespace=acme,deployment.environment.name=prod,service.instance.id=shop-1")));
    encoder.setProfile(profile);
    try (Logs logs = Logs.capturing(encoder)) {
      var event = new LoggingEvent(
          "", logs.logger, Level.WARN, "sold {}", new IllegalStateException("gone"), new Object[] {7
          });
      event.setInstant(Instant.parse("2026-11-23T09:46:14.730476539Z"));
      event.addMarker(MarkerFactory.getMarker("AUDIT"));
      event.setCallerData(
          new StackTraceElement[] {new StackTraceElement("Shop", "sell", "Shop.java", 42)});
      event.addKeyValuePair(new KeyValuePair("items", 3));
      event.addKeyValuePair(new KeyValuePair("user.id", "u1"));
      inRequest(traceId, () -> logs.logger.callAppenders(event));
      logs.line();
      return logs.text();
    }
  }

  /** In a span that the request log knows as the local root, on a thread called http-1. */
  private static void inRequest(String traceId, Runnable action) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    Span span = span(traceId);
    thread.setName("http-1");
    LocalRootRegistry.process().register(SPAN, new Request(traceId));
    try {
      Context.root().with(span).wrap(action).run();
    } finally {
      LocalRootRegistry.process().remove(SPAN);
      thread.setName(name);
    }
  }

  private record Request(String traceId) implements LocalRoot {
    @Override
    public String spanId() {
      return SPAN;
    }

    @Override
    public void logged(int level) {}
  }

  private static Span span(String traceId) {
    return Span.wrap(
        SpanContext.create(traceId, SPAN, TraceFlags.getSampled(), TraceState.getDefault()));
  }
}
