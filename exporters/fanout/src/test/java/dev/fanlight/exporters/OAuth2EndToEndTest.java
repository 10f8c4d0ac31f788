/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.LongProof;
import dev.fanlight.exporters.testing.ScriptedTokenEndpoint;
import dev.fanlight.exporters.testing.ScriptedVendor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vendor with {@code oauth2}, from the file to the receivers. */
@Timeout(120)
class OAuth2EndToEndTest {

  private static final String SECRET = "s3cret-of-the-client";
  private static final String TOKEN = "s3cret-token-";

  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @TempDir
  Path folder;

  @Test
  void spans_wait_for_a_token_endpoint_that_is_down_and_no_secret_is_told() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(this::answer);
        ScriptedTokenEndpoint endpoint =
            ScriptedTokenEndpoint.start(asked -> ScriptedTokenEndpoint.Reply.json(
                503, "{\"error\":\"down\",\"error_description\":\"" + SECRET + "\"}"));
        CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = start(vendor, endpoint, "")) {
      endSpans(fanlight, 50);
      await().until(() -> log.lines().stream().anyMatch(line -> line.contains("waiting for")));
      LedgerSnapshot waiting = fanlight.ledgerSnapshots().get(0);
      assertThat(waiting.buffered()).isEqualTo(50);
      assertThat(waiting.attempts()).isZero();
      assertThat(waiting.state()).isEqualTo(LedgerSnapshot.State.RETRYING);
      String status = fanlight.status().toString();
      assertThat(status).contains("waiting for credentials from 127.0.0.1:");

      endpoint.follow(asked -> token(3_599));
      await().until(() -> fanlight.ledgerSnapshots().get(0).delivered() == 50);

      LedgerSnapshot account = fanlight.ledgerSnapshots().get(0);
      assertThat(account.addsUp()).isTrue();
      assertThat(account.dropped() + account.rejected()).isZero();
      assertThat(refused).hasValue(0);
      assertThat(log.lines().toString() + status + fanlight.status())
          .contains("status 503: down: ****", "has credentials again")
          .doesNotContain(SECRET)
          .doesNotContain(TOKEN)
          .doesNotContain("tenant");
      assertThat(endpoint.asked())
          .allSatisfy(asked -> assertThat(asked.form())
              .containsEntry("client_secret", SECRET)
              .containsEntry("scope", "write"));
    }
  }

  @Test
  void a_token_endpoint_that_hangs_does_not_delay_another_vendor_or_the_shutdown()
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedVendor vendor = ScriptedVendor.start(this::answer);
        ScriptedVendor other = ScriptedVendor.start(request -> ScriptedVendor.Reply.OK);
        ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(asked -> {
          never.await();
          return token(60);
        })) {
      long start;
      try (Fanlight fanlight =
          start(vendor, endpoint, "  other: {type: otlp, endpoint: " + other.endpoint() + "}")) {
        endSpans(fanlight, 50);
        start = System.nanoTime();
        await().until(() -> other.taken().size() == 50);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(vendor.received()).isEmpty();
        start = System.nanoTime();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      never.countDown();
    }
  }

  @Test
  @LongProof
  void rotations_at_5000_spans_a_second_lose_nothing() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(this::answerToNewest);
        ScriptedTokenEndpoint endpoint = ScriptedTokenEndpoint.start(asked -> token(6));
        Fanlight fanlight = start(vendor, endpoint, "")) {
      int spans = 0;
      long begin = System.nanoTime();
      while (issued.get() < 5) { // three rotations and the beginning of a fourth
        endSpans(fanlight, 50);
        spans += 50;
        long due = begin + spans * 200_000L;
        while (System.nanoTime() - due < 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
      }
      int all = spans;
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fanlight.ledgerSnapshots().get(0).delivered() == all);

      assertThat(vendor.taken()).hasSize(spans);
      assertThat(new HashSet<>(vendor.taken())).hasSize(spans);
      assertThat(refused).as("refused of %s spans", spans).hasValue(0);
    }
  }

  private ScriptedTokenEndpoint.Reply token(long seconds) {
    return ScriptedTokenEndpoint.Reply.token(TOKEN + issued.incrementAndGet(), seconds);
  }

  private ScriptedVendor.Reply answer(ScriptedVendor.Received request) {
    String authorization = request.headers().getOrDefault("authorization", "");
    if (!authorization.startsWith("Bearer " + TOKEN)) {
      refused.incrementAndGet();
      return ScriptedVendor.Reply.status(401);
    }
    return ScriptedVendor.Reply.OK;
  }

  /** Takes the newest token and the one before. */
  private ScriptedVendor.Reply answerToNewest(ScriptedVendor.Received request) {
    String authorization = request.headers().getOrDefault("authorization", "");
    int newest = issued.get();
    if (authorization.equals("Bearer " + TOKEN + newest)
        || authorization.equals("Bearer " + TOKEN + (newest - 1))) {
      return ScriptedVendor.Reply.OK;
    }
    refused.incrementAndGet();
    return ScriptedVendor.Reply.status(401);
  }

  private Fanlight start(ScriptedVendor vendor, ScriptedTokenEndpoint endpoint, String others)
      throws IOException {
    return Fanlight.load(Files.writeString(folder.resolve("fanlight.yaml"), """
        batch: {delay: 20ms}
        shutdown_timeout: 2s
        vendors:
          azure:
            type: azure_monitor
            endpoint: %s
            oauth2: {token_url: %s, client_id: me, client_secret: %s, scope: write}
        %s
        """.formatted(
            vendor.endpoint(), endpoint.url(), SECRET, others)));
  }

  private static void endSpans(Fanlight fanlight, int count) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
    for (int i = 0; i < count; i++) {
      provider.get("test").spanBuilder("span " + i).startSpan().end();
    }
  }
}
