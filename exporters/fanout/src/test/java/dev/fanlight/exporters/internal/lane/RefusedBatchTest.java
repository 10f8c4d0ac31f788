/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that a vendor refuses for good: a refusal costs one span. A span is one byte, and 66 is a bad one. */
@Timeout(30)
class RefusedBatchTest {

  private static final byte BAD = 66;
  private static final Outcome OK = new Delivered(0, "");

  private final LaneFixture lane = new LaneFixture();

  @AfterEach
  void stop() throws Exception {
    lane.stop();
  }

  /** How a vendor refuses a request that holds a bad span. */
  enum Refusal {
    REJECTED("http_400"),
    FORBIDDEN("http_403"),
    POISON("poison");

    private final String reason;

    Refusal(String reason) {
      this.reason = reason;
    }

    Outcome outcome() {
      return switch (this) {
        case REJECTED -> new Rejected(reason, "status 400");
        case FORBIDDEN -> new Later(Kind.FORBIDDEN, reason, Duration.ZERO, false, "status 403");
        case POISON -> new Later(Kind.FAILURE, "http_500", Duration.ZERO, false, "status 500");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_bad_span_costs_one_span(Refusal refusal) {
    List<Byte> taken = Collections.synchronizedList(new ArrayList<>());
    lane.start(request -> {
      if (contains(request, BAD)) {
        return refusal.outcome();
      }
      for (byte span : request.body()) {
        taken.add(span);
      }
      return OK;
    });
    lane.append(1);
    lane.awaitSettled();

    lane.append(batchWithBadSpanAt(37, 100));
    appendOneByOne(40);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of(refusal.reason, 1L));
    assertThat(lane.account().delivered()).isEqualTo(1 + 99 + 40);
    assertThat(taken).hasSize(1 + 99 + 40);
    assertThat(lane.account().addsUp()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void also_if_it_is_in_the_first_batch_of_all(Refusal refusal) {
    lane.start(request -> contains(request, BAD) ? refusal.outcome() : OK);

    lane.append(batchWithBadSpanAt(0, 10));
    appendOneByOne(40);

    lane.awaitSettled();
    assertThat(lane.account().rejected()).isEqualTo(1);
    assertThat(lane.account().delivered()).isEqualTo(9 + 40);
  }

  @Test
  void a_batch_that_a_gateway_forbids_never_closes_the_lane() {
    Set<State> states = ConcurrentHashMap.newKeySet();
    lane.slowDelay(Duration.ofHours(1));
    lane.start(request -> {
      states.add(lane.account().state());
      return contains(request, BAD) ? Refusal.FORBIDDEN.outcome() : OK;
    });
    appendOneByOne(3);

    for (int i = 0; i < 5; i++) {
      lane.append(batchWithBadSpanAt(i, 8));
      appendOneByOne(5);
    }

    lane.awaitSettled();
    assertThat(states).doesNotContain(State.UNAUTHORISED, State.OPEN);
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_403", 5L));
    assertThat(lane.account().delivered()).isEqualTo(3 + 5 * (7 + 5));
  }

  @Test
  void a_key_that_is_revoked_closes_the_lane_and_loses_nothing() {
    AtomicBoolean revoked = new AtomicBoolean();
    lane.start(request -> revoked.get() ? Refusal.FORBIDDEN.outcome() : OK);
    appendOneByOne(20);

    revoked.set(true);
    lane.append(1, 2, 3);
    lane.append(4, 5, 6);
    await().until(() -> lane.account().state() == State.UNAUTHORISED);
    assertThat(lane.account().rejected()).isZero();
    revoked.set(false);
    lane.update();

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(26);
    assertThat(lane.account().rejected()).isZero();
  }

  @Test
  void also_if_no_other_batch_is_there_to_tell() {
    AtomicBoolean revoked = new AtomicBoolean();
    lane.start(request -> revoked.get() ? Refusal.FORBIDDEN.outcome() : OK);
    appendOneByOne(3);

    revoked.set(true);
    lane.append(1, 2, 3);

    await().until(() -> lane.account().state() == State.UNAUTHORISED);
    assertThat(lane.account().rejected()).isZero();
    revoked.set(false);
    lane.update();
    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(6);
  }

  @Test
  void a_key_that_is_revoked_during_a_bisection_costs_at_most_one_good_span() {
    AtomicInteger requests = new AtomicInteger();
    AtomicBoolean revoked = new AtomicBoolean(); // at the third request with the bad span
    lane.start(request -> {
      boolean isBad = contains(request, BAD);
      if (isBad && requests.incrementAndGet() == 3) {
        revoked.set(true);
      }
      return isBad || revoked.get() ? Refusal.FORBIDDEN.outcome() : OK;
    });
    appendOneByOne(3);

    lane.append(batchWithBadSpanAt(20, 64));
    lane.append(1);
    lane.append(2);
    await().until(() -> lane.account().state() == State.UNAUTHORISED);
    revoked.set(false);
    lane.update();
    appendOneByOneUnlessSettled(40);

    lane.awaitSettled();
    assertThat(lane.account().rejected()).isBetween(1L, 2L);
    assertThat(lane.account().dropped()).isZero();
  }

  @Test
  void nothing_is_bisected_for_a_401() {
    Outcome unauthorised =
        new Later(Kind.UNAUTHORISED, "http_401", Duration.ZERO, false, "status 401");
    Set<Integer> sizes = ConcurrentHashMap.newKeySet();
    lane.start(request -> {
      if (contains(request, BAD)) {
        sizes.add(request.spans());
        return unauthorised;
      }
      return OK;
    });
    appendOneByOne(3);

    lane.append(batchWithBadSpanAt(3, 10));
    appendOneByOne(60);

    lane.awaitSettled();
    assertThat(sizes).contains(10).allMatch(spans -> spans >= 10);
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("poison", 10L));
  }

  @Test
  void a_vendor_that_refuses_everything_gets_each_batch_about_once() {
    AtomicBoolean refuses = new AtomicBoolean();
    lane.start(request -> refuses.get() ? Refusal.REJECTED.outcome() : OK);
    appendOneByOne(3);

    refuses.set(true);
    long before = lane.account().attempts();
    for (int i = 0; i < 100; i++) {
      long rejected = lane.account().rejected();
      lane.append(batchWithBadSpanAt(0, 64));
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> lane.account().rejected() > rejected);
    }

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 6_400L));
    assertThat(lane.account().attempts() - before)
        .isLessThan(100 + RetryPolicy.DEFAULT.bisection().maxRequests());
  }

  @Test
  void a_batch_of_bad_spans_costs_at_most_24_further_requests() {
    AtomicInteger requests = new AtomicInteger();
    lane.start(request -> {
      if (contains(request, BAD)) {
        requests.incrementAndGet();
        return Refusal.REJECTED.outcome();
      }
      return OK;
    });
    appendOneByOne(3);

    lane.append(IntStream.range(0, 100).map(i -> i % 2 == 0 ? BAD : 1).toArray());
    await().until(() -> lane.account().attempts() > 3); // else it may go with another one
    appendOneByOne(30);

    lane.awaitSettled();
    assertThat(requests.get()).isLessThanOrEqualTo(25);
    assertThat(lane.account().attempts()).isLessThanOrEqualTo(3 + 30 + 25);
    assertThat(lane.account().rejected() + lane.account().delivered()).isEqualTo(133);
    assertThat(lane.account().rejected()).isLessThan(100);
  }

  @Test
  void one_batch_is_bisected_at_a_time() {
    AtomicInteger pieces = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    lane.window(8);
    lane.start(request -> {
      if (request.spans() > 1 && request.spans() < 32) {
        most.accumulateAndGet(pieces.incrementAndGet(), Math::max);
        pieces.decrementAndGet();
      }
      return contains(request, BAD) ? Refusal.REJECTED.outcome() : OK;
    });
    appendOneByOne(3);

    for (int i = 0; i < 6; i++) {
      lane.append(batchWithBadSpanAt(5 * i, 32));
      appendOneByOne(1);
    }

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 6L));
    assertThat(most.get()).isEqualTo(1);
  }

  @Test
  void batches_that_went_as_one_request_are_told_apart_before_one_is_refused() {
    CountDownLatch behind = new CountDownLatch(1);
    lane.start(request -> {
      behind.await();
      return contains(request, BAD) ? Refusal.REJECTED.outcome() : OK;
    });
    for (int i = 1; i <= 10; i++) {
      lane.append(i, i == 7 ? BAD : i, i);
    }
    behind.countDown();

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 1L));
    assertThat(lane.account().delivered()).isEqualTo(29);
  }

  @Test
  void a_flush_does_not_wait_for_another_batch_to_get_through() throws Exception {
    lane.start(request -> Refusal.REJECTED.outcome());
    lane.append(1, 2, 3);

    assertThat(lane.awaitSettledWithin(Duration.ofSeconds(20))).isTrue();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 3L));
  }

  @Test
  void a_lane_that_leaves_rejects_what_was_refused() throws Exception {
    lane.start(request -> Refusal.REJECTED.outcome());
    lane.append(1, 2, 3);
    await().until(() -> lane.account().attempts() == 1);

    assertThat(lane.leaveAndAwaitEnd()).isTrue();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 3L));
  }

  @Test
  void a_bisection_goes_on_after_trouble_of_the_vendor() {
    AtomicInteger answers = new AtomicInteger();
    lane.start(request -> answers.incrementAndGet() % 3 == 0
        ? new Later(Kind.BUSY, "http_503", Duration.ZERO, false, "status 503")
        : contains(request, BAD) ? Refusal.REJECTED.outcome() : OK);
    appendOneByOne(3);

    lane.append(batchWithBadSpanAt(11, 50));
    appendOneByOne(20);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 1L));
    assertThat(lane.account().delivered()).isEqualTo(3 + 49 + 20);
  }

  private void appendOneByOne(int batches) {
    for (int i = 0; i < batches; i++) {
      long delivered = lane.account().delivered();
      lane.append(i % 60);
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> lane.account().delivered() > delivered);
    }
  }

  private void appendOneByOneUnlessSettled(int batches) {
    for (int i = 0; i < batches && lane.account().buffered() > 0; i++) {
      appendOneByOne(1);
    }
  }

  private static int[] batchWithBadSpanAt(int position, int spans) {
    int[] batch = new int[spans];
    batch[position] = BAD;
    return batch;
  }

  private static boolean contains(EncodedRequest request, byte span) {
    for (byte each : request.body()) {
      if (each == span) {
        return true;
      }
    }
    return false;
  }
}
