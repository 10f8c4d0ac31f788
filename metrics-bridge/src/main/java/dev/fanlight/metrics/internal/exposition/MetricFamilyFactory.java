/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.exposition.HistogramFamily.Scale;
import dev.fanlight.metrics.internal.series.BucketBounds;
import dev.fanlight.metrics.internal.series.SeriesSnapshot;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** The metrics by name: what each dialect calls what was counted. */
public final class MetricFamilyFactory {
  /** Default buckets of the Collector's connector. */
  public static final BucketBounds OTEL_BOUNDS = BucketBounds.ofSeconds(
      .002, .004, .006, .008, .01, .05, .1, .2, .4, .8, 1, 1.4, 2, 5, 10, 15);

  /** Default buckets of Tempo's span metrics. */
  public static final BucketBounds TEMPO_BOUNDS = BucketBounds.ofSeconds(
      .002, .004, .008, .016, .032, .064, .128, .256, .512, 1.024, 2.048, 4.096, 8.192, 16.384);

  /** Default buckets of Tempo's service graph. */
  public static final BucketBounds GRAPH_BOUNDS =
      BucketBounds.ofSeconds(.1, .2, .4, .8, 1.6, 3.2, 6.4, 12.8);

  /** Default buckets of the phases of a call: a look-up takes microseconds, or the resolver's time-out. */
  public static final BucketBounds PHASE_BOUNDS =
      BucketBounds.ofSeconds(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);

  private static final UnaryOperator<Labels> AS_THEY_ARE = UnaryOperator.identity();

  private MetricFamilyFactory() {}

  /** The names of the Collector's {@code span_metrics} connector. */
  public static List<MetricFamily> otel(
      SpanMeasure spans, BucketBounds bounds, boolean isInMilliseconds, boolean hasSizes) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(counter(
        spans,
        "traces_span_metrics_calls",
        "Spans ended, sampled or not.",
        SeriesSnapshot::spans,
        AS_THEY_ARE));
    families.add(
        isInMilliseconds
            ? new HistogramFamily(
                spans,
                new MetricMetadata(
                    "traces_span_metrics_duration_milliseconds",
                    "How long spans took.",
                    new Unit("milliseconds")),
                bounds,
                Scale.MILLISECONDS,
                reading -> true,
                AS_THEY_ARE)
            : histogram(
                spans,
                "traces_span_metrics_duration_seconds",
                "How long spans took.",
                bounds,
                AS_THEY_ARE));
    if (hasSizes) {
      families.add(counter(
          spans,
          "traces_span_metrics_size_bytes",
          "Size of the spans, as OTLP.",
          SeriesSnapshot::bytes,
          AS_THEY_ARE));
    }
    return families;
  }

  /** The names of Tempo's metrics generator. */
  public static List<MetricFamily> tempo(SpanMeasure spans, BucketBounds bounds, boolean hasSizes) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(counter(
        spans,
        "traces_spanmetrics_calls",
        "Spans ended, sampled or not.",
        SeriesSnapshot::spans,
        MetricFamilyFactory::tempoLabels));
    families.add(new HistogramFamily(
        spans,
        new MetricMetadata("traces_spanmetrics_latency", "How long spans took, in seconds."),
        bounds,
        Scale.SECONDS,
        reading -> true,
        MetricFamilyFactory::tempoLabels));
    if (hasSizes) {
      families.add(counter(
          spans,
          "traces_spanmetrics_size",
          "Size of the spans in bytes, as OTLP.",
          SeriesSnapshot::bytes,
          MetricFamilyFactory::tempoLabels));
    }
    return families;
  }

  private static Labels tempoLabels(Labels labels) {
    Labels.Builder renamed = Labels.builder();
    labels.forEach(label -> renamed.label(
        label.getName().equals("service_name") ? "service" : label.getName(), label.getValue()));
    return renamed.build();
  }

  /** Events or exceptions, under the name of the Collector's {@code events}. */
  public static List<MetricFamily> events(SpanMeasure events, boolean hasAll) {
    return List.of(counter(
        events,
        "traces_span_metrics_events",
        hasAll ? "Events recorded on spans." : "Exceptions recorded on spans.",
        SeriesSnapshot::spans,
        AS_THEY_ARE));
  }

  /** The service graph, under the names that Grafana asks for. */
  public static List<MetricFamily> graph(SpanMeasure edges, BucketBounds bounds) {
    return List.of(
        counter(
            edges,
            "traces_service_graph_request",
            "Calls between services.",
            SeriesSnapshot::spans,
            AS_THEY_ARE),
        new CounterFamily(
            edges,
            new MetricMetadata(
                "traces_service_graph_request_failed", "Calls between services that failed."),
            SeriesSnapshot::spans,
            reading -> "true".equals(reading.labels().get("failed")),
            AS_THEY_ARE),
        histogram(
            edges,
            "traces_service_graph_request_server_seconds",
            "How long calls between services took, as the side saw it that counts the edge.",
            bounds,
            AS_THEY_ARE),
        new HistogramFamily(
            edges,
            new MetricMetadata(
                "traces_service_graph_request_client_seconds",
                "How long calls between services took at the caller.",
                Unit.SECONDS),
            bounds,
            Scale.SECONDS,
            reading -> !"client".equals(reading.labels().get("virtual_node")),
            AS_THEY_ARE));
  }

  /** The phases of outgoing calls. */
  public static List<MetricFamily> phases(SpanMeasure phases, BucketBounds bounds) {
    return List.of(histogram(
        phases,
        "fanlight_network_phase_duration_seconds",
        "How long the phases of outgoing calls took.",
        bounds,
        AS_THEY_ARE));
  }

  /** A histogram of seconds under a name of its own. */
  public static MetricFamily histogram(
      SpanMeasure measure, String name, String help, BucketBounds bounds) {
    return histogram(measure, name, help, bounds, AS_THEY_ARE);
  }

  private static MetricFamily histogram(
      SpanMeasure measure,
      String name,
      String help,
      BucketBounds bounds,
      UnaryOperator<Labels> labels) {
    return new HistogramFamily(
        measure,
        new MetricMetadata(name, help, Unit.SECONDS),
        bounds,
        Scale.SECONDS,
        reading -> true,
        labels);
  }

  private static MetricFamily counter(
      SpanMeasure measure,
      String name,
      String help,
      ToLongFunction<SeriesSnapshot> value,
      UnaryOperator<Labels> labels) {
    return new CounterFamily(
        measure, new MetricMetadata(name, help), value, reading -> true, labels);
  }
}
