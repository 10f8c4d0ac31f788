/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ForwardingLog;
import dev.fanlight.exporters.testing.LongProof;
import dev.fanlight.exporters.testing.ScarceThreads;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In these tests a span is one byte of a body, and the byte is its name. */
@Timeout(30)
class LaneTest {

  /** Each once the one before it was delivered. */
  private void appendOneByOne(int batches) {
    long before = lane.account().delivered();
    for (int i = 0; i < batches; i++) {
      lane.append(i % 100);
      long delivered = before + i + 1;
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> lane.account().delivered() >= delivered);
    }
  }

  private static final Outcome OK = new Delivered(0, "");

  private final LaneFixture lane = new LaneFixture();

  @AfterEach
  void stop() throws Exception {
    lane.stop();
  }

  @Test
  void a_batch_goes_out_as_it_lies_in_the_log() {
    lane.start(request -> OK);

    lane.append(1, 2, 3);

    lane.awaitSettled();
    assertThat(lane.sent()).containsExactly("1 2 3");
    assertThat(lane.account().delivered()).isEqualTo(3);
  }

  @Test
  void a_partial_success_is_booked_as_the_vendor_counts_it_but_never_beyond_the_batch() {
    lane.start(request -> new Delivered(request.body()[0] == 1 ? 2 : 1_000, "no"));

    lane.append(1, 2, 3);
    lane.awaitSettled(); // else they may go as one
    lane.append(4, 5);

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(1);
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("partial_success", 4L));
  }

  @Test
  void a_refused_batch_is_rejected_and_the_next_one_goes() {
    lane.start(request -> request.body()[0] == 1 ? new Rejected("http_400", "bad") : OK);

    lane.append(1, 2);
    lane.awaitSettled(); // else they may go as one
    lane.append(3);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("http_400", 2L));
    assertThat(lane.account().delivered()).isEqualTo(1);
  }

  @Test
  void a_batch_that_is_too_large_is_cut_down_to_the_span_that_is() {
    lane.start(request -> contains(request, 13) ? new TooLarge("413") : OK);

    lane.append(10, 11, 12, 13, 14, 15, 16);

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(6);
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("too_large", 1L));
  }

  @Test
  void a_wire_that_cuts_nothing_has_its_batch_refused_once() {
    lane.slicing(parts -> List.of(new EncodedBatch(
        new byte[3], parts.stream().mapToInt(EncodedBatch::spans).sum())));
    lane.start(request -> new TooLarge("413"));

    lane.append(1, 2, 3);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("too_large", 3L));
    assertThat(lane.account().attempts()).isEqualTo(1);
  }

  @Test
  void a_wire_that_loses_spans_is_found_out_and_every_span_accounted_for() {
    lane.slicing(parts -> parts.subList(0, 1));
    lane.start(request -> new TooLarge("413"));

    lane.append(1, 2, 3, 4);

    lane.awaitSettled();
    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("internal_error", 4L));
    assertThat(lane.account().addsUp()).isTrue();
  }

  @Test
  void what_met_a_stale_connection_goes_again_at_once() {
    AtomicBoolean stale = new AtomicBoolean(true);
    lane.slowDelay(Duration.ofHours(1));
    lane.start(request -> stale.getAndSet(false) ? later(Kind.STALE, true) : OK);

    lane.append(1, 2);

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(2);
    assertThat(lane.account().attempts()).isEqualTo(2);
  }

  @Test
  void a_bad_batch_is_given_up_while_others_get_through() {
    lane.start(request -> contains(request, 66) ? later(Kind.FAILURE, false) : OK);

    lane.append(66);
    appendOneByOne(20);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("poison", 1L));
    assertThat(lane.account().delivered()).isEqualTo(20);
  }

  @Test
  void so_is_one_that_a_gateway_forbids_and_no_other() {
    lane.start(request -> contains(request, 66) ? later(Kind.UNAUTHORISED, false) : OK);

    lane.append(66);
    appendOneByOne(20);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("poison", 1L));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILURE", "UNAUTHORISED", "UNREACHABLE"})
  void none_is_given_up_while_others_fail_as_well(Kind kind) {
    AtomicBoolean unwell = new AtomicBoolean(true);
    Set<Byte> tried = ConcurrentHashMap.newKeySet();
    lane.start(
        request -> (contains(request, 66) && unwell.get()) || tried.add(request.body()[0])
            ? later(kind, false)
            : OK);

    lane.append(66);
    appendOneByOne(40);
    unwell.set(false);

    lane.awaitSettled();
    assertThat(lane.account().rejected()).isZero();
    assertThat(lane.account().delivered()).isEqualTo(41);
  }

  @Test
  void several_bad_batches_cannot_keep_the_lane_shut() {
    lane.start(request -> request.body()[0] >= 100 ? later(Kind.FAILURE, false) : OK);
    for (int bad = 100; bad < 105; bad++) {
      lane.append(bad);
    }

    appendOneByOne(60);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("poison", 5L));
  }

  @LongProof
  @Test
  void nor_can_any_number_of_them_at_a_vendor_that_is_busy_now_and_then() {
    AtomicInteger answers = new AtomicInteger();
    lane.start(request -> request.body()[0] < 0
        ? later(Kind.FAILURE, false)
        : answers.incrementAndGet() % 3 == 0 ? later(Kind.BUSY, false) : OK);
    for (int bad = 1; bad <= 80; bad++) {
      lane.append(-bad);
    }

    appendOneByOne(900);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("poison", 80L));
  }

  @Test
  void a_connection_that_is_given_up_each_time_is_a_failure() {
    lane.start(request -> contains(request, 66) ? later(Kind.STALE, false) : OK);

    lane.append(66);
    appendOneByOne(60);

    lane.awaitSettled();
    assertThat(lane.account().rejectedByReason()).isEqualTo(Map.of("poison", 1L));
  }

  @Test
  void a_busy_vendor_poisons_no_batch() {
    AtomicBoolean busy = new AtomicBoolean(true);
    lane.start(request -> contains(request, 66) && busy.get() ? later(Kind.BUSY, false) : OK);

    lane.append(66);
    appendOneByOne(30);
    busy.set(false);

    lane.awaitSettled();
    assertThat(lane.account().rejected()).isZero();
    assertThat(lane.account().delivered()).isEqualTo(31);
  }

  @Test
  void a_lane_that_has_fallen_behind_joins_batches_and_takes_them_apart_when_the_request_fails() {
    CountDownLatch behind = new CountDownLatch(1);
    lane.start(request -> {
      behind.await();
      return request.spans() > 2 ? later(Kind.FAILURE, false) : OK;
    });
    for (int i = 1; i <= 10; i++) {
      lane.append(i);
    }
    behind.countDown();

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(10);
    assertThat(lane.sent()).anyMatch(sent -> sent.split(" ").length > 2);
  }

  @Test
  void joined_batches_are_no_larger_than_a_batch_of_the_file() {
    CountDownLatch behind = new CountDownLatch(1);
    lane.joins(new JoinSettings(3, 1_000));
    lane.window(1);
    lane.start(request -> {
      behind.await();
      return OK;
    });
    for (int i = 1; i <= 10; i++) {
      lane.append(i);
    }
    behind.countDown();

    lane.awaitSettled();
    assertThat(lane.sent()).allMatch(sent -> sent.split(" ").length <= 3);
    assertThat(lane.sent()).anyMatch(sent -> sent.split(" ").length == 3);
  }

  @Test
  void joined_batches_keep_to_the_limit_for_a_message() {
    CountDownLatch behind = new CountDownLatch(1);
    lane.limits(new Limits(Integer.MAX_VALUE, 3, Integer.MAX_VALUE, Duration.ofDays(1)));
    lane.window(1);
    lane.start(request -> {
      behind.await();
      return OK;
    });
    for (int i = 1; i <= 10; i++) {
      lane.append(i);
    }
    behind.countDown();

    lane.awaitSettled();
    assertThat(lane.sent()).allMatch(sent -> sent.split(" ").length <= 3);
    assertThat(lane.sent()).anyMatch(sent -> sent.split(" ").length == 3);
  }

  @LongProof
  @Test
  void batches_are_joined_also_while_vendors_that_are_down_fill_the_log() {
    AtomicBoolean behind = new AtomicBoolean();
    CountDownLatch mayAnswer = new CountDownLatch(1);
    lane.joins(new JoinSettings(60_000, 60_000));
    lane.window(1);
    lane.anotherVendorIsDown();
    lane.start(request -> {
      if (behind.get()) {
        mayAnswer.await();
      }
      return OK;
    });
    for (int i = 0; i < 130; i++) {
      lane.append(new int[20_000]);
      lane.awaitSettled();
    }
    behind.set(true);
    for (int i = 0; i < 10; i++) {
      lane.append(new int[20_000]);
    }
    mayAnswer.countDown();

    lane.awaitSettled();
    assertThat(lane.account().dropped()).isZero();
    assertThat(lane.account().attempts()).isLessThan(140);
  }

  @Test
  void a_cut_batch_that_waits_is_given_up_for_room_but_for_what_has_arrived() {
    lane.start(request -> request.spans() > 2
        ? new TooLarge("413")
        : contains(request, 1) ? OK : later(Kind.BUSY, false));

    lane.append(1, 2, 3, 4);
    await().until(() -> lane.account().delivered() == 2);
    await().until(() -> {
      lane.othersFillTheLog();
      return lane.account().buffered() == 0;
    });

    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("buffer_full", 2L));
    assertThat(lane.account().addsUp()).isTrue();
  }

  @Test
  void a_batch_that_has_no_room_to_be_cut_is_lost_and_no_other() {
    lane.limits(new Limits(Integer.MAX_VALUE, 400_000, Integer.MAX_VALUE, Duration.ofDays(1)));
    lane.start(request -> OK);

    lane.append(new int[600_000]);
    lane.append(1, 2);

    lane.awaitSettled();
    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("buffer_full", 600_000L));
    assertThat(lane.account().delivered()).isEqualTo(2);
  }

  @Test
  void a_batch_over_the_limit_goes_in_parts_that_keep_to_it() {
    lane.limits(new Limits(Integer.MAX_VALUE, 3, Integer.MAX_VALUE, Duration.ofDays(1)));
    lane.start(request -> OK);

    lane.append(1, 2, 3, 4, 5, 6, 7);

    lane.awaitSettled();
    assertThat(lane.sent()).containsExactly("1 2 3", "4 5 6", "7");
  }

  @Test
  void a_wider_window_has_more_senders_and_a_narrower_one_fewer() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    AtomicInteger inFlight = new AtomicInteger();
    lane.start(request -> {
      inFlight.incrementAndGet();
      mayAnswer.await();
      return OK;
    });
    for (int i = 1; i <= 2; i++) {
      lane.append(i);
      int expected = i;
      await().until(() -> inFlight.get() == expected);
    }

    lane.window(3);
    lane.update();
    lane.append(3);
    await().until(() -> inFlight.get() == 3);

    lane.window(1);
    lane.update();
    mayAnswer.countDown();
    await().until(() -> senders() == 1);
    appendOneByOne(10);

    lane.window(2);
    lane.update();
    await().until(() -> senders() == 2);
    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(13);
  }

  private static long senders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fanlight-scripted-sender-"))
        .count();
  }

  @Test
  void what_waited_too_long_is_dropped_as_expired() {
    lane.maxAge(Duration.ofMillis(200));
    lane.start(request -> later(Kind.BUSY, false));

    lane.append(1, 2);

    await().until(() -> lane.account().dropped() == 2);
    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("expired", 2L));
  }

  @Test
  void what_may_have_arrived_is_dropped_as_unconfirmed() {
    lane.maxAge(Duration.ofMillis(200));
    lane.start(request -> later(Kind.FAILURE, true));

    lane.append(1, 2);

    await().until(() -> lane.account().dropped() == 2);
    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("unconfirmed", 2L));
  }

  @Test
  void corrected_credentials_are_used_at_once() {
    AtomicBoolean right = new AtomicBoolean();
    lane.slowDelay(Duration.ofHours(1));
    lane.start(request -> right.get() ? OK : later(Kind.UNAUTHORISED, false));
    lane.append(1);
    await().until(() -> lane.account().state() == State.UNAUTHORISED);

    right.set(true);
    lane.update();

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(1);
    assertThat(lane.refreshes()).isEqualTo(1);
  }

  @Test
  void a_sender_that_throws_is_a_failure_like_others() {
    AtomicBoolean broken = new AtomicBoolean(true);
    lane.start(request -> {
      if (broken.getAndSet(false)) {
        throw new NoClassDefFoundError("gone");
      }
      return OK;
    });

    lane.append(1);

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(1);
    assertThat(lane.account().attempts()).isEqualTo(2);
  }

  @Test
  void a_request_that_was_called_off_may_have_arrived_whatever_the_next_one_meets()
      throws Exception {
    AtomicInteger requests = new AtomicInteger();
    lane.window(1);
    lane.slowDelay(Duration.ofHours(1));
    lane.start(request -> {
      if (requests.incrementAndGet() == 1) {
        throw new InterruptedException("called off");
      }
      return later(Kind.QUOTA, false);
    });
    lane.append(1, 2);
    await().until(() -> lane.account().state() == State.QUOTA);

    lane.stop();

    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("unconfirmed", 2L));
  }

  @Test
  void a_lane_that_is_down_fails_a_flush_at_once() throws Exception {
    lane.slowDelay(Duration.ofHours(1));
    lane.start(request -> later(Kind.QUOTA, false));
    lane.append(1);
    await().until(() -> lane.account().state() == State.QUOTA);

    assertThat(lane.awaitSettledWithin(Duration.ofMinutes(10))).isFalse();
  }

  @Test
  void a_lane_that_is_stopped_books_what_is_left() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    lane.start(request -> {
      never.await();
      return OK;
    });
    lane.append(1, 2);
    lane.append(3);
    await().until(() -> lane.account().attempts() > 0);

    assertThat(lane.stop()).isEqualTo(3);

    LedgerSnapshot account = lane.account();
    assertThat(account.dropped()).isEqualTo(3);
    assertThat(account.droppedByReason().keySet()) // what was in flight may be there
        .isSubsetOf("vendor_removed", "unconfirmed")
        .contains("unconfirmed");
    assertThat(account.buffered()).isZero();
    assertThat(account.addsUp()).isTrue();
    assertThat(account.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void a_lane_that_gets_no_thread_starts_one_with_the_next_batch() {
    lane.threads(new ScarceThreads("-sender-1", 2));
    lane.start(request -> OK);

    lane.append(1);
    assertThat(lane.account().attempts()).isZero();
    lane.append(2);

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(2);
  }

  @Test
  void a_lane_that_leaves_sends_what_it_has_and_ends() throws Exception {
    lane.start(request -> OK);
    lane.append(1);
    lane.append(2);

    assertThat(lane.leaveAndAwaitEnd()).isTrue();

    lane.append(3);
    assertThat(lane.account().delivered()).isEqualTo(2);
  }

  @Test
  void a_log_may_speak_before_the_lane_is_whole() {
    lane.over(log -> new ForwardingLog(log) {
      @Override
      public LogReader newReader(
          ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
        losses.lost(3, DropReason.CORRUPT);
        wakeUp.run();
        return super.newReader(settings, books, losses, wakeUp);
      }
    });
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      lane.start(request -> OK);

      assertThat(said.lines()).singleElement().asString().contains("3 corrupt");
    }
  }

  @Test
  void a_lane_that_cannot_take_anything_says_so_and_keeps_no_core_busy() throws Exception {
    CountDownLatch tries = new CountDownLatch(100);
    lane.over(log -> new ForwardingLog(log) {
      @Override
      public LogReader newReader(
          ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
        return failing(super.newReader(settings, books, losses, wakeUp), tries);
      }
    });
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      lane.start(request -> OK);

      assertThat(tries.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(said.lines())
          .isNotEmpty()
          .allMatch(
              line -> line.contains("no batch could be taken") && line.contains("on purpose"));
    }
  }

  @Test
  void a_lane_that_leaves_ends_when_the_log_gives_up_the_last_it_has() throws Exception {
    lane.slowDelay(Duration.ofHours(1));
    lane.start(request -> later(Kind.QUOTA, false));
    lane.append(1);
    await().until(() -> lane.account().state() == State.QUOTA);
    lane.leave();

    lane.othersFillTheLog();

    assertThat(lane.awaitEnd()).isTrue();
    assertThat(lane.account().droppedByReason()).isEqualTo(Map.of("buffer_full", 1L));
  }

  private static Later later(Kind kind, boolean mayHaveArrived) {
    return new Later(kind, "test", Duration.ZERO, mayHaveArrived, "test");
  }

  /** A reader whose log is not well: nothing can be made ready. */
  private static LogReader failing(LogReader reader, CountDownLatch tries) {
    return (LogReader) Proxy.newProxyInstance(
        LogReader.class.getClassLoader(),
        new Class<?>[] {LogReader.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("prepare")) {
            tries.countDown();
            throw new IllegalStateException("on purpose");
          }
          return method.invoke(reader, arguments);
        });
  }

  private static boolean contains(EncodedRequest request, int span) {
    byte[] sorted = request.body().clone();
    Arrays.sort(sorted);
    return Arrays.binarySearch(sorted, (byte) span) >= 0;
  }
}
