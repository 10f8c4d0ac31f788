/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One login as all parts of the demo saw it. Times are in microseconds.
 *
 * @param trace its trace id
 * @param spans its spans, by start
 * @param logs the log lines with its trace id
 * @param series the metric series that counts it, with the trace id of its exemplar
 * @param zipkin its page at Zipkin
 * @param copy its copy at the second vendor
 * @param atZipkin number of its spans at Zipkin
 * @param atCopy number of its spans at the second vendor
 * @param isSame whether both hold the same spans
 */
record TraceJourney(
    String trace,
    List<JourneySpan> spans,
    List<LogLine> logs,
    Optional<MetricSample> series,
    String zipkin,
    String copy,
    int atZipkin,
    int atCopy,
    boolean isSame) {

  /**
   * A span of the waterfall.
   *
   * @param error what went wrong; empty if nothing did
   */
  record JourneySpan(
      String id,
      String parent,
      String service,
      String name,
      String kind,
      long start,
      long duration,
      String error) {

    private static JourneySpan of(JsonNode span) {
      JsonNode tags = span.path("tags");
      return new JourneySpan(
          JsonReader.text(span, "id"),
          JsonReader.text(span, "parentId"),
          span.path("localEndpoint").path("serviceName").asString(""),
          JsonReader.text(span, "name"),
          span.path("kind").asString(""),
          span.path("timestamp").asLong(0),
          span.path("duration").asLong(0),
          cause(tags));
    }
  }

  /* Zipkin's tag "error" is the description of the status, or "true". */
  private static String cause(JsonNode tags) {
    String description = tags.path("error").asString("");
    return tags.path("error.message")
        .asString(
            description.isEmpty() || description.equals("true")
                ? tags.path("error.type").asString(description)
                : description);
  }

  static TraceJourney of(
      String trace,
      ZipkinVendor zipkin,
      List<ReceiverVendor> receivers,
      LogFiles logs,
      MetricsSnapshot metrics)
      throws IOException {
    List<JourneySpan> spans =
        new ArrayList<>(zipkin.trace(trace).stream().map(JourneySpan::of).toList());
    spans.sort(Comparator.comparingLong(JourneySpan::start));
    List<SpanRow> original = zipkin.spansOf(List.of(trace));
    List<SpanRow> copies = new ArrayList<>();
    ReceiverVendor holder = receivers.get(0);
    for (ReceiverVendor receiver : receivers) {
      List<SpanRow> held = receiver.spansOf(List.of(trace));
      holder = held.isEmpty() ? holder : receiver;
      copies.addAll(held);
    }
    List<LogLine> lines = logs.of(trace);
    return new TraceJourney(
        trace,
        spans,
        lines,
        series(trace, lines, metrics),
        zipkin.page(trace).toString(),
        holder.page(trace).toString(),
        original.size(),
        copies.size(),
        original.size() == copies.size() && new HashSet<>(original).equals(new HashSet<>(copies)));
  }

  /*
   * The transfer's series if the trace is its exemplar; else that of its cause, with another login as the exemplar;
   * else any series of which it is the exemplar; else that of all logins.
   */
  private static Optional<MetricSample> series(
      String trace, List<LogLine> lines, MetricsSnapshot metrics) {
    List<MetricSample> own = metrics.samples().stream()
        .filter(sample -> sample.exemplar().filter(trace::equals).isPresent())
        .filter(sample -> sample.name().startsWith("traces_span_metrics"))
        .filter(sample -> !sample.label("service_name").equals("browser"))
        .sorted(Comparator.comparing(sample -> !sample.name().endsWith("calls_total")))
        .toList();
    Optional<FailureCause> cause =
        lines.stream().flatMap(line -> line.cause().stream()).findFirst();
    return own.stream()
        .filter(sample -> sample.label("span_name").equals("session.transfer"))
        .findFirst()
        .or(() -> cause.flatMap(found -> metrics.exemplified(found).stream().findFirst()))
        .or(() -> own.stream().findFirst())
        .or(() -> logins(metrics));
  }

  private static Optional<MetricSample> logins(MetricsSnapshot metrics) {
    return metrics.samples().stream()
        .filter(sample -> sample.name().equals("traces_span_metrics_calls_total"))
        .filter(sample -> sample.label("service_name").equals("frontend"))
        .filter(sample -> sample.label("span_kind").equals("SPAN_KIND_SERVER"))
        .filter(sample -> sample.exemplar().isPresent())
        .min(Comparator.comparing(sample -> sample.label("status_code").endsWith("ERROR")));
  }
}
