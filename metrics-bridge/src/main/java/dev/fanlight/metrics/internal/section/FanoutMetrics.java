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

/** The metrics of the fan-out's ledgers, queue and configuration, read at the scrape. */
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
            "Spans per vendor by outcome: delivered, filtered, rejected or dropped.",
            accounts.stream().flatMap(account -> outcomes(account).stream()).toList()),
        perVendor(
            "fanlight_spans_received",
            "Spans taken from the queue for a vendor, before its rules.",
            accounts,
            LedgerSnapshot::received),
        perVendor(
            "fanlight_attempts",
            "Delivery attempts (requests) per vendor.",
            accounts,
            LedgerSnapshot::attempts),
        gauge(
            "fanlight_buffered_spans",
            "Spans that are queued for a vendor or in flight.",
            accounts.stream()
                .map(account -> level(account.buffered(), vendor(account)))
                .toList()),
        gauge(
            "fanlight_vendor_state",
            "1 for the current state of a vendor, 0 for every other state.",
            accounts.stream().flatMap(account -> states(account).stream()).toList()),
        counter(
            "fanlight_ended_spans",
            "Sampled spans that ended, counted once for all vendors.",
            List.of(count(intake.ended(), Labels.EMPTY))),
        counter(
            "fanlight_refused_spans",
            "Sampled spans refused at the queue, by reason.",
            reasons(intake.refusedByReason(), Labels.EMPTY)),
        gauge("fanlight_queue_spans", "Spans in the queue.", intake.queued()),
        gauge("fanlight_queue_limit_spans", "Capacity of the queue in spans.", intake.capacity()),
        counter(
            "fanlight_config_reloads",
            "Reloads of the configuration file, by outcome.",
            List.of(
                count(reloads.applied(), Labels.of("outcome", "applied")),
                count(reloads.refused(), Labels.of("outcome", "refused")))),
        gauge(
            "fanlight_config_last_reload_refused",
            "1 while the newest version of the configuration file is invalid and an older one is in use.",
            reloads.lastRefused() ? 1 : 0),
        gauge(
            "fanlight_config_applied_timestamp_seconds",
            "Time at which the current version of the configuration file took effect.",
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

  /** Returns the counts by reason; at first one zero without a reason, so that the increase to the first count is visible. */
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
