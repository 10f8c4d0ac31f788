/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.section;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.logback.request.RequestLog;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The provider of the section {@code request_log}. */
public final class RequestLogSection implements SectionProvider {
  private static final String LOGBACK = "logback";

  private static final ConfigKey<String> LOGGER = ConfigKey.of(
      "logger", ValueType.TEXT, "fanlight.request", "Name of the logger that writes the lines.");
  private static final ConfigKey<Optional<String>> TO = ConfigKey.optional(
      "to",
      ValueType.TEXT,
      "Target of the lines: `logback`, `stdout`, or the path of a file, to which they are appended. Default: `logback`, and"
          + " `stdout` without logback on the class path, as in OpenTelemetry's agent.");
  private static final ConfigKey<Double> SAMPLE = ConfigKey.of(
      "sample",
      ValueType.SHARE,
      1.0,
      "Share of the requests with a line, among requests that neither failed nor were slow; the same requests in every"
          + " service of a trace.");
  private static final ConfigKey<Optional<Duration>> SLOW = ConfigKey.optional(
      "slow",
      ValueType.DURATION,
      "Minimum duration of a slow request, which always has a line, of level WARN.");
  private static final ConfigKey<List<String>> ATTRIBUTES = ConfigKey.of(
      "attributes",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Further attributes of the request's span that the line contains.");
  private static final ConfigKey<List<String>> BAGGAGE = ConfigKey.of(
      "baggage",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Keys of the incoming baggage of the request that the line contains.");
  private static final ConfigKey<Boolean> TRACE_LINKS = ConfigKey.of(
      "trace_links",
      ValueType.FLAG,
      true,
      "Write the URL of the trace at each vendor that keeps it, as `trace_url.<vendor>`.");

  /** Creates the provider; called by the service loader. */
  public RequestLogSection() {}

  @Override
  public String key() {
    return "request_log";
  }

  @Override
  public String doc() {
    return "One wide log line for each request, through logback, or to a file or standard output.";
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return List.of(TO, LOGGER, SAMPLE, SLOW, ATTRIBUTES, BAGGAGE, TRACE_LINKS);
  }

  @Override
  public void check(ConfigNode node) {
    String target = node.get(TO).orElse("");
    if (target.equals(LOGBACK) && !hasLogback()) {
      throw node.refuse(TO, "logback is not on the class path; set it to stdout or to a path");
    }
  }

  private static boolean hasLogback() {
    try {
      Class.forName(
          "ch.qos.logback.classic.Logger", false, RequestLogSection.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }

  @Override
  public SpanProcessor create(ConfigNode node, SectionContext context) {
    RequestLog.Builder builder = RequestLog.builder()
        .logger(node.get(LOGGER))
        .share(node.get(SAMPLE))
        .attributes(node.get(ATTRIBUTES))
        .baggage(node.get(BAGGAGE));
    String target = node.get(TO).orElse(hasLogback() ? LOGBACK : "stdout");
    if (!target.equals(LOGBACK)) {
      builder.to(target);
    }
    node.get(SLOW).ifPresent(builder::slow);
    if (node.get(TRACE_LINKS)) {
      builder.traceLinks(context::traceLinks);
    }
    return builder.build();
  }
}
