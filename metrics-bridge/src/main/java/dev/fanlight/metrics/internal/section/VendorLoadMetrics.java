/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.counter;
import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.gauge;
import static dev.fanlight.metrics.internal.exposition.SnapshotFactory.level;

import dev.fanlight.exporters.spi.VendorStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The metrics that show a loss before it happens: how fast a vendor takes spans, and how full its buffer is. */
final class VendorLoadMetrics {

  private VendorLoadMetrics() {}

  static List<MetricSnapshot> of(List<VendorStatus> vendors) {
    return List.of(
        perVendor(
            "fanlight_buffered_bytes",
            "Encoded bytes that wait for a vendor or are on the way.",
            vendors,
            VendorStatus::bufferedBytes),
        perVendor(
            "fanlight_buffer_limit_bytes",
            "Encoded bytes that may wait, of all vendors together.",
            vendors,
            VendorStatus::bufferLimitBytes),
        perVendor(
            "fanlight_oldest_span_age_seconds",
            "Age of the oldest span that waits for a vendor, else 0.",
            vendors,
            vendor -> vendor.oldestAge().toMillis() / 1e3),
        perVendor(
            "fanlight_received_spans_per_second",
            "Spans that a vendor was to get, over the last minute.",
            vendors,
            VendorStatus::receivedPerSecond),
        perVendor(
            "fanlight_taken_spans_per_second",
            "Spans that a vendor answered for, over the last minute.",
            vendors,
            VendorStatus::takenPerSecond),
        perVendor(
            "fanlight_window_requests",
            "Requests to a vendor that may be on the way at once.",
            vendors,
            VendorStatus::window),
        counter(
            "fanlight_attempt_seconds",
            "Time that requests to a vendor took together.",
            vendors.stream().map(vendor -> seconds(vendor)).toList()));
  }

  private static MetricSnapshot perVendor(
      String name, String help, List<VendorStatus> vendors, ToDoubleFunction<VendorStatus> value) {
    return gauge(
        name,
        help,
        vendors.stream()
            .map(vendor -> level(value.applyAsDouble(vendor), labels(vendor)))
            .toList());
  }

  private static CounterDataPointSnapshot seconds(VendorStatus vendor) {
    return new CounterDataPointSnapshot(
        vendor.requestTime().toMillis() / 1e3, labels(vendor), null, 0);
  }

  private static Labels labels(VendorStatus vendor) {
    return Labels.of("vendor", vendor.vendor());
  }
}
