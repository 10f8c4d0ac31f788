/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The samples of the services' {@code /metrics}. */
record MetricsSnapshot(List<MetricSample> samples) {
  private static final String CALLS = "traces_span_metrics_calls_total";

  MetricsSnapshot {
    samples = List.copyOf(samples);
  }

  static MetricsSnapshot scrape(DemoHttpClient http, List<URI> pages) throws IOException {
    List<MetricSample> samples = new ArrayList<>();
    for (URI page : pages) {
      samples.addAll(OpenMetrics.parse(http.get(page, OpenMetrics.ACCEPT)));
    }
    return new MetricsSnapshot(samples);
  }

  /** Returns the count of each cause. */
  CauseCounter causes() {
    var tally = new CauseCounter();
    for (MetricSample sample : samples) {
      failure(sample).ifPresent(cause -> tally.add(cause, Math.round(sample.value())));
    }
    return tally;
  }

  private static Optional<FailureCause> failure(MetricSample sample) {
    return sample.name().equals(CALLS) ? transfer(sample) : Optional.empty();
  }

  private static Optional<FailureCause> transfer(MetricSample sample) {
    boolean failed = sample.label("span_name").equals("session.transfer")
        && sample.label("status_code").equals("STATUS_CODE_ERROR");
    return failed ? FailureCause.of(sample.label("error_type")) : Optional.empty();
  }

  /** The series of failed transfers of this cause that have an exemplar: the count, then buckets. */
  List<MetricSample> exemplified(FailureCause cause) {
    return samples.stream()
        .filter(sample -> transfer(sample).filter(cause::equals).isPresent())
        .filter(sample -> sample.exemplar().isPresent())
        .toList();
  }

  /** Every span that ended, counted where it ended. */
  long spans() {
    return Math.round(samples.stream()
        .filter(sample -> sample.name().equals(CALLS))
        .mapToDouble(MetricSample::value)
        .sum());
  }

  /**
   * Returns whether each of {@code spans} is settled at every vendor.
   *
   * @param refusing a vendor whose spans may go on waiting
   */
  boolean isSettled(long spans, String refusing) {
    List<VendorLedger> ledgers = samples.stream()
        .filter(sample -> sample.name().equals("fanlight_spans_received_total"))
        .map(sample -> sample.label("vendor"))
        .distinct()
        .map(this::ledger)
        .toList();
    return ledger("zipkin").received() == spans
        && ledgers.stream().allMatch(VendorLedger::addsUp)
        && ledgers.stream()
            .allMatch(ledger -> ledger.buffered() == 0 || ledger.vendor().equals(refusing));
  }

  VendorLedger ledger(String vendor) {
    return VendorLedger.of(vendor, samples);
  }
}
