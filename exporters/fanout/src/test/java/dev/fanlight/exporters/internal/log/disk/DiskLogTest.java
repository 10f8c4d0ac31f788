/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.Backlog;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.FakeReader;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskLogTest {

  private static final Format FORMAT = new Format("otlp", "gzip");
  private static final long MIB = 1 << 20;

  @TempDir
  Path base;

  private Path folder;

  private final ManualClock clock = new ManualClock();
  private final List<DiskLog> open = new ArrayList<>();
  private @Nullable DiskSettings settings;

  @BeforeEach
  void beginInAFolderOfItsOwn() {
    folder = base.resolve("log");
  }

  @AfterEach
  void closeAll() {
    open.forEach(DiskLog::close);
  }

  @Test
  void each_reader_gets_every_record_of_its_view_in_order() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    FakeReader b = reader(log, "b", "v2");

    append(log, "v1", 1, 2);
    append(log, "v2", 3);
    append(log, "v1", 4);

    assertThat(a.drain()).containsExactly(1, 2, 4);
    assertThat(b.drain()).containsExactly(3);
    assertThat(a.reader.unsettledSpans()).isZero();
  }

  @Test
  void the_backlog_of_a_reader_is_what_it_has_not_settled_and_the_age_of_the_oldest() {
    settings = new DiskSettings(folder, MIB, Sync.INTERVAL, Duration.ZERO);
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    FakeReader other = reader(log, "other", "v2");
    long appended = clock.now();
    append(log, "v1", 1, 2, 3);

    Backlog before = a.reader.backlog();
    Backlog ofOther = other.reader.backlog();
    log.close();
    clock.advance(Duration.ofMinutes(1));
    DiskLog next = open();
    FakeReader again = reader(next, "a", "v1");
    Backlog restarted = again.reader.backlog();
    again.drain();

    assertThat(before.limitInBytes()).isEqualTo(MIB);
    assertThat(before.bytes()).isPositive();
    assertThat(before.oldestEpochNanos()).isEqualTo(appended);
    assertThat(ofOther).isEqualTo(new Backlog(0, MIB, Long.MAX_VALUE));
    assertThat(restarted.bytes()).isPositive();
    assertThat(restarted.oldestEpochNanos()).isEqualTo(appended);
    assertThat(again.reader.backlog()).isEqualTo(new Backlog(0, MIB, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @EnumSource(Sync.class)
  void what_was_not_settled_is_there_after_a_restart(Sync sync) {
    settings = new DiskSettings(folder, MIB, sync, Duration.ZERO);
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    reader(log, "b", "v1");
    append(log, "v1", 1, 2, 3);
    a.settle(a.take(1, 1_000));

    log.close();
    DiskLog next = open();
    FakeReader againA = reader(next, "a", "v1");
    FakeReader againB = reader(next, "b", "v1");

    assertThat(againA.reader.unsettledSpans()).isEqualTo(5);
    assertThat(againA.drain()).containsExactly(2, 3);
    assertThat(againB.drain()).containsExactly(1, 2, 3);
    assertThat(againA.delivered()).isEqualTo(6);
  }

  @Test
  void a_killed_process_leaves_what_was_appended_and_its_account() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1, 2, 3, 4);
    Lease first = a.take(1, 1_000);
    Lease second = a.take(2, 1_000);
    a.settle(second);
    append(log, "v1", 5);

    DiskLog next = openAfterKill();
    FakeReader again = reader(next, "a", "v1");

    assertThat(first.spans()).isEqualTo(1);
    assertThat(again.given).isEqualTo(1 + 3 + 4 + 5);
    assertThat(again.drain()).containsExactly(1, 3, 4, 5);
    assertThat(again.delivered()).isEqualTo(1 + 2 + 3 + 4 + 5);
    assertThat(again.lostSpans).isZero();
  }

  @Test
  void a_view_left_behind_is_delivered_to_its_end_also_after_a_restart() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1);
    a.reader.follow("v2");
    append(log, "v1", 2);
    append(log, "v2", 3);
    log.close();

    DiskLog next = open();
    FakeReader again = reader(next, "a", "v3");
    append(next, "v3", 4);
    append(next, "v1", 5);

    assertThat(again.given).isEqualTo(4);
    assertThat(again.drain()).containsExactly(1, 3, 4);
  }

  @Test
  void a_vendor_that_is_not_in_the_file_any_more_gives_up_its_claim() throws Exception {
    DiskLog log = open();
    reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    log.close();

    DiskLog next = open();
    next.forgetAllBut(Set.of("b"));
    next.close();
    DiskLog third = open();

    assertThat(reader(third, "a", "v1").drain()).isEmpty();
  }

  @Test
  void a_vendor_that_could_not_be_built_keeps_what_it_has() {
    DiskLog log = open();
    reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    log.close();

    DiskLog next = open();
    next.forgetAllBut(Set.of("a"));

    assertThat(reader(next, "a", "v1").drain()).containsExactly(1, 2);
  }

  @Test
  void another_destination_under_the_same_name_does_not_see_what_waits() {
    DiskLog log = open();
    reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    log.close();

    DiskLog next = open();
    FakeReader elsewhere =
        new FakeReader(next, new ReaderSettings("a", "elsewhere", Duration.ZERO), "v1");

    assertThat(elsewhere.drain()).isEmpty();
    assertThat(elsewhere.given).isEqualTo(3);
    assertThat(elsewhere.dropped("vendor_changed")).isEqualTo(3);
  }

  @Test
  void a_new_vendor_begins_at_the_end_or_where_it_asks_to() {
    settings = new DiskSettings(folder, MIB, Sync.INTERVAL, Duration.ofHours(1));
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1);
    clock.advance(Duration.ofMinutes(10));
    append(log, "v1", 2, 3);
    clock.advance(Duration.ofMinutes(10));
    a.drain();

    FakeReader none = reader(log, "none", "v1");
    FakeReader some =
        new FakeReader(log, new ReaderSettings("some", "x", Duration.ofMinutes(15)), "v1");
    append(log, "v1", 4);

    assertThat(none.drain()).containsExactly(4);
    assertThat(some.given).isEqualTo(5);
    assertThat(some.reader.unsettledSpans()).isEqualTo(9);
    assertThat(some.drain()).containsExactly(2, 3, 4);
  }

  @Test
  void a_new_vendor_gets_what_is_not_written_yet_as_well() throws Exception {
    FailingDisk disk = new FailingDisk();
    settings = new DiskSettings(folder, MIB, Sync.INTERVAL, Duration.ofHours(1));
    try (DiskLog log = DiskLog.open(settings, 4 * MIB, disk, clock)) {
      FakeReader a = reader(log, "a", "v1");
      append(log, "v1", 1);
      log.awaitIdle();
      disk.beReadOnly(true);
      append(log, "v1", 2, 3);
      append(log, "v2", 7);

      FakeReader b =
          new FakeReader(log, new ReaderSettings("b", "x", Duration.ofMinutes(15)), "v1");
      append(log, "v1", 4);

      assertThat(b.given).isEqualTo(1 + 2 + 3);
      assertThat(b.reader.unsettledSpans()).isEqualTo(1 + 2 + 3 + 4);
      assertThat(b.drain()).containsExactly(1, 2, 3, 4);
      assertThat(b.reader.unsettledSpans()).isZero();
      assertThat(a.drain()).containsExactly(1, 2, 3, 4);
      assertThat(a.reader.unsettledSpans()).isZero();
    }
  }

  @Test
  void what_is_retained_of_an_earlier_run_is_given_to_a_new_vendor_once() {
    settings = new DiskSettings(folder, MIB, Sync.INTERVAL, Duration.ofHours(1));
    DiskLog log = open();
    log.forgetAllBut(Set.of("a"));
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1);
    clock.advance(Duration.ofMinutes(10));
    append(log, "v1", 2, 3);
    a.drain();
    log.close();
    clock.advance(Duration.ofMinutes(10));

    ReaderSettings quarter = new ReaderSettings("b", "x", Duration.ofMinutes(15));
    DiskLog next = open();
    FakeReader again = reader(next, "a", "v1");
    FakeReader b = new FakeReader(next, quarter, "v1");
    next.forgetAllBut(Set.of("a", "b"));
    append(next, "v1", 4);

    assertThat(again.drain()).containsExactly(4);
    assertThat(b.given).isEqualTo(2 + 3);
    assertThat(b.drain()).containsExactly(2, 3, 4);
    next.close();
    DiskLog third = open();
    FakeReader bAgain = new FakeReader(third, quarter, "v1");
    assertThat(bAgain.drain()).isEmpty();
    assertThat(bAgain.delivered()).isEqualTo(2 + 3 + 4);
  }

  @Test
  void without_cursors_everyone_begins_with_the_oldest() throws Exception {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    a.settle(a.take(1, 1_000));
    log.close();
    Files.delete(folder.resolve("slot-0/cursors"));

    FakeReader again = reader(open(), "a", "v1");

    assertThat(again.drain()).containsExactly(1, 2);
  }

  @Test
  void a_record_that_no_segment_can_hold_is_counted_and_holds_up_nothing() {
    DiskLog log = open();
    String view = "v".repeat(Names.MAX_BYTES + 1);
    FakeReader a = reader(log, "a", view);
    append(log, view, 2);
    a.reader.follow("v1");
    append(log, "v1", 3);

    assertThat(a.drain()).containsExactly(3);
    assertThat(a.dropped("encoding_error")).isEqualTo(2);
    assertThat(a.reader.unsettledSpans()).isZero();
  }

  @Test
  void a_damaged_record_is_lost_alone_and_counted() throws Exception {
    DiskLog log = open();
    reader(log, "a", "v1");
    append(log, "v1", 1, 2, 3);
    log.close();
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 4;
    Files.write(segment, bytes);

    FakeReader again = reader(open(), "a", "v1");

    assertThat(again.drain()).containsExactly(1, 3);
    assertThat(again.dropped("corrupt")).isEqualTo(2);
    assertThat(again.reader.unsettledSpans()).isZero();
  }

  @Test
  void spans_that_are_settled_are_not_lost_with_the_rest_of_their_record() throws Exception {
    DiskLog log = open(100_000);
    FakeReader slow = reader(log, "slow", "v1");
    log.append(record("v1", 10, 20_000));
    Lease lease = slow.take();
    slow.settlePart(lease, 4);
    lease.park();

    for (int i = 1; i <= 100; i++) {
      log.append(record("v1", 1, 20_000));
    }

    assertThat(lease.isGone()).isTrue();
    assertThat(slow.delivered()).isEqualTo(4);
    assertThat(slow.dropped("buffer_full") + slow.reader.unsettledSpans()).isEqualTo(106);
    assertThat(slow.lostSpans).isEqualTo(slow.dropped("buffer_full"));
  }

  /** Two readers, each with records read ahead, would otherwise stop each other for ever. */
  @Test
  void records_that_were_read_ahead_make_way_for_the_copies_of_a_request() throws Exception {
    DiskLog log = open(100_000);
    FakeReader cutting = reader(log, "a", "v1");
    FakeReader other = reader(log, "b", "v1");
    for (int i = 1; i <= 12; i++) {
      log.append(record("v1", i, 20_000));
    }
    log.awaitIdle();
    cutting.reader.prepare(Long.MIN_VALUE, 3, 100_000); // the records 1 and 2
    Lease lease = Objects.requireNonNull(cutting.reader.take(1, 100_000));
    other.reader.prepare(Long.MIN_VALUE, 6, 100_000); // the records 1 to 3

    assertThat(lease.tryReserve(40_000)).isTrue();

    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(100_000);
    lease.tryReserve(0);
    assertThat(other.drain()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    cutting.settle(lease);
    assertThat(cutting.drain()).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(log.sizeInBytes()).isZero();
  }

  /** Vendors that are down hold records that they read ahead, for as long as their breakers are open. */
  @Test
  void any_number_of_readers_that_are_down_leave_a_slow_reader_the_room_to_join() throws Exception {
    DiskLog log = open(100_000);
    FakeReader slow = reader(log, "slow", "v1");
    List<FakeReader> down = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      down.add(reader(log, "down" + i, "v1"));
    }
    for (int i = 1; i <= 20; i++) {
      log.append(record("v1", i, 10_000));
    }
    log.awaitIdle();
    slow.reader.prepare(Long.MIN_VALUE, 3, 100_000); // the records 1 and 2
    Lease lease = Objects.requireNonNull(slow.reader.take(3, 100_000));
    for (FakeReader each : down) {
      each.reader.prepare(Long.MIN_VALUE, 3, 100_000);
    }
    assertThat(lease.records()).hasSize(2);
    assertThat(log.sizeInBytes()).isGreaterThan(60_000);

    assertThat(lease.tryReserve(40_000)).isTrue();

    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(100_000);
    slow.settle(lease);
    for (FakeReader each : down) {
      assertThat(each.drain()).hasSize(20);
    }
  }

  @Test
  void a_reader_with_its_share_in_flight_starts_no_further_request() throws Exception {
    DiskLog log = open(100_000);
    FakeReader reader = reader(log, "a", "v1");
    reader(log, "b", "v1");
    log.append(record("v1", 1, 20_000));
    log.append(record("v1", 2, 20_000));
    Lease first = reader.take(1, 100_000);
    assertThat(reader.reader.hasCapacity()).isTrue();

    assertThat(first.tryReserve(10_000)).isTrue();
    assertThat(reader.reader.hasCapacity()).isFalse();
    assertThat(first.tryReserve(1_000)).isTrue();
    assertThat(reader.reader.hasCapacity()).isTrue();
    Lease second = reader.take(2, 100_000);

    assertThat(reader.reader.hasCapacity()).isFalse();
    assertThat(first.maxReservation()).isEqualTo(80_000);
    second.park();
    first.park();
    assertThat(reader.reader.hasCapacity()).isTrue();
  }

  @ParameterizedTest(name = "memory {0}")
  @ValueSource(longs = {100_000, MIB, 4 * MIB})
  void a_full_log_gives_up_the_oldest_and_only_those_who_had_not_settled_it_lose_it(long memory)
      throws Exception {
    DiskLog log = open(memory);
    FakeReader fast = reader(log, "fast", "v1");
    FakeReader slow = reader(log, "slow", "v1");
    int spans = 0;
    for (int i = 1; i <= 100; i++) {
      log.append(record("v1", i, 20_000));
      fast.drain();
      spans += i;
    }
    log.append(record("v1", 1_000, 10));

    assertThat(fast.lostSpans).isZero();
    assertThat(slow.dropped("buffer_full")).isPositive().isEqualTo(slow.lostSpans);
    assertThat(slow.drain().stream().mapToLong(i -> i).sum() + slow.lostSpans)
        .isEqualTo(spans + 1_000);
    assertThat(slow.reader.unsettledSpans()).isZero();
    log.awaitIdle();
    assertThat(bytesOnDisk()).isLessThanOrEqualTo(MIB);
  }

  @Test
  void a_reader_that_is_behind_reads_from_the_disk_within_the_memory() {
    DiskLog log = open(100_000);
    FakeReader a = reader(log, "a", "v1");
    for (int i = 1; i <= 30; i++) {
      log.append(record("v1", i, 20_000));
    }
    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(100_000);

    assertThat(a.drain()).isEqualTo(IntStream.rangeClosed(1, 30).boxed().toList());
    assertThat(log.sizeInBytes()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void settled_segments_are_deleted() throws Exception {
    DiskLog log = open();
    log.forgetAllBut(Set.of("a"));
    FakeReader a = reader(log, "a", "v1");
    for (int i = 1; i <= 100; i++) {
      log.append(record("v1", i, 20_000));
      a.drain();
    }
    log.append(record("v1", 1, 10));
    log.awaitIdle();

    assertThat(segments().size()).isLessThanOrEqualTo(2);
    log.close();
    DiskLog next = open();
    next.forgetAllBut(Set.of("a"));
    reader(next, "a", "v1").drain();
    next.close();
    assertThat(segments()).isEmpty();
  }

  @Test
  void old_records_expire_in_memory_and_on_disk() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    clock.advance(Duration.ofMinutes(1));
    long then = clock.now();
    append(log, "v1", 3);

    a.prepare(then);
    assertThat(a.dropped("expired")).isEqualTo(3);
    log.close();
    FakeReader again = reader(open(), "a", "v1");
    again.prepare(then + 1);

    assertThat(again.dropped("expired")).isEqualTo(6);
    assertThat(again.reader.unsettledSpans()).isZero();
  }

  @Test
  void a_second_process_takes_the_next_slot_and_a_third_adopts_it() {
    DiskLog first = open();
    reader(first, "a", "v1");
    append(first, "v1", 1);
    DiskLog second = open();
    FakeReader b = reader(second, "a", "v1");
    append(second, "v1", 2, 3);
    b.settle(b.take(2, 1_000));
    assertThat(folder.resolve("slot-1/cursors")).exists();
    second.close();
    first.close();

    DiskLog third = open();
    FakeReader a = reader(third, "a", "v1");

    assertThat(a.given).isEqualTo(1 + 3);
    assertThat(a.drain()).containsExactly(1, 3);
    assertThat(a.lostSpans).isZero();
    third.close();
    assertThat(folder.resolve("slot-1")).isDirectoryNotContaining("glob:**.log");
  }

  @Test
  void a_slot_that_has_lost_its_cursors_is_delivered_beside_one_that_has_them() throws Exception {
    DiskLog first = open();
    reader(first, "a", "v1");
    append(first, "v1", 1);
    DiskLog second = open();
    reader(second, "a", "v1");
    append(second, "v1", 2);
    second.close();
    first.close();
    Files.delete(folder.resolve("slot-0/cursors"));

    FakeReader a = reader(open(), "a", "v1");

    assertThat(a.drain()).containsExactly(1, 2);
    assertThat(a.lostSpans).isZero();
  }

  @Test
  void the_end_is_settled_when_all_before_it_is() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1);
    Lease first = a.take();
    append(log, "v1", 2);
    long end = a.reader.end();
    append(log, "v1", 3);

    a.settle(first);
    assertThat(a.reader.hasSettled(end)).isFalse();
    Lease rest = a.take();
    assertThat(a.reader.hasSettled(end)).isFalse();
    a.settle(rest);

    assertThat(a.reader.hasSettled(end)).isTrue();
  }

  @Test
  void a_folder_that_was_out_of_reach_is_gone_on_with() throws Exception {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    log.awaitIdle();
    Path aside = Files.move(folder, base.resolve("aside"));
    Files.createFile(folder); // so that no other can be made
    clock.advance(Duration.ofSeconds(2));
    append(log, "v1", 3);

    Files.delete(folder);
    Files.move(aside, folder);
    log.awaitIdle();

    assertThat(a.drain()).containsExactly(1, 2, 3);
    assertThat(a.given + a.lostSpans).isZero();
    assertThat(a.reader.unsettledSpans()).isZero();
  }

  @Test
  void an_abandoned_reader_answers_for_everything_it_had() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    Lease inFlight = a.take(1, 1_000);

    assertThat(a.reader.abandon(DropReason.SHUTDOWN)).isEqualTo(3);

    assertThat(inFlight.settle(() -> {})).isFalse();
    assertThat(a.reader.abandon(DropReason.SHUTDOWN)).isZero();
    assertThat(a.dropped("shutdown")).isEqualTo(3);
  }

  @Test
  void a_flush_does_not_wait_for_what_was_abandoned() {
    DiskLog log = open();
    FakeReader a = reader(log, "a", "v1");
    append(log, "v1", 1, 2);
    long end = a.reader.end();
    assertThat(a.reader.hasSettled(end)).isFalse();

    a.reader.abandon(DropReason.SHUTDOWN);

    assertThat(a.reader.hasSettled(end)).isTrue();
  }

  /** Random actions, restarts and kills among them, against a model that keeps each reader's account. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_span_is_settled_lost_or_still_there(long seed) {
    Random random = new Random(seed);
    int memory = 3_000 + random.nextInt(20_000);
    DiskLog log = open(memory);
    List<FakeReader> readers = new ArrayList<>();
    long[] given = new long[3];
    for (int i = 0; i < 3; i++) {
      readers.add(reader(log, "r" + i, "v" + random.nextInt(2)));
    }
    for (int step = 0; step < 400; step++) {
      int who = random.nextInt(3);
      FakeReader reader = readers.get(who);
      switch (random.nextInt(60)) {
        case 0 -> {
          boolean killed = random.nextBoolean();
          if (!killed) {
            readers.forEach(each -> each.reader.keep());
            log.close();
          }
          log = killed ? openAfterKill() : open(memory);
          for (int i = 0; i < 3; i++) {
            readers.set(i, reader(log, "r" + i, "v" + random.nextInt(2)));
          }
        }
        default -> {
          switch (random.nextInt(6)) {
            case 0, 1 -> {
              String view = "v" + random.nextInt(2);
              int spans = 1 + random.nextInt(9);
              for (int i = 0; i < 3; i++) {
                given[i] += readers.get(i).view.equals(view) ? spans : 0;
              }
              log.append(record(view, spans, 50 + random.nextInt(400)));
            }
            case 2 -> reader.takeSome(random);
            case 3 -> reader.settleSome(random);
            case 4 -> reader.parkSome(random);
            default -> {
              reader.prepare(clock.now() - Duration.ofSeconds(200).toNanos());
              clock.advance(Duration.ofSeconds(1));
            }
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        FakeReader each = readers.get(i);
        long dropped = each.dropped("expired")
            + each.dropped("corrupt")
            + each.dropped("buffer_full")
            + each.dropped("disk_unavailable");
        assertThat(each.delivered() + dropped + each.reader.unsettledSpans())
            .as("step %s, reader %s", step, i)
            .isEqualTo(given[i]);
        assertThat(each.dropped("corrupt") + each.dropped("disk_unavailable")).isZero();
      }
    }
    for (FakeReader each : readers) {
      each.leases.forEach(Lease::park);
      each.parked.addAll(each.leases);
      each.parked.stream().filter(Lease::unpark).forEach(each::settle);
      each.drain();
      assertThat(each.reader.unsettledSpans()).isZero();
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 30);
  }

  private DiskLog open() {
    return open(MIB);
  }

  private DiskLog open(long memory) {
    if (settings == null) {
      settings = new DiskSettings(folder, MIB, Sync.INTERVAL, Duration.ZERO);
    }
    DiskLog log = DiskLog.open(settings, memory, clock);
    log.tuning().setPatience(Duration.ofMinutes(1));
    open.add(log);
    return log;
  }

  /** Opens a copy of the folder as it is at this moment, which is what a kill leaves. */
  private DiskLog openAfterKill() {
    try {
      open.get(open.size() - 1).awaitIdle();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Path copy = base.resolve("log-" + open.size());
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(folder.relativize(file)));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    folder = copy;
    settings = null;
    return open();
  }

  private FakeReader reader(DiskLog log, String name, String view) {
    return new FakeReader(log, name, view);
  }

  private void append(DiskLog log, String view, int... spans) {
    for (int each : spans) {
      log.append(record(view, each, 100));
    }
  }

  private BatchRecord record(String view, int spans, int bytes) {
    byte[] body = new byte[bytes];
    java.util.Arrays.fill(body, (byte) spans);
    return new BatchRecord(
        view, FORMAT, clock.now(), spans, List.of(new Body(body, bytes, Integer.MAX_VALUE)));
  }

  private List<Path> segments() {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private long bytesOnDisk() {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
