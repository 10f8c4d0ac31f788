/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A filter that the application gives in code, before the rules of all vendors. */
class ExportFilterTest {

  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  @Test
  void every_vendor_gets_the_spans_as_the_filter_returns_them_and_the_ledgers_add_up()
      throws Exception {
    try (CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        ScriptedVendor plain = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor ruled = ScriptedVendor.start(request -> Reply.OK)) {
      plain.watchFor("secret");
      ruled.watchFor("secret");
      try (Fanlight fanlight = Fanlight.builder()
          .text(ConfigText.of("test", """
              vendors:
                plain: {type: otlp, endpoint: "%s", compression: none}
                ruled: {type: otlp, endpoint: "%s", compression: none, drop: {a: [b]}}
              """.formatted(plain.endpoint(), ruled.endpoint())))
          .exportFilter(this::filtered)
          .build()) {
        Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(fanlight.spanProcessor())
            .build()
            .get("test");
        for (String name : new String[] {"kept", "secret", "excluded", "failing"}) {
          tracer.spanBuilder(name).startSpan().end();
        }

        assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

        assertThat(plain.taken()).hasSize(2);
        assertThat(ruled.taken()).containsExactlyElementsOf(plain.taken());
        assertThat(plain.sightings() + ruled.sightings()).isZero();
        assertThat(fanlight.ledgerSnapshots()).hasSize(2).allSatisfy(ExportFilterTest::addsUp);
        assertThat(log.lines())
            .filteredOn(line -> line.contains("rule_error"))
            .hasSize(2)
            .allMatch(line -> line.contains("UnsupportedOperationException"));
        assertThat(threads).containsExactly("fanlight-batcher");
      }
    }
  }

  private static void addsUp(LedgerSnapshot ledger) {
    assertThat(ledger.addsUp()).isTrue();
    assertThat(ledger.received()).isEqualTo(4);
    assertThat(ledger.delivered()).isEqualTo(2);
    assertThat(ledger.filteredByReason()).isEqualTo(Map.of("application", 1L));
    assertThat(ledger.droppedByReason())
        .containsOnlyKeys("rule_error")
        .containsEntry("rule_error", 1L);
  }

  private @Nullable SpanData filtered(SpanData span) {
    threads.add(Thread.currentThread().getName());
    return switch (span.getName()) {
      case "secret" ->
        new DelegatingSpanData(span) {
          @Override
          public String getName() {
            return "scrubbed";
          }
        };
      case "excluded" -> null;
      case "failing" -> throw new UnsupportedOperationException("of the application");
      default -> span;
    };
  }
}
