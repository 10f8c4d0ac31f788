/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.LongProof;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fills, refuses, stalls or goes away: the log goes on from memory, counts, and heals by itself. */
@Timeout(60)
class SickDiskTest {

  private static final Map<String, String> ONE = Map.of("a", "v1");
  private static final Path CURSORS = OpenedLog.FOLDER.resolve("slot-0").resolve(StateFile.NAME);

  private final FailingDisk disk = new FailingDisk();
  private final ManualClock clock = new ManualClock();
  private final List<String> appended = new ArrayList<>();

  @Test
  void on_a_full_disk_nothing_is_lost_that_memory_holds_and_all_is_written_when_there_is_room()
      throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 3);
      disk.haveRoomFor(disk.sizeInBytes() + 700);
      append(log, 20);
      assertThat(log.hasKeptUp()).isFalse();

      disk.haveRoomFor(Long.MAX_VALUE);
      awaitHealed(log);

      assertThat(foundAfterAKill()).isEqualTo(appended);
      assertThat(log.takeAll("a")).isEqualTo(appended);
      assertThat(log.books("a").dropped()).isZero();
    }
  }

  @Test
  void a_record_is_appended_once_the_disk_has_taken_it() throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 3);
      assertThat(log.isAppended()).isTrue();

      disk.beReadOnly(true);
      append(log, 1);
      assertThat(log.isAppended()).isFalse();

      disk.beReadOnly(false);
      awaitHealed(log);
      assertThat(log.isAppended()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Sync.class)
  void a_file_system_that_syncs_no_folders_costs_a_promise_and_not_the_log(Sync sync)
      throws Exception {
    disk.syncNoFolders();
    OpenedLog.Settings settings =
        new OpenedLog.Settings(sync, clock, OpenedLog.FOLDER, 1 << 20, 4 << 20);
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = OpenedLog.open(disk, settings, ONE)) {
      for (int i = 0; i < 60; i++) { // some segments
        append(log, 2);
        clock.advance(Duration.ofSeconds(2));
        log.awaitIdle();
      }

      assertThat(log.hasKeptUp()).isTrue();
      assertThat(foundAfterAKill()).isEqualTo(appended);
      assertThat(told.lines())
          .filteredOn(line -> line.contains("after a loss of power"))
          .hasSize(1);
      assertThat(told.lines()).noneMatch(line -> line.contains("cannot be written"));
      assertThat(disk.openHandles()).isLessThan(10);
    }
  }

  @Test
  void a_file_system_that_renames_no_open_file_holds_the_log() throws Exception {
    disk.renameNoOpenFiles();
    try (OpenedLog log = open(4 << 20)) {
      append(log, 60);
      log.awaitIdle();

      assertThat(log.hasKeptUp()).isTrue();
      assertThat(foundAfterAKill()).isEqualTo(appended);
    }
  }

  @LongProof
  @Test
  void a_disk_that_refuses_again_and_again_costs_no_handles() throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 3);
      log.awaitIdle();
      int before = disk.openHandles();
      for (int i = 0; i < 10; i++) {
        disk.failBetween(disk.changes() + 1 + i % 7, disk.changes() + 1 + i % 7);
        append(log, 1);
        awaitHealed(log);
      }

      assertThat(disk.openHandles()).isLessThanOrEqualTo(before + 10); // segments that are read
    }
  }

  @Test
  void what_neither_disk_nor_memory_takes_is_counted_and_the_newest_are_kept() throws Exception {
    try (OpenedLog log = open(20_000)) {
      disk.beReadOnly(true);
      append(log, 100);

      List<String> found = log.takeAll("a");

      assertThat(found).isNotEmpty().isEqualTo(appended.subList(100 - found.size(), 100));
      assertThat(log.books("a").dropped()).isEqualTo(100 - found.size());
      assertThat(log.books("a").buffered()).isZero();
    }
  }

  @Test
  void a_vendor_that_keeps_up_goes_on_from_memory_while_another_one_fills_it() throws Exception {
    OpenedLog.Settings settings =
        new OpenedLog.Settings(Sync.INTERVAL, clock, OpenedLog.FOLDER, 1 << 20, 3_500);
    try (OpenedLog log = OpenedLog.open(disk, settings, Map.of("a", "v1", "slow", "v2"))) {
      append(log, 1);
      log.takeAll("a");
      log.append(Records.named(1, "v2", 1, 1_000));
      disk.beReadOnly(true);
      log.append(Records.named(2, "v2", 1, 1_000));
      log.append(Records.named(3, "v2", 1, 1_000));

      append(log, 1); // and record 1 is on disk only

      assertThat(log.takeAll("a")).isEqualTo(appended.subList(1, 2));
    }
  }

  @Test
  void what_could_not_be_deleted_is_deleted_when_the_disk_lets_it() throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 80); // more than a segment
      clock.advance(Duration.ofSeconds(2)); // past the moment at which they were encoded
      disk.beReadOnly(true);
      assertThat(log.takeAll("a")).isEqualTo(appended);

      disk.beReadOnly(false);

      await().atMost(Duration.ofSeconds(20)).until(() -> disk.sizeInBytes() < 20_000);
    }
  }

  @Test
  void a_folder_that_cannot_be_made_at_the_start_is_made_later() throws Exception {
    disk.beReadOnly(true);
    try (OpenedLog log = open(4 << 20)) {
      append(log, 5);

      disk.beReadOnly(false);
      awaitHealed(log);

      assertThat(foundAfterAKill()).isEqualTo(appended);
      assertThat(log.takeAll("a")).isEqualTo(appended);
    }
  }

  @Test
  void a_ledger_that_cannot_be_read_at_the_start_goes_on_when_it_can_be_read() throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 4);
      log.settle("a", Objects.requireNonNull(log.take("a", 3, 1 << 20)));
    }
    clock.advance(Duration.ofSeconds(2));
    disk.beReadOnly(true); // else the next slot would be taken
    disk.beUnreadable(CURSORS, true);
    try (OpenedLog log = open(4 << 20)) {
      append(log, 2);
      log.settle("a", Objects.requireNonNull(log.take("a", 1, 1 << 20)));
      disk.beReadOnly(false);
      disk.beUnreadable(CURSORS, false);
      awaitHealed(log);

      assertThat(log.books("a").received()).isEqualTo(6);
      assertThat(log.books("a").delivered()).isEqualTo(4);
      assertThat(log.books("a").buffered()).isEqualTo(2);
      assertThat(log.takeAll("a")).hasSize(2);
    }
    try (OpenedLog log = open(4 << 20)) {
      assertThat(log.books("a").received()).isEqualTo(6);
      assertThat(log.books("a").delivered()).isEqualTo(6);
    }
  }

  @Test
  void a_ledger_in_a_slot_that_cannot_be_read_goes_on_from_the_slot_taken_in_its_place()
      throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 4);
      log.takeAll("a");
    }
    clock.advance(Duration.ofSeconds(2));
    disk.beUnreadable(CURSORS, true);
    try (OpenedLog log = open(4 << 20)) {
      append(log, 2);
      log.takeAll("a");
      log.awaitIdle();
      disk.beUnreadable(CURSORS, false);
      clock.advance(Duration.ofSeconds(31)); // then slots without an owner are looked for
      append(log, 1);

      await().atMost(Duration.ofSeconds(20)).until(() -> !disk.exists(CURSORS));
      assertThat(log.books("a").received()).isEqualTo(7);
      assertThat(log.books("a").delivered()).isEqualTo(6);
      assertThat(log.books("a").buffered()).isEqualTo(1);
    }
    try (OpenedLog log = open(4 << 20)) { // takes the first slot, which is empty now
      assertThat(log.books("a").received()).isEqualTo(7);
      await().atMost(Duration.ofSeconds(20)).until(() -> log.takeAll("a").size() == 1);
    }
  }

  @Test
  void a_folder_that_is_deleted_costs_at_most_what_it_held_and_a_new_one_takes_its_place()
      throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 5);
      disk.loseFolder(OpenedLog.FOLDER);
      clock.advance(Duration.ofSeconds(2));
      append(log, 5);
      awaitHealed(log);
      clock.advance(Duration.ofSeconds(2));
      append(log, 5);
      awaitHealed(log);

      assertThat(foundAfterAKill()).containsAll(appended.subList(10, 15));
      List<String> found = log.takeAll("a");
      assertThat(found).isEqualTo(appended.stream().filter(found::contains).toList());
      assertThat(log.takenSpans("a") + log.books("a").dropped()).isEqualTo(15);
      assertThat(log.books("a").buffered()).isZero();
    }
  }

  @Test
  void an_append_does_not_wait_for_a_record_that_nobody_wants_any_more() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    try (OpenedLog log = open(4 << 20)) {
      log.awaitIdle();
      log.bePatientFor(Duration.ofMinutes(10));
      disk.beforeEachChange(() -> awaitUninterruptibly(stalled));
      Thread batcher = new Thread(() -> append(log, 1));
      batcher.start();
      await().until(() -> batcher.getState() == Thread.State.TIMED_WAITING);

      log.reader("a").abandon(DropReason.VENDOR_REMOVED);
      batcher.join();

      assertThat(log.hasKeptUp()).isFalse(); // what changed the roster is not written
      assertThat(log.books("a").buffered()).isZero();
      stalled.countDown();
    }
  }

  @Test
  void a_disk_that_stalls_holds_nobody_up_for_ever() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    try (OpenedLog log = open(4 << 20)) {
      append(log, 1);
      disk.beforeEachChange(() -> awaitUninterruptibly(stalled));

      append(log, 30); // returns, though nothing is written

      assertThat(log.hasKeptUp()).isFalse();
      assertThat(log.takeAll("a")).isEqualTo(appended);
      stalled.countDown();
      awaitHealed(log);
      assertThat(foundAfterAKill()).isEmpty();
    }
  }

  @Test
  void a_disk_that_is_slow_is_named_as_the_cause_of_the_first_loss() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open(20_000)) {
      append(log, 1);
      disk.beforeEachChange(() -> awaitUninterruptibly(stalled));

      append(log, 40); // the clock stands still

      assertThat(log.books("a").dropped()).isPositive();
      assertThat(told.lines())
          .filteredOn(line -> line.contains("is slow") && line.contains("disk_unavailable"))
          .hasSize(1);
      stalled.countDown();
    }
  }

  @Test
  void a_disk_that_keeps_up_again_is_waited_for_again_even_if_each_write_brings_more_to_write()
      throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    AtomicInteger changes = new AtomicInteger();
    try (OpenedLog log = open(4 << 20)) {
      append(log, 1);
      Runnable more = () -> log.reader("a").follow("v" + (1 + changes.incrementAndGet() % 2));
      disk.beforeEachChange(() -> awaitUninterruptibly(stalled));
      append(log, 1);
      assertThat(log.isBehind()).isTrue();

      disk.beforeEachChange(() -> {
        clock.advance(Duration.ofSeconds(1));
        more.run();
      });
      stalled.countDown();
      await().until(() -> changes.get() > 20);
      assertThat(log.isBehind()).isTrue();

      disk.beforeEachChange(more);
      await().until(() -> !log.isBehind());
      disk.beforeEachChange(() -> {});
    }
  }

  @Test
  void what_is_booked_as_lost_at_the_end_is_not_written_after_it() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    OpenedLog log = open(4 << 20);
    append(log, 2);
    disk.beforeEachChange(() -> awaitUninterruptibly(stalled));
    append(log, 10);

    log.close(); // in vain: the disk takes nothing
    long dropped = log.books("a").dropped("shutdown");
    assertThat(dropped).isBetween(9L, 10L); // one may be on its way
    assertThat(log.books("a").buffered()).isEqualTo(12 - dropped);
    stalled.countDown();
    await().atMost(Duration.ofSeconds(20)).until(() -> !log.isWriterAlive());

    assertThat(foundAfterAKill()).isEqualTo(appended.subList(0, (int) (12 - dropped)));
  }

  @Test
  void a_slot_of_another_user_is_left_alone_and_the_next_one_taken() throws Exception {
    disk.createFolder(OpenedLog.FOLDER.resolve("slot-0"));
    disk.belongsToAnother(OpenedLog.FOLDER.resolve("slot-0"));
    try (OpenedLog log = open(4 << 20)) {
      append(log, 3);

      assertThat(log.hasKeptUp()).isTrue();
      assertThat(disk.files().keySet())
          .anyMatch(file -> UsedLog.isSegment(file) && file.toString().contains("slot-1"));
    }
  }

  @Test
  void a_segment_that_cannot_be_read_at_the_start_costs_what_it_holds_and_no_more()
      throws Exception {
    for (int run = 0; run < 2; run++) {
      try (OpenedLog log = open(4 << 20)) {
        append(log, 4);
      }
    }
    Path first =
        disk.files().keySet().stream().filter(UsedLog::isSegment).findFirst().orElseThrow();
    disk.beUnreadable(first, true);

    try (OpenedLog log = open(4 << 20)) {
      assertThat(log.takeAll("a")).isEqualTo(appended.subList(4, 8));
      assertThat(log.books("a").dropped("corrupt")).isEqualTo(4);
      assertThat(log.books("a").buffered()).isZero();
      append(log, 1);
      assertThat(log.hasKeptUp()).isTrue();
    }
  }

  @Test
  void a_record_that_cannot_be_read_now_is_read_later() throws Exception {
    try (OpenedLog log = open(20_000)) {
      append(log, 1);
      Lease lease = Objects.requireNonNull(log.take("a", 1, 1 << 20));
      lease.park();
      append(log, 40); // and it is on disk only
      for (Path file : disk.files().keySet()) {
        disk.beUnreadable(file, true);
      }
      assertThat(lease.unpark()).isTrue();
      assertThatThrownBy(lease::records).isInstanceOf(UnreadableException.class);

      for (Path file : disk.files().keySet()) {
        disk.beUnreadable(file, false);
      }

      assertThat(lease.records()).hasSize(1);
      log.settle("a", lease);
      assertThat(log.takeAll("a")).isEqualTo(appended.subList(1, 41));
      assertThat(log.books("a").dropped()).isZero();
    }
  }

  @LongProof
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void a_disk_that_fails_now_and_then_loses_nothing_and_repeats_nothing(long seed)
      throws Exception {
    Random random = new Random(seed);
    List<String> found = new ArrayList<>();
    try (OpenedLog log = open(4 << 20)) {
      for (int i = 0; i < 2; i++) {
        long from = disk.changes() + 1 + random.nextInt(6);
        disk.failBetween(from, from + random.nextInt(4));
        append(log, 5 + random.nextInt(20));
        if (random.nextBoolean()) {
          found.addAll(log.takeAll("a"));
        }
        awaitHealed(log);
      }
      List<String> left = new ArrayList<>(appended);
      left.removeAll(found);
      assertThat(foundAfterAKill()).isEqualTo(left);
      found.addAll(log.takeAll("a"));
    }
    assertThat(found).isEqualTo(appended);
  }

  @Test
  void what_was_written_when_the_disk_refused_to_sync_is_synced_when_it_does_not()
      throws Exception {
    OpenedLog.Settings settings =
        new OpenedLog.Settings(Sync.EVERY_BATCH, clock, OpenedLog.FOLDER, 1 << 20, 4 << 20);
    try (OpenedLog log = OpenedLog.open(disk, settings, ONE)) {
      append(log, 1);
      log.awaitIdle();
      long written = disk.changes();
      disk.failBetween(written + 5, written + 5); // after a header, two bodies and a trailer
      append(log, 1);

      awaitHealed(log);
      clock.advance(Duration.ofSeconds(2));
      append(log, 1);
      log.awaitIdle();

      assertThat(Records.namesIn(disk.synced().values())).containsAll(appended);
    }
  }

  @Test
  void a_disk_that_refuses_each_sync_is_held_to_its_limit() throws Exception {
    long limit = 1 << 20;
    try (OpenedLog log = open(64_000)) {
      log.retryAfter(Duration.ofMillis(1));
      append(log, 1);
      log.awaitIdle();
      disk.syncNoFiles(true);
      long largest = 0;
      while (appended.size() < 3 * limit / 1_000) {
        long changes = disk.changes();
        append(log, 10);
        clock.advance(Duration.ofSeconds(2));
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(Duration.ofSeconds(20))
            .until(() -> disk.changes() > changes);
        largest = Math.max(largest, disk.sizeInBytes());
      }

      assertThat(largest).isBetween(limit / 2, limit + 64_000);

      disk.syncNoFiles(false);
      awaitHealed(log);
      assertThat(foundAfterAKill()).isNotEmpty().endsWith(appended.get(appended.size() - 1));
    }
  }

  @Test
  void a_report_of_a_log_in_use_leaves_out_what_is_deleted_meanwhile() throws Exception {
    try (OpenedLog log = open(4 << 20)) {
      append(log, 2);
      log.awaitIdle();
      AtomicInteger openings = new AtomicInteger();
      disk.beforeEachOpening(file -> {
        if (UsedLog.isSegment(file) && openings.incrementAndGet() == 3) { // after both of its walks
          disk.loseFolder(OpenedLog.FOLDER.resolve("slot-0"));
        }
      });

      FolderReport report = FolderReport.of(disk, OpenedLog.FOLDER);

      assertThat(openings).hasValue(3);
      assertThat(report.isSound()).isTrue();
      assertThat(report.slots().get(0).vendors().get(0).waiting().spans()).isZero();
    }
  }

  private OpenedLog open(long memory) {
    return OpenedLog.open(
        disk, new OpenedLog.Settings(Sync.INTERVAL, clock, OpenedLog.FOLDER, 1 << 20, memory), ONE);
  }

  private void append(OpenedLog log, int batches) {
    for (int i = 0; i < batches; i++) {
      var record = Records.named(appended.size(), "v1", 1, 1_000);
      appended.add(Records.name(record));
      log.append(record);
    }
  }

  private static void awaitHealed(OpenedLog log) {
    await().atMost(Duration.ofSeconds(20)).until(log::hasKeptUp);
  }

  /** What the next process would find, were this one killed now. */
  private List<String> foundAfterAKill() throws Exception {
    try (OpenedLog log =
        OpenedLog.open(disk.afterKill(), new OpenedLog.Settings(Sync.NEVER, clock), ONE)) {
      return log.takeAll("a");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
