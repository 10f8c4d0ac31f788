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

/** The metrics that warn of a loss before it happens: the throughput of each vendor and the fill level of its buffer. */
final class VendorLoadMetrics {

  private VendorLoadMetrics() {}

  static List<MetricSnapshot> of(List<VendorStatus> vendors) {
    return List.of(
        perVendor(
            "fanlight_buffered_bytes",
            "Encoded bytes that are queued for a vendor or in flight.",
            vendors,
            VendorStatus::bufferedBytes),
        perVendor(
            "fanlight_buffer_limit_bytes",
            "Maximum number of buffered bytes, all vendors together.",
            vendors,
            VendorStatus::bufferLimitBytes),
        perVendor(
            "fanlight_oldest_span_age_seconds",
            "Age of the oldest span that is queued for a vendor; 0 if there is none.",
            vendors,
            vendor -> vendor.oldestAge().toMillis() / 1e3),
        perVendor(
            "fanlight_received_spans_per_second",
            "Spans per second taken from the queue for a vendor, over the last minute.",
            vendors,
            VendorStatus::receivedPerSecond),
        perVendor(
            "fanlight_taken_spans_per_second",
            "Spans per second that a vendor accepted or rejected, over the last minute.",
            vendors,
            VendorStatus::takenPerSecond),
        perVendor(
            "fanlight_window_requests",
            "Maximum number of concurrent requests to a vendor.",
            vendors,
            VendorStatus::window),
        counter(
            "fanlight_attempt_seconds",
            "Total duration of the requests to a vendor.",
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
