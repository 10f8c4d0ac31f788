/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.testing.CapturedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lane whose credentials expire. In these tests a span is one byte of a body. */
@Timeout(30)
class CredentialsTest {

  private static final Outcome OK = new Delivered(0, "");
  private static final Outcome REFUSED =
      new Later(Kind.UNAUTHORISED, "http_401", Duration.ZERO, false, "status 401");
  private static final Outcome FORBIDDEN =
      new Later(Kind.FORBIDDEN, "http_403", Duration.ZERO, false, "status 403");
  private static final Duration HOUR = Duration.ofHours(1);

  /** As the default, but a thousand times as fast. */
  private static final RenewalPolicy FAST = new RenewalPolicy(
      0.8, Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(60));

  private final LaneFixture lane = new LaneFixture();
  private final CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));

  @AfterEach
  void stop() throws Exception {
    lane.stop();
    log.close();
  }

  @Test
  void spans_wait_for_the_first_credentials_and_no_attempt_is_made() throws Exception {
    CountDownLatch come = new CountDownLatch(1);
    lane.renewal(
        renewal(() -> {
          come.await();
          return HOUR;
        }),
        FAST);
    lane.start(request -> OK);
    lane.append(1, 2, 3);

    assertThat(lane.awaitSettledWithin(Duration.ofMillis(100))).isFalse();
    assertThat(lane.sent()).isEmpty();
    assertThat(lane.account().attempts()).isZero();
    assertThat(lane.account().buffered()).isEqualTo(3);
    assertThat(lane.account().state()).isEqualTo(State.RETRYING);
    assertThat(lane.reading().failure()).satisfies(failure -> {
      assertThat(failure.message()).isEqualTo("waiting for credentials from tokens.example");
      assertThat(failure.isOver()).isFalse();
    });

    come.countDown();
    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(3);
    assertThat(lane.account().state()).isEqualTo(State.UP);
    assertThat(lane.reading().failure()).isNull();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void an_endpoint_that_fails_from_the_start_on_is_told_once_and_so_is_its_recovery() {
    AtomicInteger renewals = new AtomicInteger();
    lane.renewal(
        renewal(() -> {
          if (renewals.incrementAndGet() < 8) {
            throw new IOException("status 401: invalid_client");
          }
          return HOUR;
        }),
        FAST);
    lane.start(request -> OK);
    lane.append(1, 2, 3);

    lane.awaitSettled();

    assertThat(renewals).hasValue(8);
    assertThat(lane.sent()).hasSize(1);
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0))
        .startsWith(
            "WARNING vendor \"scripted\": waiting for credentials from tokens.example: status 401: invalid_client. Its spans wait");
    assertThat(log.lines().get(1))
        .startsWith("INFO vendor \"scripted\": has credentials again after 0 s of trouble");
  }

  @Test
  void a_flush_does_not_wait_for_credentials_that_could_not_be_had() throws Exception {
    AtomicInteger renewals = new AtomicInteger();
    lane.renewal(
        renewal(() -> {
          renewals.incrementAndGet();
          throw new IOException("status 503");
        }),
        FAST);
    lane.start(request -> OK);
    lane.append(1);
    await().until(() -> renewals.get() > 1);

    long start = System.nanoTime();
    assertThat(lane.awaitSettledWithin(Duration.ofSeconds(20))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(lane.account().buffered()).isEqualTo(1);
  }

  @Test
  void three_rotations_under_load_lose_nothing_and_no_request_is_refused() {
    AtomicInteger version = new AtomicInteger();
    AtomicReference<Set<Integer>> valid = new AtomicReference<>(Set.of());
    lane.renewal(
        renewal(() -> {
          int next = version.incrementAndGet();
          valid.set(Set.of(next - 1, next)); // the one before lives on for its last fifth
          return Duration.ofMillis(400);
        }),
        FAST);
    AtomicInteger refused = new AtomicInteger();
    lane.start(request -> {
      int used = version.get();
      if (Objects.requireNonNull(valid.get()).contains(used)) {
        return OK;
      }
      refused.incrementAndGet();
      return REFUSED;
    });

    int spans = 0;
    while (version.get() < 4) {
      lane.append(1, 2, 3);
      spans += 3;
      settledTo(spans - 30);
    }
    lane.awaitSettled();

    assertThat(lane.account().delivered()).isEqualTo(spans);
    assertThat(lane.account().dropped() + lane.account().rejected()).isZero();
    assertThat(refused).hasValue(0);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void credentials_that_are_revoked_cost_at_most_one_refusal_for_each_request_in_flight() {
    AtomicInteger issued = new AtomicInteger();
    AtomicInteger revoked = new AtomicInteger();
    lane.renewal(
        renewal(() -> {
          issued.incrementAndGet();
          return HOUR;
        }),
        FAST);
    AtomicInteger refused = new AtomicInteger();
    lane.start(request -> {
      if (issued.get() > revoked.get()) {
        return OK;
      }
      refused.incrementAndGet();
      return REFUSED;
    });

    lane.append(1);
    lane.awaitSettled(); // the first credentials are there
    int spans = 1;
    for (int rotation = 1; rotation <= 3; rotation++) {
      for (int i = 0; i < 50; i++) {
        lane.append(1, 2, 3);
        spans += 3;
        if (i == 25) {
          revoked.set(issued.get());
        }
      }
      settledTo(spans);
    }

    assertThat(issued).hasValue(4);
    assertThat(lane.account().delivered()).isEqualTo(spans);
    assertThat(refused.get()).isBetween(3, 6); // a window of two, three times
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void a_403_does_not_hold_the_lane() throws Exception {
    AtomicInteger issued = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    lane.renewal(
        renewal(() -> {
          if (issued.incrementAndGet() > 1) {
            never.await();
          }
          return HOUR;
        }),
        FAST);
    AtomicInteger requests = new AtomicInteger();
    lane.start(request -> requests.incrementAndGet() == 2 ? FORBIDDEN : OK);
    lane.append(1);
    lane.awaitSettled();
    lane.append(2);
    await().until(() -> issued.get() == 2);

    lane.append(3);

    await().until(() -> lane.account().delivered() >= 2);
  }

  @Test
  void credentials_that_expire_while_the_endpoint_is_down_hold_the_lane_without_a_request() {
    AtomicInteger issued = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    AtomicReference<String> trouble = new AtomicReference<>("");
    lane.renewal(
        renewal(() -> {
          if (!Objects.requireNonNull(trouble.get()).isEmpty()) {
            failures.incrementAndGet();
            throw new IOException(trouble.get());
          }
          issued.incrementAndGet();
          return Duration.ofMillis(200);
        }),
        FAST);
    lane.start(request -> OK);
    lane.append(1);
    lane.awaitSettled();
    trouble.set("status 500");
    await().until(() -> lane.account().state() == State.RETRYING);

    lane.append(2);
    int failed = failures.get();
    await().until(() -> failures.get() > failed + 2);
    assertThat(lane.sent()).hasSize(1);
    assertThat(Objects.requireNonNull(lane.reading().failure()).message())
        .isEqualTo("waiting for credentials from tokens.example: status 500");

    trouble.set("");
    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(2);
    assertThat(lane.account().attempts()).isEqualTo(2);
  }

  @Test
  void a_renewal_that_is_broken_concerns_its_lane_alone_and_ends_with_it() throws Exception {
    lane.renewal(
        new Renewal() {
          @Override
          public String source() {
            throw new IllegalStateException("broken");
          }

          @Override
          public Duration renew() {
            throw new NoClassDefFoundError("s3cret");
          }

          @Override
          public void close() {
            throw new IllegalStateException("broken");
          }
        },
        FAST);
    lane.start(request -> OK);
    lane.append(1, 2);
    await().until(() -> !log.lines().isEmpty());

    assertThat(lane.stop()).isEqualTo(2);
    assertThat(log.lines().toString())
        .contains("the renewal failed with java.lang.NoClassDefFoundError")
        .doesNotContain("s3cret");
    await().until(() -> threads().isEmpty());
  }

  @Test
  void a_lane_that_ends_closes_its_renewal_and_interrupts_it() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    lane.renewal(
        new Renewal() {
          @Override
          public String source() {
            return "tokens.example";
          }

          @Override
          public Duration renew() throws InterruptedException {
            begun.countDown();
            try {
              new CountDownLatch(1).await();
              return HOUR;
            } finally {
              interrupted.countDown();
            }
          }

          @Override
          public void close() {
            closed.countDown();
          }
        },
        FAST);
    lane.start(request -> OK);
    begun.await();

    lane.stop();

    interrupted.await();
    closed.await();
    await().until(() -> threads().isEmpty());
  }

  private void settledTo(int spans) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(() -> lane.account().delivered() >= spans);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.equals("fanlight-scripted-credentials")
            || name.equals("fanlight-scripted-renewal"))
        .toList();
  }

  private static Renewal renewal(Renewing renewing) {
    return new Renewal() {
      @Override
      public String source() {
        return "tokens.example";
      }

      @Override
      public Duration renew() throws IOException, InterruptedException {
        return renewing.renew();
      }
    };
  }

  private interface Renewing {
    Duration renew() throws IOException, InterruptedException;
  }
}
