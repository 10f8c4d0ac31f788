/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.testing.LongProof;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An outage with a log on disk, from the application's spans to the vendors' receivers. */
@LongProof
@Timeout(120)
class OutageEndToEndTest {

  @TempDir
  Path folder;

  @Test
  void while_no_vendor_answers_and_over_two_restarts_no_span_is_lost() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.status(503));
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          batch: {delay: 20ms}
          buffer: {disk: {path: %s}}
          shutdown_timeout: 20s
          vendors:
            a: {type: otlp, endpoint: %s}
            b: {type: otlp, compression: none, endpoint: %s}
          """.formatted(folder.resolve("log"), a.endpoint(), b.endpoint());
      Set<String> ended = new HashSet<>();
      for (int life = 0; life < 2; life++) {
        try (Fanlight down = start(file)) {
          ended.addAll(endSpans(down, 3_000));
        }
      }
      assertThat(a.taken()).isEmpty();
      a.follow(request -> Reply.OK);
      b.follow(request -> Reply.OK);
      try (Fanlight up = start(file)) {
        ended.addAll(endSpans(up, 1_000));
        assertThat(up.flush(Duration.ofSeconds(60))).isEmpty();

        assertThat(a.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
        assertThat(b.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
        assertThat(up.ledgerSnapshots()).hasSize(2).allSatisfy(account -> {
          assertThat(account.received()).isEqualTo(7_000);
          assertThat(account.delivered()).isEqualTo(7_000);
          assertThat(account.addsUp()).isTrue();
        });
      }
    }
  }

  @Test
  void a_backlog_goes_first_and_no_faster_than_the_vendor_allows() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    AtomicLong notBefore = new AtomicLong(Long.MIN_VALUE);
    List<Integer> early = new ArrayList<>();
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          queue: {capacity: 32768}
          batch: {delay: 20ms}
          buffer: {disk: {path: %s}}
          shutdown_timeout: 20s
          vendors: {a: {type: otlp, window: 1, endpoint: %s}}
          """.formatted(folder.resolve("log"), a.endpoint());
      Set<String> backlog;
      try (Fanlight down = start(file)) {
        backlog = endSpans(down, 20_000);
      }
      a.follow(
          request -> { // three requests, then a second's rest
            boolean asksToWait = requests.incrementAndGet() % 4 == 0;
            if (notBefore.get() != Long.MIN_VALUE && System.nanoTime() - notBefore.get() < 0) {
              early.add(request.number());
            }
            notBefore.set(asksToWait ? System.nanoTime() + 1_000_000_000L : Long.MIN_VALUE);
            return asksToWait ? Reply.status(429).with("Retry-After", "1") : Reply.OK;
          });
      try (Fanlight up = start(file)) {
        Set<String> live = endSpans(up, 500);

        int all = backlog.size() + live.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> a.taken().size() >= all);

        List<String> taken = a.taken();
        assertThat(requests.get()).as("requests, some of them refused").isGreaterThan(4);
        assertThat(early).isEmpty();
        assertThat(new LinkedHashSet<>(taken)).hasSameSizeAs(taken);
        assertThat(taken.subList(0, backlog.size())).hasSameElementsAs(backlog);
        assertThat(taken.subList(backlog.size(), taken.size())).hasSameElementsAs(live);
      }
    }
  }

  private Fanlight start(String text) throws IOException {
    return Fanlight.load(Files.writeString(folder.resolve("fanlight.yaml"), text));
  }

  private static Set<String> endSpans(Fanlight fanlight, int count) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
    Tracer tracer = provider.get("test");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      var span = tracer.spanBuilder("span " + i).startSpan();
      span.end();
      ids.add(span.getSpanContext().getSpanId());
    }
    return ids;
  }
}
