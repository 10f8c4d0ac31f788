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
    List<MetricSnapshot> metrics = new ArrayList<>(VendorLoadMetrics.of(context.vendorStatuses()));
    metrics.addAll(ofVendors(context.ledgerSnapshots()));
    metrics.addAll(ofQueue(context.queueSnapshot()));
    metrics.addAll(ofConfiguration(context.reloads()));
    return metrics;
  }

  private static List<MetricSnapshot> ofVendors(List<LedgerSnapshot> ledgers) {
    return List.of(
        counter(
            "fanlight_spans",
            "Spans per vendor by outcome: delivered, filtered, rejected or dropped.",
            ledgers.stream().flatMap(ledger -> outcomes(ledger).stream()).toList()),
        perVendor(
            "fanlight_spans_received",
            "Spans taken from the queue for a vendor, before its rules.",
            ledgers,
            LedgerSnapshot::received),
        perVendor(
            "fanlight_attempts",
            "Delivery attempts (requests) per vendor.",
            ledgers,
            LedgerSnapshot::attempts),
        gauge(
            "fanlight_buffered_spans",
            "Spans that are queued for a vendor or in flight.",
            ledgers.stream()
                .map(ledger -> level(ledger.buffered(), vendor(ledger)))
                .toList()),
        gauge(
            "fanlight_vendor_state",
            "1 for the current state of a vendor, 0 for every other state.",
            ledgers.stream().flatMap(ledger -> states(ledger).stream()).toList()));
  }

  private static List<MetricSnapshot> ofQueue(QueueSnapshot queue) {
    return List.of(
        counter(
            "fanlight_ended_spans",
            "Sampled spans that ended, counted once for all vendors.",
            List.of(count(queue.ended(), Labels.EMPTY))),
        counter(
            "fanlight_refused_spans",
            "Sampled spans refused at the queue, by reason.",
            reasons(queue.refusedByReason(), Labels.EMPTY)),
        gauge("fanlight_queue_spans", "Spans in the queue.", queue.queued()),
        gauge("fanlight_queue_limit_spans", "Capacity of the queue in spans.", queue.capacity()));
  }

  private static List<MetricSnapshot> ofConfiguration(Reloads reloads) {
    return List.of(
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
            reloads.lastAppliedEpochMillis() / 1e3));
  }

  private static List<CounterDataPointSnapshot> outcomes(LedgerSnapshot ledger) {
    List<CounterDataPointSnapshot> points = new ArrayList<>();
    points.add(count(ledger.delivered(), vendor(ledger).add("outcome", "delivered")));
    points.addAll(reasons(ledger.filteredByReason(), vendor(ledger).add("outcome", "filtered")));
    points.addAll(reasons(ledger.rejectedByReason(), vendor(ledger).add("outcome", "rejected")));
    points.addAll(reasons(ledger.droppedByReason(), vendor(ledger).add("outcome", "dropped")));
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

  private static List<GaugeDataPointSnapshot> states(LedgerSnapshot ledger) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (LedgerSnapshot.State state : LedgerSnapshot.State.values()) {
      Labels labels = vendor(ledger).add("state", state.name().toLowerCase(Locale.ROOT));
      points.add(level(state == ledger.state() ? 1 : 0, labels));
    }
    return points;
  }

  private static Labels vendor(LedgerSnapshot ledger) {
    return Labels.of("vendor", ledger.vendor());
  }

  private static MetricSnapshot perVendor(
      String name,
      String help,
      List<LedgerSnapshot> ledgers,
      ToLongFunction<LedgerSnapshot> value) {
    return counter(
        name,
        help,
        ledgers.stream()
            .map(ledger -> count(value.applyAsLong(ledger), vendor(ledger)))
            .toList());
  }
}
