/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VendorLedgerTest {

  @Test
  void the_account_is_summed_over_services_and_reasons() {
    List<MetricSample> metrics = OpenMetrics.parse("""
        fanlight_spans_received_total{vendor="zipkin"} 7
        fanlight_spans_received_total{vendor="zipkin"} 5
        fanlight_spans_total{outcome="delivered",reason="",vendor="zipkin"} 8
        fanlight_spans_total{outcome="dropped",reason="expired",vendor="zipkin"} 1
        fanlight_spans_total{outcome="dropped",reason="buffer_full",vendor="zipkin"} 2
        fanlight_buffered_spans{vendor="zipkin"} 1
        fanlight_spans_received_total{vendor="other"} 99
        """);

    VendorLedger ledger = VendorLedger.of("zipkin", metrics);

    assertThat(ledger).isEqualTo(new VendorLedger("zipkin", 12, 8, 0, 3, 0, 1));
    assertThat(ledger.addsUp()).isTrue();
  }
}
