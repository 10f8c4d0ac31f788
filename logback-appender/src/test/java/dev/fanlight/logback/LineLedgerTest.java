/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LineLedgerTest {
  private final LineLedger ledger = new LineLedger();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();

  @Test
  void the_account_is_shown_as_metrics_until_it_is_closed() throws Exception {
    try (SdkMeterProvider meters =
        SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      AutoCloseable registration = ledger.register(meters);
      ledger.countCaptured();
      ledger.countCaptured();
      ledger.countEncoded();
      ledger.countDropped(LineLedger.DropReason.QUEUE_FULL, 3);

      assertThat(shown())
          .containsEntry("fanlight.log.events.captured null", 2L)
          .containsEntry("fanlight.log.lines.encoded null", 1L)
          .containsEntry("fanlight.log.events.dropped queue_full", 3L)
          .containsEntry("fanlight.log.events.dropped re_entrant", 0L);

      registration.close();
      assertThat(shown()).isEmpty();
    }
  }

  private Map<String, Long> shown() {
    return reader.collectAllMetrics().stream()
        .flatMap(metric -> metric.getLongSumData().getPoints().stream()
            .map(point -> Map.entry(name(metric.getName(), point), point.getValue())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String name(String metric, LongPointData point) {
    return metric + ' ' + point.getAttributes().get(AttributeKey.stringKey("reason"));
  }
}
