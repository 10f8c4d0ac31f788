/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of the demo, as the page draws it.
 *
 * @param now time in milliseconds of the epoch
 * @param logins number of logins so far
 * @param failed number of logins that failed by one of the causes
 * @param ended number of spans that have ended in all services
 * @param vendors the ledgers of the vendors, summed over the services
 * @param causes failed logins so far by cause, each with a trace as an example
 * @param history counts over time, and the service map
 * @param actions state of the buttons
 * @param pages addresses of the services' {@code /metrics}
 */
record PageState(
    long now,
    long logins,
    long failed,
    long ended,
    List<VendorRow> vendors,
    Map<String, CauseRow> causes,
    MetricsHistory.Drawn history,
    PageActions.State actions,
    List<String> pages) {

  /**
   * A vendor's ledger.
   *
   * @param holds number of spans that the vendor itself counts; -1 if it does not answer this question
   */
  record VendorRow(
      String name, long received, long delivered, long buffered, long lost, long holds) {

    static VendorRow of(VendorLedger ledger, long holds) {
      return new VendorRow(
          ledger.vendor(),
          ledger.received(),
          ledger.delivered(),
          ledger.buffered(),
          ledger.rejected() + ledger.dropped(),
          holds);
    }
  }

  /**
   * A cause of failed logins.
   *
   * @param example the exemplar of its metric; empty if there is none
   */
  record CauseRow(long count, String example) {}

  static Map<String, CauseRow> causes(MetricsSnapshot metrics) {
    Map<String, CauseRow> causes = new LinkedHashMap<>();
    CauseCounter counts = metrics.causes();
    for (FailureCause cause : FailureCause.values()) {
      String example = metrics.exemplified(cause).stream()
          .findFirst()
          .flatMap(MetricSample::exemplar)
          .orElse("");
      causes.put(cause.key(), new CauseRow(counts.of(cause), example));
    }
    return causes;
  }

  static List<VendorRow> vendors(
      MetricsSnapshot metrics, ReceiverVendor receiver, ReceiverVendor second) throws IOException {
    List<VendorRow> rows = new ArrayList<>();
    rows.add(VendorRow.of(metrics.ledger("zipkin"), -1));
    rows.add(VendorRow.of(metrics.ledger("receiver"), receiver.spans()));
    rows.add(VendorRow.of(metrics.ledger("second"), second.spans()));
    return rows;
  }
}
