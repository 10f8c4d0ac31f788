/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.meters;

import dev.fanlight.metrics.internal.series.AttributeText;
import dev.fanlight.metrics.internal.text.ForeignMessage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Converts OpenTelemetry's metric data to Prometheus snapshots by the rules of OpenTelemetry's compatibility specification. */
final class MeterSnapshots {
  /*
   * Metrics of the same name and type from several scopes become one family, whose label otel_scope_name tells the scope.
   * If the types differ, the second metric is omitted, because Prometheus would reject the whole response.
   */
  private static final int MIN_SCHEMA = -4;
  private static final int MAX_SCHEMA = 8;

  private MeterSnapshots() {}

  static List<MetricSnapshot> of(
      Collection<MetricData> metrics, BiConsumer<String, String> omitted) {
    Map<String, MeterFamily> familiesByName = new TreeMap<>();
    for (MetricData metric : metrics) {
      try {
        add(build(metric), familiesByName);
      } catch (RuntimeException e) {
        omitted.accept(
            metric.getName(), "Prometheus has no such metric (" + ForeignMessage.of(e) + ")");
      }
    }
    List<MetricSnapshot> snapshots = new ArrayList<>();
    familiesByName.forEach((name, built) -> {
      try {
        snapshots.add(built.snapshot());
      } catch (RuntimeException e) {
        omitted.accept(name, "Prometheus has no such metric (" + ForeignMessage.of(e) + ")");
      }
    });
    return snapshots;
  }

  private static void add(MeterFamily built, Map<String, MeterFamily> familiesByName) {
    if (built.points.isEmpty()) {
      return;
    }
    MeterFamily first = familiesByName.putIfAbsent(built.metadata.getPrometheusName(), built);
    if (first != null) {
      first.merge(built);
    }
  }

  private static MeterFamily build(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_GAUGE -> gauges(metric, metric.getLongGaugeData().getPoints());
      case DOUBLE_GAUGE -> gauges(metric, metric.getDoubleGaugeData().getPoints());
      case LONG_SUM -> sums(metric, metric.getLongSumData());
      case DOUBLE_SUM -> sums(metric, metric.getDoubleSumData());
      case HISTOGRAM ->
        built(
            metric,
            Type.HISTOGRAM,
            metric.getHistogramData().getPoints(),
            MeterSnapshots::histogram);
      case EXPONENTIAL_HISTOGRAM ->
        built(
            metric,
            Type.HISTOGRAM,
            metric.getExponentialHistogramData().getPoints(),
            MeterSnapshots::exponential);
      case SUMMARY ->
        built(metric, Type.SUMMARY, metric.getSummaryData().getPoints(), MeterSnapshots::summary);
    };
  }

  private static MeterFamily sums(MetricData metric, SumData<?> sum) {
    return sum.isMonotonic()
        ? built(metric, Type.COUNTER, sum.getPoints(), MeterSnapshots::counter)
        : gauges(metric, sum.getPoints());
  }

  private static MeterFamily gauges(MetricData metric, Collection<? extends PointData> points) {
    return built(
        metric,
        Type.GAUGE,
        points,
        (point, labels) -> new GaugeDataPointSnapshot(value(point), labels, null));
  }

  private static <P extends PointData> MeterFamily built(
      MetricData metric, Type type, Collection<? extends P> points, PointConverter<P> converter) {
    Map<Labels, DataPointSnapshot> byLabels = new TreeMap<>();
    String scope = metric.getInstrumentationScopeInfo().getName();
    for (P point : points) {
      Labels labels = labels(scope, point.getAttributes());
      byLabels.merge(labels, converter.convert(point, labels), MeterSnapshots::merged);
    }
    String name = PrometheusName.of(
        metric.getName(), metric.getUnit(), type == Type.COUNTER, type == Type.GAUGE);
    return new MeterFamily(type, new MetricMetadata(name, metric.getDescription()), byLabels);
  }

  /** Merges two points with equal labels: counters are added; for other types the first point is kept. */
  private static DataPointSnapshot merged(DataPointSnapshot first, DataPointSnapshot second) {
    return first instanceof CounterDataPointSnapshot one
            && second instanceof CounterDataPointSnapshot other
        ? new CounterDataPointSnapshot(
            one.getValue() + other.getValue(),
            one.getLabels(),
            null,
            Math.min(one.getCreatedTimestampMillis(), other.getCreatedTimestampMillis()))
        : first;
  }

  /** Returns the labels of a point without empty values, and with characters that UTF-8 cannot encode replaced. */
  private static Labels labels(String scope, Attributes attributes) {
    Map<String, String> values = new TreeMap<>();
    if (!scope.isEmpty()) {
      values.put("otel_scope_name", AttributeText.wellFormed(scope));
    }
    // attributes with the same name in Prometheus share one label; the specification joins values
    // by ;
    attributes.forEach((key, value) -> {
      String text = AttributeText.wellFormed(AttributeText.of(value));
      if (!text.isEmpty()) {
        values.merge(PrometheusName.label(key.getKey()), text, (a, b) -> a + ";" + b);
      }
    });
    return Labels.of(List.copyOf(values.keySet()), List.copyOf(values.values()));
  }

  private static double value(PointData point) {
    return point instanceof LongPointData whole
        ? whole.getValue()
        : ((DoublePointData) point).getValue();
  }

  private static DataPointSnapshot counter(PointData point, Labels labels) {
    return new CounterDataPointSnapshot(
        Math.max(0, value(point)), labels, null, millis(point.getStartEpochNanos()));
  }

  private static DataPointSnapshot histogram(HistogramPointData point, Labels labels) {
    double[] bounds = new double[point.getCounts().size()];
    long[] counts = new long[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = i < point.getBoundaries().size()
          ? point.getBoundaries().get(i)
          : Double.POSITIVE_INFINITY;
      counts[i] = point.getCounts().get(i);
    }
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
        .sum(point.getSum())
        .labels(labels)
        .exemplars(exemplars(point))
        .createdTimestampMillis(millis(point.getStartEpochNanos()))
        .build();
  }

  private static Exemplars exemplars(HistogramPointData point) {
    List<Exemplar> exemplars = new ArrayList<>();
    for (var exemplar : point.getExemplars()) {
      if (exemplar.getSpanContext().isValid()) {
        exemplars.add(Exemplar.builder()
            .traceId(exemplar.getSpanContext().getTraceId())
            .spanId(exemplar.getSpanContext().getSpanId())
            .value(exemplar.getValue())
            .timestampMillis(millis(exemplar.getEpochNanos()))
            .build());
      }
    }
    return Exemplars.of(exemplars);
  }

  private static DataPointSnapshot exponential(ExponentialHistogramPointData point, Labels labels) {
    if (point.getScale() < MIN_SCHEMA) {
      throw new IllegalArgumentException("the scale of its exponential histogram is "
          + point.getScale() + ", the lowest of Prometheus is " + MIN_SCHEMA);
    }
    int scale = Math.min(point.getScale(), MAX_SCHEMA);
    return HistogramDataPointSnapshot.builder()
        .nativeSchema(scale)
        .nativeZeroCount(point.getZeroCount())
        .nativeBucketsForPositiveValues(buckets(point.getPositiveBuckets(), scale))
        .nativeBucketsForNegativeValues(buckets(point.getNegativeBuckets(), scale))
        .sum(point.getSum())
        .labels(labels)
        .createdTimestampMillis(millis(point.getStartEpochNanos()))
        .build();
  }

  /** Converts buckets: OpenTelemetry's bucket i is bucket i + 1 in Prometheus; buckets finer than schema 8 are merged. */
  private static NativeHistogramBuckets buckets(ExponentialHistogramBuckets buckets, int schema) {
    int shift = buckets.getScale() - schema;
    Map<Integer, Long> counts = new TreeMap<>();
    int index = buckets.getOffset();
    for (long count : buckets.getBucketCounts()) {
      if (count > 0) {
        counts.merge((index >> shift) + 1, count, Long::sum);
      }
      index++;
    }
    return NativeHistogramBuckets.of(List.copyOf(counts.keySet()), List.copyOf(counts.values()));
  }

  private static DataPointSnapshot summary(SummaryPointData point, Labels labels) {
    List<Quantile> quantiles = new ArrayList<>();
    point.getValues().forEach(v -> quantiles.add(new Quantile(v.getQuantile(), v.getValue())));
    return SummaryDataPointSnapshot.builder()
        .count(point.getCount())
        .sum(point.getSum())
        .quantiles(Quantiles.of(quantiles))
        .labels(labels)
        .createdTimestampMillis(millis(point.getStartEpochNanos()))
        .build();
  }

  private static long millis(long epochNanos) {
    return TimeUnit.NANOSECONDS.toMillis(epochNanos);
  }

  private interface PointConverter<P> {
    DataPointSnapshot convert(P point, Labels labels);
  }

  private enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY
  }

  private record MeterFamily(
      Type type, MetricMetadata metadata, Map<Labels, DataPointSnapshot> points) {
    void merge(MeterFamily other) {
      if (type != other.type) {
        throw new IllegalArgumentException(
            "another instrument of the same name is a " + type + ", this one is a " + other.type);
      }
      other.points.forEach(points::putIfAbsent);
    }

    MetricSnapshot snapshot() {
      return switch (type) {
        case COUNTER -> new CounterSnapshot(metadata, pointsAs(CounterDataPointSnapshot.class));
        case GAUGE -> new GaugeSnapshot(metadata, pointsAs(GaugeDataPointSnapshot.class));
        case HISTOGRAM ->
          new HistogramSnapshot(metadata, pointsAs(HistogramDataPointSnapshot.class));
        case SUMMARY -> new SummarySnapshot(metadata, pointsAs(SummaryDataPointSnapshot.class));
      };
    }

    private <P> List<P> pointsAs(Class<P> kind) {
      return points.values().stream().map(kind::cast).toList();
    }
  }
}
