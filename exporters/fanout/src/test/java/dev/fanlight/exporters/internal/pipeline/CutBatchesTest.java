/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.TroubledVendor;
import dev.fanlight.exporters.testing.TroubledVendor.Conduct;
import dev.fanlight.exporters.testing.TroubledVendor.Decision;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches that were cut for a vendor and wait for it are that vendor's own burden. */
@Timeout(120)
class CutBatchesTest {

  private static final int SPANS = 20;
  private static final int BATCHES = 150;

  private final Random random = new Random(1);

  @Test
  void a_vendor_that_refuses_what_is_large_and_fails_what_is_small_costs_another_one_nothing()
      throws Exception {
    try (TroubledVendor healthy =
            TroubledVendor.start((number, bytes) -> new Decision(Conduct.TAKE, 0));
        TroubledVendor sick = TroubledVendor.start(
            (number, bytes) -> new Decision(Conduct.STATUS, bytes > 30_000 ? 413 : 503))) {
      Fanout fanout = new Fanout(
          settings(healthy.endpoint(), sick.endpoint()),
          Map.of(),
          (vendor, endpoint, exchange, nanos) -> {},
          Clock.getDefault(),
          null);
      fanout.start();
      Tracer tracer = SdkTracerProvider.builder()
          .addSpanProcessor(new Ending(fanout))
          .build()
          .get("test");

      for (int batch = 1; batch <= BATCHES; batch++) {
        long seen = fanout.ledgerSnapshots().get(1).attempts();
        end(tracer);
        long all = (long) batch * SPANS;
        await()
            .atMost(Duration.ofSeconds(10))
            .pollInterval(1, TimeUnit.MILLISECONDS)
            .failFast(() -> fanout.ledgerSnapshots().get(0).dropped() > 0)
            .until(() -> fanout.ledgerSnapshots().get(0).delivered() == all
                && fanout.ledgerSnapshots().get(1).attempts() > seen + 1);
      }

      LedgerSnapshot account = fanout.ledgerSnapshots().get(0);
      assertThat(account.delivered()).isEqualTo(BATCHES * SPANS);
      assertThat(healthy.taken()).hasSize(BATCHES * SPANS);
      assertThat(fanout.ledgerSnapshots().get(1).droppedByReason()).containsOnlyKeys("buffer_full");
      assertThat(fanout.ledgerSnapshots()).allMatch(LedgerSnapshot::addsUp);
      fanout.close();
    }
  }

  private void end(Tracer tracer) {
    byte[] bytes = new byte[2_000];
    for (int i = 0; i < SPANS; i++) {
      random.nextBytes(bytes);
      tracer
          .spanBuilder("span")
          .setNoParent()
          .setAttribute("payload", Base64.getEncoder().encodeToString(bytes))
          .startSpan()
          .end();
    }
  }

  private static FanoutSettings settings(String healthy, String sick) {
    ConfigSource file = ConfigSource.ofText(("{batch: {spans: %d, bytes: 200kB, delay: 1s},"
            + " buffer: {memory: 1MiB}, vendors: {healthy: {type: otlp, endpoint: '%s'},"
            + " sick: {type: otlp, endpoint: '%s', retry: {first_delay: 1ms, max_delay: 2ms},"
            + " breaker: {open_for: 1ms}}}}")
        .formatted(SPANS, healthy, sick));
    return ((LoadResult.Usable) ConfigLoader.of(file, Transports.CHECK).load())
        .configuration()
        .fanout();
  }

  private record Ending(Fanout fanout) implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      fanout.onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
