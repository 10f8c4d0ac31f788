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

/** Creates the metric families of each dialect: name, help text, unit and labels of each measured value. */
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

  /** Default buckets of the phases of a call; a DNS look-up takes microseconds, or the timeout of the resolver. */
  public static final BucketBounds PHASE_BOUNDS =
      BucketBounds.ofSeconds(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);

  private static final UnaryOperator<Labels> UNCHANGED = UnaryOperator.identity();

  private MetricFamilyFactory() {}

  /** Creates the families of the Collector's {@code span_metrics} connector. */
  public static List<MetricFamily> otel(
      SpanMeasure spans, BucketBounds bounds, boolean isInMilliseconds, boolean hasSizes) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(counter(
        spans,
        MetricNames.OTEL_CALLS,
        "Ended spans, sampled or not.",
        SeriesSnapshot::spans,
        UNCHANGED));
    families.add(
        isInMilliseconds
            ? new HistogramFamily(
                spans,
                new MetricMetadata(
                    MetricNames.OTEL_DURATION_MILLISECONDS,
                    "Duration of spans.",
                    new Unit("milliseconds")),
                bounds,
                Scale.MILLISECONDS,
                reading -> true,
                UNCHANGED)
            : histogram(
                spans, MetricNames.OTEL_DURATION_SECONDS, "Duration of spans.", bounds, UNCHANGED));
    if (hasSizes) {
      families.add(counter(
          spans,
          MetricNames.OTEL_SIZE,
          "Size of spans in bytes, encoded as OTLP.",
          SeriesSnapshot::bytes,
          UNCHANGED));
    }
    return families;
  }

  /** Creates the families of Tempo's metrics generator. */
  public static List<MetricFamily> tempo(SpanMeasure spans, BucketBounds bounds, boolean hasSizes) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(counter(
        spans,
        MetricNames.TEMPO_CALLS,
        "Ended spans, sampled or not.",
        SeriesSnapshot::spans,
        MetricFamilyFactory::tempoLabels));
    families.add(new HistogramFamily(
        spans,
        new MetricMetadata(MetricNames.TEMPO_LATENCY, "Duration of spans in seconds."),
        bounds,
        Scale.SECONDS,
        reading -> true,
        MetricFamilyFactory::tempoLabels));
    if (hasSizes) {
      families.add(counter(
          spans,
          MetricNames.TEMPO_SIZE,
          "Size of spans in bytes, encoded as OTLP.",
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

  /** Creates the counter of events or exceptions, with the name of the Collector's {@code events}. */
  public static List<MetricFamily> events(SpanMeasure events, boolean hasAll) {
    return List.of(counter(
        events,
        MetricNames.OTEL_EVENTS,
        hasAll ? "Events recorded on spans." : "Exceptions recorded on spans.",
        SeriesSnapshot::spans,
        UNCHANGED));
  }

  /** Creates the families of the service graph, with the names that Grafana queries. */
  public static List<MetricFamily> graph(SpanMeasure edges, BucketBounds bounds) {
    return List.of(
        counter(
            edges,
            MetricNames.GRAPH_REQUESTS,
            "Calls between services.",
            SeriesSnapshot::spans,
            UNCHANGED),
        new CounterFamily(
            edges,
            new MetricMetadata(MetricNames.GRAPH_FAILED_REQUESTS, "Failed calls between services."),
            SeriesSnapshot::spans,
            reading -> "true".equals(reading.labels().get("failed")),
            UNCHANGED),
        histogram(
            edges,
            MetricNames.GRAPH_SERVER_SECONDS,
            "Duration of calls between services, measured by the process that counts the call.",
            bounds,
            UNCHANGED),
        new HistogramFamily(
            edges,
            new MetricMetadata(
                MetricNames.GRAPH_CLIENT_SECONDS,
                "Duration of calls between services, measured by the caller.",
                Unit.SECONDS),
            bounds,
            Scale.SECONDS,
            reading -> !"client".equals(reading.labels().get("virtual_node")),
            UNCHANGED));
  }

  /** Creates the histogram of the phases of outgoing calls. */
  public static List<MetricFamily> phases(SpanMeasure phases, BucketBounds bounds) {
    return List.of(histogram(
        phases,
        MetricNames.NETWORK_PHASE_SECONDS,
        "Duration of the phases of outgoing calls.",
        bounds,
        UNCHANGED));
  }

  /** Creates a histogram of seconds with unchanged labels. */
  public static MetricFamily histogram(
      SpanMeasure measure, String name, String help, BucketBounds bounds) {
    return histogram(measure, name, help, bounds, UNCHANGED);
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
