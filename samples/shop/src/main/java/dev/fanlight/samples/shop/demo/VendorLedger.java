/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.List;

/** The ledger of one vendor, summed over the services. */
record VendorLedger(
    String vendor,
    long received,
    long delivered,
    long rejected,
    long dropped,
    long filtered,
    long buffered) {

  /** Reads it off the services' metrics. */
  static VendorLedger of(String vendor, List<MetricSample> metrics) {
    return new VendorLedger(
        vendor,
        sum(metrics, vendor, "fanlight_spans_received_total", ""),
        sum(metrics, vendor, "fanlight_spans_total", "delivered"),
        sum(metrics, vendor, "fanlight_spans_total", "rejected"),
        sum(metrics, vendor, "fanlight_spans_total", "dropped"),
        sum(metrics, vendor, "fanlight_spans_total", "filtered"),
        sum(metrics, vendor, "fanlight_buffered_spans", ""));
  }

  private static long sum(List<MetricSample> metrics, String vendor, String name, String outcome) {
    return Math.round(metrics.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.label("vendor").equals(vendor))
        .filter(sample -> sample.label("outcome").equals(outcome))
        .mapToDouble(MetricSample::value)
        .sum());
  }

  boolean addsUp() {
    return received == delivered + rejected + dropped + filtered + buffered;
  }
}
