/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.series.ExemplarSample;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Creates exemplars, which link a count to a trace, from samples. */
final class ExemplarFactory {
  private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private ExemplarFactory() {}

  /** Creates the exemplars of a histogram's buckets. */
  static Exemplars ofBuckets(List<ExemplarSample> samples, double perSecond) {
    return samples.isEmpty()
        ? Exemplars.EMPTY
        : Exemplars.of(samples.stream().map(sample -> of(sample, perSecond)).toList());
  }

  /** Creates the exemplar of a counter from the slowest sample of the last minute; null if there is no sample. */
  static @Nullable Exemplar ofCounter(List<ExemplarSample> samples) {
    long newest =
        samples.stream().mapToLong(ExemplarSample::endEpochNanos).max().orElse(0);
    for (int i = samples.size() - 1; i >= 0; i--) {
      if (newest - samples.get(i).endEpochNanos() <= RECENT_NANOS) {
        return of(samples.get(i), 1);
      }
    }
    return null;
  }

  private static Exemplar of(ExemplarSample sample, double perSecond) {
    return Exemplar.builder()
        .traceId(sample.span().getTraceId())
        .spanId(sample.span().getSpanId())
        .value(sample.nanos() / 1e9 * perSecond)
        .timestampMillis(TimeUnit.NANOSECONDS.toMillis(sample.endEpochNanos()))
        .build();
  }
}
