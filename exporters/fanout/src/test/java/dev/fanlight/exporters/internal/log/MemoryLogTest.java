/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryLogTest {

  private static final Format FORMAT = new Format("otlp", "gzip");

  private final MemoryLog log = new MemoryLog(1_000);

  @Test
  void each_reader_gets_every_record_of_its_view_in_order() {
    FakeReader a = reader("a", "v1");
    FakeReader b = reader("b", "v1");
    FakeReader c = reader("c", "v2");

    log.append(record("v1", 1, 10));
    log.append(record("v2", 2, 10));
    log.append(record("v1", 3, 10));

    assertThat(a.takeAll()).containsExactly(1, 3);
    assertThat(b.takeAll()).containsExactly(1, 3);
    assertThat(c.takeAll()).containsExactly(2);
  }

  @Test
  void a_record_that_nobody_follows_is_not_kept() {
    log.append(record("v1", 1, 10));

    assertThat(log.sizeInBytes()).isZero();
  }

  @Test
  void a_record_is_kept_once_until_the_last_reader_has_settled_it() {
    FakeReader a = reader("a", "v1");
    FakeReader b = reader("b", "v1");
    log.append(record("v1", 1, 100));
    assertThat(log.sizeInBytes()).isEqualTo(100);

    a.take().settle(() -> {});
    assertThat(log.sizeInBytes()).isEqualTo(100);
    b.take().settle(() -> {});

    assertThat(log.sizeInBytes()).isZero();
  }

  @Test
  void a_full_log_gives_up_the_oldest_and_only_those_who_had_not_settled_it_lose_it() {
    FakeReader fast = reader("fast", "v1");
    FakeReader slow = reader("slow", "v1");
    for (int i = 1; i <= 12; i++) {
      log.append(record("v1", i, 100));
      fast.take().settle(() -> {});
    }

    assertThat(fast.lost).isEmpty();
    assertThat(slow.lost).containsExactly("1 buffer_full", "2 buffer_full");
    assertThat(slow.takeAll()).containsExactly(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void what_is_in_flight_is_not_given_up() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 600));
    Lease inFlight = reader.take();

    log.append(record("v1", 2, 300));
    log.append(record("v1", 3, 300));

    assertThat(reader.lost).containsExactly("2 buffer_full");
    assertThat(inFlight.settle(() -> {})).isTrue();
  }

  @Test
  void what_is_parked_can_be_given_up_and_is_not_taken_up_again() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 600));
    Lease lease = reader.take();
    lease.park();

    log.append(record("v1", 2, 600));

    assertThat(reader.lost).containsExactly("1 buffer_full");
    assertThat(lease.unpark()).isFalse();
    assertThat(reader.reader.unsettledSpans()).isEqualTo(2);
  }

  @Test
  void copies_count_against_the_bound_and_cost_nobody_a_batch() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 100));
    log.append(record("v1", 2, 100));
    Lease lease = reader.take(1, 1_000);

    assertThat(lease.tryReserve(850)).isFalse();
    assertThat(lease.tryReserve(800)).isTrue();

    assertThat(reader.lost).isEmpty();
    assertThat(log.sizeInBytes()).isEqualTo(1_000);
    lease.settle(() -> {});
    assertThat(log.sizeInBytes()).isEqualTo(100);
  }

  /** A request that hangs in a thread of its own, until it is called off. */
  private static Thread hanging(FakeReader reader, CountDownLatch inFlight, List<String> ends) {
    Thread thread = new Thread(
        () -> {
          Lease lease = reader.take(1, 1_000);
          inFlight.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException calledOff) {
            lease.park();
            ends.add(lease.isGone() ? "gone" : "parked");
          }
          ends.add(Thread.currentThread().isInterrupted() ? "interrupted" : "free");
        },
        "hanging");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void a_request_that_hangs_costs_its_own_reader_the_record_and_a_reader_that_keeps_up_none()
      throws Exception {
    FakeReader healthy = reader("healthy", "v1");
    FakeReader sick = reader("sick", "v1");
    List<String> ends = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch inFlight = new CountDownLatch(1);
    log.append(record("v1", 1, 500));
    Thread hanging = hanging(sick, inFlight, ends);
    inFlight.await();
    healthy.settle(healthy.take());

    log.append(record("v1", 2, 500));
    Lease second = healthy.take();
    log.append(record("v1", 3, 500));

    hanging.join();
    assertThat(ends).containsExactly("gone", "free");
    assertThat(sick.lost).startsWith("1 buffer_full");
    healthy.settle(second);
    assertThat(healthy.takeAll()).containsExactly(3);
    assertThat(healthy.lost).isEmpty();
    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void records_of_another_view_cost_a_reader_that_keeps_up_nothing() {
    FakeReader healthy = reader("healthy", "v1");
    FakeReader sick = reader("sick", "v2");
    log.append(record("v1", 1, 10));
    healthy.settle(healthy.take());
    for (int i = 1; i <= 50; i++) {
      log.append(record("v2", i, 400));
      log.append(record("v1", i, 450));
      if (i % 2 == 0) {
        Lease both = healthy.take();
        assertThat(FakeReader.spansOf(both)).containsExactly(i - 1, i);
        healthy.settle(both);
      }
    }

    assertThat(healthy.lost).isEmpty();
    assertThat(sick.lost).isNotEmpty();
  }

  @Test
  void spans_that_are_settled_are_not_lost_with_the_rest_of_their_record() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 5, 600));
    Lease lease = reader.take();
    reader.settlePart(lease, 3);
    assertThat(reader.reader.unsettledSpans()).isEqualTo(2);
    lease.park();

    log.append(record("v1", 1, 600));

    assertThat(reader.lost).containsExactly("2 buffer_full");
    assertThat(reader.delivered()).isEqualTo(3);
    assertThat(lease.unpark()).isFalse();
  }

  @Test
  void copies_make_room_at_the_expense_of_readers_that_are_behind_and_of_no_other() {
    FakeReader down = reader("down", "v1");
    FakeReader slow = reader("slow", "v1");
    for (int i = 1; i <= 130; i++) {
      log.append(record("v1", i, 100));
      slow.settle(slow.take());
    }
    log.append(record("v1", 131, 100));
    log.append(record("v1", 132, 100));
    log.append(record("v1", 133, 100));
    down.lost.clear();

    Lease lease = slow.take();
    assertThat(lease.tryReserve(400)).isTrue();

    assertThat(down.lost)
        .containsExactly(
            "124 buffer_full", "125 buffer_full", "126 buffer_full", "127 buffer_full");
    assertThat(slow.lost).isEmpty();
    assertThat(down.take(1, 1_000).tryReserve(500)).isFalse();
    assertThat(slow.lost).isEmpty();
    assertThat(log.sizeInBytes()).isEqualTo(1_000);
  }

  /** So that a vendor whose batches must be cut is not stopped by vendors that are down, or by another one of its kind. */
  @Test
  void
      copies_that_a_request_needs_are_paid_by_readers_that_are_held_up_with_more_than_their_share() {
    FakeReader down = reader("down", "v1");
    FakeReader cutting = reader("cutting", "v2");
    FakeReader healthy = reader("healthy", "v2");
    for (int i = 1; i <= 7; i++) {
      log.append(record("v1", i, 100));
    }
    log.append(record("v2", 8, 100));
    log.append(record("v2", 9, 100));
    healthy.settle(healthy.take(1, 1));
    down.take(1, 1).parkFailed();

    Lease lease = cutting.take(1, 1);

    assertThat(lease.tryReserve(200)).isTrue();
    assertThat(down.lost).containsExactly("1 buffer_full");
    assertThat(cutting.lost).isEmpty();
    assertThat(healthy.lost).isEmpty();
    assertThat(log.sizeInBytes()).isEqualTo(1_000);
  }

  @Test
  void copies_that_a_request_needs_cost_no_reader_that_is_not_held_up() {
    FakeReader busy = reader("busy", "v1");
    FakeReader cutting = reader("cutting", "v2");
    for (int i = 1; i <= 8; i++) {
      log.append(record("v1", i, 100));
    }
    log.append(record("v2", 9, 100));

    assertThat(cutting.take(1, 1).tryReserve(200)).isFalse();

    assertThat(busy.lost).isEmpty();
  }

  /** Records that were taken together and did not fit are parked for an instant. */
  @Test
  void copies_that_a_request_needs_cost_no_reader_whose_records_are_sent_apart() {
    FakeReader apart = reader("apart", "v1");
    FakeReader cutting = reader("cutting", "v2");
    reader("busy", "v3");
    for (int i = 1; i <= 4; i++) {
      log.append(record("v1", i, 100));
      log.append(record("v3", i, 100));
    }
    log.append(record("v2", 9, 100));
    Lease joined = apart.take(3, 1_000);
    assertThat(joined.tryReserve(400)).isFalse();
    joined.dissolve().forEach(Lease::park);

    assertThat(cutting.take(1, 1).tryReserve(200)).isFalse();

    assertThat(apart.lost).isEmpty();
  }

  @Test
  void two_readers_that_fill_the_log_with_records_to_cut_do_not_stop_each_other() {
    FakeReader a = reader("a", "v1");
    FakeReader b = reader("b", "v1");
    for (int i = 1; i <= 4; i++) {
      log.append(record("v1", i, 225));
    }
    Lease first = a.take(1, 1);
    assertThat(first.tryReserve(450)).isFalse();
    first.park();

    assertThat(b.take(1, 1).tryReserve(450)).isTrue();

    assertThat(a.lost).containsExactly("2 buffer_full", "3 buffer_full");
    assertThat(b.lost).containsExactly("2 buffer_full", "3 buffer_full");
  }

  /** A burst of small records is far in positions, and soon delivered. */
  @Test
  void copies_cost_no_reader_that_is_farther_and_has_many_small_records_before_it() {
    FakeReader cutting = reader("cutting", "v1");
    FakeReader healthy = reader("healthy", "v2");
    log.append(record("v1", 1, 400));
    log.append(record("v2", 2, 1));
    healthy.settle(healthy.take());
    for (int i = 1; i <= 150; i++) {
      log.append(record("v2", i, 4));
    }

    assertThat(cutting.take(1, 1).tryReserve(400)).isFalse();

    assertThat(healthy.lost).isEmpty();
  }

  /** So that a vendor keeps its large requests whatever the vendors are that are down. */
  @Test
  void any_number_of_readers_that_are_down_leave_a_slow_reader_the_room_to_join() {
    for (int i = 0; i < 8; i++) {
      FakeReader down = reader("down " + i, "v1");
      down.lost.clear();
    }
    FakeReader slow = reader("slow", "v1");
    for (int i = 1; i <= 400; i++) {
      log.append(record("v1", i, 50));
      if (i % 4 == 0) {
        Lease joined = slow.take(100_000, 1_000);
        assertThat(joined.size()).isEqualTo(4);
        if (i > 120) { // the others are well behind by now
          assertThat(joined.tryReserve(2 * 200))
              .as("copies of four records, %s", i)
              .isTrue();
        }
        slow.settle(joined);
      }
    }

    assertThat(slow.lost).isEmpty();
    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void a_smaller_reservation_gives_the_rest_back() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 100));
    Lease lease = reader.take();

    assertThat(lease.maxReservation()).isEqualTo(900);
    assertThat(lease.tryReserve(900)).isTrue();
    assertThat(lease.tryReserve(50)).isTrue();

    assertThat(log.sizeInBytes()).isEqualTo(150);
    lease.park();
    assertThat(log.sizeInBytes()).isEqualTo(100);
  }

  @Test
  void a_reader_with_its_share_in_flight_starts_no_further_request() {
    FakeReader reader = reader("a", "v1");
    reader("b", "v1");
    log.append(record("v1", 1, 150));
    log.append(record("v1", 2, 150));
    Lease first = reader.take(1, 1_000);
    assertThat(reader.reader.hasCapacity()).isTrue();

    Lease second = reader.take(2, 1_000);

    assertThat(reader.reader.hasCapacity()).isFalse();
    second.park();
    assertThat(reader.reader.hasCapacity()).isTrue();
    first.settle(() -> {});
  }

  @Test
  void several_records_are_taken_together_as_far_as_they_fit_and_share_a_view() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 10));
    log.append(record("v1", 2, 10));
    log.append(record("v1", 4, 10));
    reader.reader.follow("v2");
    log.append(record("v2", 1, 10));

    assertThat(FakeReader.spansOf(reader.take(3, 1_000))).containsExactly(1, 2);
    assertThat(FakeReader.spansOf(reader.take(100, 1_000))).containsExactly(4);
    assertThat(FakeReader.spansOf(reader.take(100, 1))).containsExactly(1);
    assertThat(reader.reader.take(100, 1_000)).isNull();
  }

  @Test
  void a_dissolved_lease_settles_record_by_record() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 10));
    log.append(record("v1", 2, 10));
    Lease both = reader.take();

    List<Lease> singles = both.dissolve();
    singles.get(1).settle(() -> {});

    assertThat(reader.reader.unsettledSpans()).isEqualTo(1);
    singles.get(0).settle(() -> {});
    assertThat(log.sizeInBytes()).isZero();
  }

  @Test
  void old_records_expire() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 10, 1_000));
    log.append(record("v1", 2, 10, 2_000));

    reader.prepare(1_500);

    assertThat(reader.lost).containsExactly("1 expired");
    assertThat(reader.takeAll()).containsExactly(2);
  }

  @Test
  void the_end_is_settled_when_all_before_it_is() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 10));
    Lease first = reader.take();
    log.append(record("v1", 2, 10));
    long end = reader.reader.end();
    log.append(record("v1", 3, 10));

    first.settle(() -> {});
    assertThat(reader.reader.hasSettled(end)).isFalse();
    Lease rest = reader.take();
    assertThat(reader.reader.hasSettled(end)).isFalse();
    rest.settle(() -> {});

    assertThat(reader.reader.hasSettled(end)).isTrue();
  }

  @Test
  void an_abandoned_reader_answers_for_everything_it_had() {
    FakeReader reader = reader("a", "v1");
    log.append(record("v1", 1, 10));
    log.append(record("v1", 2, 10));
    Lease inFlight = reader.take(1, 1_000);

    assertThat(reader.reader.abandon(DropReason.SHUTDOWN)).isEqualTo(3);

    assertThat(inFlight.settle(() -> {})).isFalse();
    assertThat(log.sizeInBytes()).isZero();
    assertThat(reader.reader.abandon(DropReason.SHUTDOWN)).isZero();
  }

  /** Random actions against a model that keeps, for each reader, the spans it has not heard of again. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_span_is_settled_lost_or_still_there(long seed) {
    Random random = new Random(seed);
    MemoryLog bounded = new MemoryLog(2_000);
    List<FakeReader> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(new FakeReader(bounded, "r" + i, "v" + random.nextInt(2)));
    }
    for (int step = 0; step < 2_000; step++) {
      FakeReader reader = readers.get(random.nextInt(readers.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          String view = "v" + random.nextInt(2);
          int spans = 1 + random.nextInt(9);
          readers.stream().filter(r -> r.view.equals(view)).forEach(r -> r.given += spans);
          bounded.append(record(view, spans, 50 + random.nextInt(400), step));
        }
        case 2 -> reader.takeSome(random);
        case 3 -> reader.settleSome(random);
        case 4 -> reader.parkSome(random);
        default -> reader.prepare(step - 200);
      }
      assertThat(reader.given)
          .as("step %s", step)
          .isEqualTo(reader.settled + reader.lostSpans + reader.reader.unsettledSpans());
    }
    for (FakeReader reader : readers) {
      reader.reader.abandon(DropReason.SHUTDOWN);
      assertThat(reader.given).isEqualTo(reader.settled + reader.lostSpans);
    }
    readers.forEach(FakeReader::endLeases);
    assertThat(bounded.sizeInBytes()).isZero();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  private FakeReader reader(String name, String view) {
    return new FakeReader(log, name, view);
  }

  private static BatchRecord record(String view, int spans, int bytes) {
    return record(view, spans, bytes, 0);
  }

  private static BatchRecord record(String view, int spans, int bytes, long time) {
    Body body = new Body(new byte[bytes], bytes, Integer.MAX_VALUE);
    return new BatchRecord(view, FORMAT, time, spans, List.of(body));
  }
}
