/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.BucketBounds;
import dev.fanlight.metrics.internal.series.NativeBuckets;
import dev.fanlight.metrics.internal.series.NativeCounts;
import dev.fanlight.metrics.internal.series.SeriesSnapshot;
import dev.fanlight.metrics.internal.series.SpanMeasure;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/** A family of histograms of durations, classic and, if the cells of the measure have native bounds, also native. */
final class HistogramFamily implements MetricFamily {
  private final SpanMeasure measure;
  private final MetricMetadata metadata;
  private final Scale scale;
  private final Predicate<SeriesSnapshot> which;
  private final UnaryOperator<Labels> labels;
  private final double[] upperBounds;
  private final int[] cells;
  private final boolean isNative;

  /**
   * Creates a family.
   *
   * @param measure measure with the series; its cells contain these bounds
   * @param metadata name, help and unit
   * @param bounds bounds of the classic buckets
   * @param scale scale of the unit
   * @param which accepts the series of this family
   * @param labels converts the labels to the names of the dialect
   */
  HistogramFamily(
      SpanMeasure measure,
      MetricMetadata metadata,
      BucketBounds bounds,
      Scale scale,
      Predicate<SeriesSnapshot> which,
      UnaryOperator<Labels> labels) {
    this.measure = measure;
    this.metadata = metadata;
    this.scale = scale;
    this.which = which;
    this.labels = labels;
    this.upperBounds = DoubleStream.of(bounds.seconds())
        .map(seconds -> seconds * scale.perSecond)
        .toArray();
    this.cells = measure.cells().cellsOf(bounds);
    this.isNative = measure.cells().isNative() && scale == Scale.SECONDS;
  }

  /** The unit of a histogram. */
  enum Scale {
    SECONDS(1),
    MILLISECONDS(1_000);

    final double perSecond;

    Scale(double perSecond) {
      this.perSecond = perSecond;
    }
  }

  @Override
  public SpanMeasure measure() {
    return measure;
  }

  @Override
  public String name() {
    return metadata.getPrometheusName();
  }

  @Override
  public MetricSnapshot draw(List<SeriesSnapshot> readings) {
    List<HistogramDataPointSnapshot> points = new ArrayList<>(readings.size());
    for (SeriesSnapshot reading : readings) {
      if (which.test(reading)) {
        points.add(point(reading));
      }
    }
    return new HistogramSnapshot(metadata, points);
  }

  private HistogramDataPointSnapshot point(SeriesSnapshot reading) {
    var point = HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(
            ClassicHistogramBuckets.of(upperBounds, reading.counts(cells, upperBounds.length)))
        .sum(reading.seconds() * scale.perSecond)
        .labels(labels.apply(reading.labels()))
        .exemplars(ExemplarFactory.ofBuckets(reading.samples(), scale.perSecond))
        .createdTimestampMillis(reading.createdEpochMillis());
    if (isNative) {
      NativeCounts counts = measure.cells().nativeCounts(reading.counts());
      point
          .nativeSchema(NativeBuckets.SCHEMA)
          .nativeZeroThreshold(NativeBuckets.ZERO_THRESHOLD)
          .nativeZeroCount(counts.zero())
          .nativeBucketsForPositiveValues(
              NativeHistogramBuckets.of(counts.indexes(), counts.counts()));
    }
    return point.build();
  }
}
