/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exact bytes that servers answer with, and the account and the log after them. */
@Timeout(60)
class VendorAnswersTest {

  private static final ByteString TOO_LARGE = ByteString.copyFrom(new byte[] {8, 3, 0x12, 0x1c})
      .concat(ByteString.copyFromUtf8("http: request body too large"));

  @TempDir
  Path folder;

  /** https://github.com/open-telemetry/opentelemetry-collector/blob/v0.139.0/config/confighttp/README.md */
  @Test
  void a_collectors_400_for_a_large_body_has_the_batch_split() throws Exception {
    ScriptedVendor.Script script = request -> request.spanIds().size() > 20
        ? new Reply(400, Map.of("content-type", "application/x-protobuf"), TOO_LARGE, false)
        : Reply.OK;

    LedgerSnapshot account = accountAfter(200, script);

    assertThat(account.delivered()).isEqualTo(200);
    assertThat(account.rejected()).isZero();
  }

  @Test
  void a_partial_success_as_json_is_booked() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    LedgerSnapshot account = accountAfter(
        50,
        request -> new Reply(
            200,
            Map.of("content-type", "application/json"),
            ByteString.copyFromUtf8(
                requests.getAndIncrement() == 0
                    ? "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}"
                    : "{}"),
            true));

    assertThat(account.rejectedByReason()).isEqualTo(Map.of("partial_success", 1L));
    assertThat(account.delivered()).isEqualTo(49);
  }

  @Test
  void a_web_page_with_status_200_is_warned_of_once() throws Exception {
    try (CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      LedgerSnapshot account = accountAfter(
          100,
          request -> new Reply(
              200,
              Map.of("content-type", "text/html"),
              ByteString.copyFromUtf8("<html>Sign in</html>"),
              true));

      assertThat(account.delivered()).isEqualTo(100);
      assertThat(log.lines()).filteredOn(line -> line.contains("web page")).hasSize(1);
    }
  }

  @Test
  void a_span_that_a_gateway_forbids_costs_one_span() throws Exception {
    AtomicReference<String> forbidden = new AtomicReference<>();
    AtomicInteger requests = new AtomicInteger();

    LedgerSnapshot account = accountAfter(300, request -> {
      boolean isFirst = requests.getAndIncrement() == 0; // shows that the key is right
      if (!isFirst && forbidden.get() == null && request.spanIds().size() > 2) {
        forbidden.set(request.spanIds().get(2));
      }
      return request.spanIds().contains(forbidden.get()) ? Reply.status(403) : Reply.OK;
    });

    assertThat(account.rejectedByReason()).isEqualTo(Map.of("http_403", 1L));
    assertThat(account.delivered()).isEqualTo(299);
  }

  @Test
  void a_500_is_tried_again() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    LedgerSnapshot account =
        accountAfter(10, request -> requests.getAndIncrement() == 0 ? Reply.status(500) : Reply.OK);

    assertThat(account.delivered()).isEqualTo(10);
  }

  @Test
  void a_404_shortly_after_a_success_is_tried_again() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    LedgerSnapshot account =
        accountAfter(30, request -> requests.getAndIncrement() == 1 ? Reply.status(404) : Reply.OK);

    assertThat(account.delivered()).isEqualTo(30);
  }

  private LedgerSnapshot accountAfter(int spans, ScriptedVendor.Script script) throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(script)) {
      Path file =
          Files.writeString(folder.resolve("fanlight.yaml"), """
          batch: {delay: 20ms}
          vendors:
            a: {type: otlp, retry: {first_delay: 10ms}, endpoint: %s}
          """.formatted(vendor.endpoint()));
      try (Fanlight fanlight = Fanlight.load(file)) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(fanlight.spanProcessor())
            .build();
        for (int i = 0; i < spans; i++) {
          provider.get("test").spanBuilder("span " + i).startSpan().end();
          if (i % (spans / 3) == 0) { // a batch of its own begins
            long attempts = fanlight.ledgerSnapshots().get(0).attempts();
            await().until(() -> fanlight.ledgerSnapshots().get(0).attempts() > attempts);
          }
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> fanlight.ledgerSnapshots().get(0).received() == spans
                && fanlight.ledgerSnapshots().get(0).buffered() == 0);
        return fanlight.ledgerSnapshots().get(0);
      }
    }
  }
}
