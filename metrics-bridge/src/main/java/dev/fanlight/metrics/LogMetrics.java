/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.count;
import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.counter;

import dev.fanlight.logback.LineLedger;
import dev.fanlight.logback.LineLedger.DropReason;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Counters of the process's log events; used only if fanlight-logback-appender is on the class path. */
final class LogMetrics implements Supplier<List<MetricSnapshot>> {
  private final LineLedger ledger = LineLedger.process();

  @Override
  public List<MetricSnapshot> get() {
    return List.of(
        counter(
            "fanlight_log_events_captured",
            "Log events that reached a capturing appender.",
            List.of(count(ledger.captured(), Labels.EMPTY))),
        counter(
            "fanlight_log_lines_encoded",
            "Log lines encoded as JSON.",
            List.of(count(ledger.encoded(), Labels.EMPTY))),
        counter(
            "fanlight_log_events_dropped",
            "Log events dropped, by reason.",
            Stream.of(DropReason.values())
                .map(reason -> count(ledger.dropped(reason), Labels.of("reason", name(reason))))
                .toList()));
  }

  private static String name(DropReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
