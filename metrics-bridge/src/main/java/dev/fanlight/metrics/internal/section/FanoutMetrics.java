/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.count;
import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.counter;
import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.gauge;
import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.level;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionContext.Reloads;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What became of the spans on their way to the vendors. Read as things stand at the scrape. */
final class FanoutMetrics implements Supplier<List<MetricSnapshot>> {
  private final SectionContext context;

  FanoutMetrics(SectionContext context) {
    this.context = context;
  }

  @Override
  public List<MetricSnapshot> get() {
    List<LedgerSnapshot> accounts = context.ledgerSnapshots();
    QueueSnapshot intake = context.queueSnapshot();
    Reloads reloads = context.reloads();
    List<MetricSnapshot> metrics = new ArrayList<>(VendorLoadMetrics.of(context.vendorStatuses()));
    metrics.addAll(List.of(
        counter(
            "fanlight_spans",
            "Spans by what became of them, per vendor.",
            accounts.stream().flatMap(account -> outcomes(account).stream()).toList()),
        perVendor(
            "fanlight_spans_received",
            "Spans that a vendor was to get.",
            accounts,
            LedgerSnapshot::received),
        perVendor(
            "fanlight_attempts", "Requests made to a vendor.", accounts, LedgerSnapshot::attempts),
        gauge(
            "fanlight_buffered_spans",
            "Spans that wait for a vendor or are on the way.",
            accounts.stream()
                .map(account -> level(account.buffered(), vendor(account)))
                .toList()),
        gauge(
            "fanlight_vendor_state",
            "1 for the state a vendor is in, else 0.",
            accounts.stream().flatMap(account -> states(account).stream()).toList()),
        counter(
            "fanlight_ended_spans",
            "Sampled spans that ended, before any vendor.",
            List.of(count(intake.ended(), Labels.EMPTY))),
        counter(
            "fanlight_refused_spans",
            "Sampled spans that the queue did not take.",
            reasons(intake.refusedByReason(), Labels.EMPTY)),
        gauge("fanlight_queue_spans", "Spans that wait in the queue.", intake.queued()),
        gauge("fanlight_queue_limit_spans", "Spans that may wait in the queue.", intake.capacity()),
        counter(
            "fanlight_config_reloads",
            "Versions of the file that were read after the first.",
            List.of(
                count(reloads.applied(), Labels.of("outcome", "applied")),
                count(reloads.refused(), Labels.of("outcome", "refused")))),
        gauge(
            "fanlight_config_last_reload_refused",
            "1 while the newest version of the file is not valid and an older one runs.",
            reloads.lastRefused() ? 1 : 0),
        gauge(
            "fanlight_config_applied_timestamp_seconds",
            "When the running version of the file took effect.",
            reloads.lastAppliedEpochMillis() / 1e3)));
    return metrics;
  }

  private static List<CounterDataPointSnapshot> outcomes(LedgerSnapshot account) {
    List<CounterDataPointSnapshot> points = new ArrayList<>();
    points.add(count(account.delivered(), vendor(account).add("outcome", "delivered")));
    points.add(count(account.filtered(), vendor(account).add("outcome", "filtered")));
    points.addAll(reasons(account.rejectedByReason(), vendor(account).add("outcome", "rejected")));
    points.addAll(reasons(account.droppedByReason(), vendor(account).add("outcome", "dropped")));
    return points;
  }

  /** With no reason yet, one point of zero: so the sum over the reasons is there before the first, and its increase seen. */
  private static List<CounterDataPointSnapshot> reasons(Map<String, Long> byReason, Labels labels) {
    return byReason.isEmpty()
        ? List.of(count(0, labels))
        : byReason.entrySet().stream()
            .map(entry -> count(entry.getValue(), labels.add("reason", entry.getKey())))
            .toList();
  }

  private static List<GaugeDataPointSnapshot> states(LedgerSnapshot account) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (LedgerSnapshot.State state : LedgerSnapshot.State.values()) {
      Labels labels = vendor(account).add("state", state.name().toLowerCase(Locale.ROOT));
      points.add(level(state == account.state() ? 1 : 0, labels));
    }
    return points;
  }

  private static Labels vendor(LedgerSnapshot account) {
    return Labels.of("vendor", account.vendor());
  }

  private static MetricSnapshot perVendor(
      String name,
      String help,
      List<LedgerSnapshot> accounts,
      ToLongFunction<LedgerSnapshot> value) {
    return counter(
        name,
        help,
        accounts.stream()
            .map(account -> count(value.applyAsLong(account), vendor(account)))
            .toList());
  }
}
