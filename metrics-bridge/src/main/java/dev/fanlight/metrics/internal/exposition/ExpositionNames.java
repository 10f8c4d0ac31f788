/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a metric occupies in a scrape: the name of its family and the names of its samples.
 *
 * <p>If two metrics share one of these names, the response is invalid OpenMetrics and Prometheus keeps one of the two
 * without a message. Two metrics clash exactly if these sets intersect.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/#suffixes">OpenMetrics 1.0, suffixes</a>
 */
final class ExpositionNames {
  private static final String TOTAL = "_total";

  private static final List<String> COUNTER = List.of("", TOTAL, "_created");
  private static final List<String> HISTOGRAM =
      List.of("", "_bucket", "_count", "_sum", "_gcount", "_gsum", "_created");
  private static final List<String> SUMMARY = List.of("", "_count", "_sum", "_created");
  private static final List<String> INFO = List.of("", "_info");
  private static final List<String> GAUGE = List.of("");

  /** Suffixes of a Micrometer timer or summary, which is a histogram or a summary with a gauge of the maximum. */
  private static final List<String> MICROMETER_DISTRIBUTION =
      List.of("", "_bucket", "_count", "_sum", "_created", "_max");

  private static final List<List<String>> ALL =
      List.of(COUNTER, HISTOGRAM, SUMMARY, INFO, GAUGE, MICROMETER_DISTRIBUTION);

  private ExpositionNames() {}

  /** Returns the names that a metric of the Prometheus client occupies. */
  static Set<String> of(MetricSnapshot snapshot) {
    return names(snapshot.getMetadata().getPrometheusName(), suffixes(snapshot));
  }

  private static List<String> suffixes(MetricSnapshot snapshot) {
    if (snapshot instanceof CounterSnapshot) {
      return COUNTER;
    }
    if (snapshot instanceof HistogramSnapshot) {
      return HISTOGRAM;
    }
    if (snapshot instanceof SummarySnapshot) {
      return SUMMARY;
    }
    return snapshot instanceof InfoSnapshot ? INFO : GAUGE;
  }

  /** Returns the names that a Micrometer meter occupies in a Prometheus registry. */
  static Set<String> of(Meter.Id id, NamingConvention convention) {
    @Nullable String unit = id.getBaseUnit();
    String name = convention.name(id.getName(), id.getType(), unit);
    return switch (id.getType()) {
      case COUNTER -> names(withoutTotal(name), COUNTER);
      case GAUGE -> names(name, GAUGE);
      case TIMER, DISTRIBUTION_SUMMARY, LONG_TASK_TIMER -> names(name, MICROMETER_DISTRIBUTION);
      case OTHER -> names(withoutTotal(name), List.of("", TOTAL, "_count", "_sum", "_max"));
    };
  }

  private static String withoutTotal(String name) {
    return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
  }

  /** Tells whether a family of this name and of any type could occupy one of {@code names}. */
  static boolean canOccupy(String family, Set<String> names) {
    for (List<String> suffixes : ALL) {
      for (String suffix : suffixes) {
        if (names.contains(family + suffix)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<String> names(String family, List<String> suffixes) {
    Set<String> names = new LinkedHashSet<>();
    for (String suffix : suffixes) {
      names.add(family + suffix);
    }
    return names;
  }
}
