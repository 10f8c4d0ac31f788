/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full disk costs the oldest batches, as the limit does, whoever filled it; and no more than has to be. */
@Timeout(60)
class FullDiskTest {

  private static final Map<String, String> ONE = Map.of("a", "v1");
  private static final int RECORD = 20_000;
  private static final int SEGMENT = 64 << 10;
  private static final int MEMORY = 5 * RECORD;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final FailingDisk disk = new FailingDisk();
  private final ManualClock clock = new ManualClock();
  private final List<String> appended = new ArrayList<>();

  @Test
  void the_oldest_segment_goes_first_and_the_newest_batch_is_written() throws Exception {
    disk.haveRoomFor(400_000);
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      append(log, 60);

      assertThat(log.hasKeptUp()).isTrue();
      List<String> kept = foundAfterAKill();
      assertThat(kept).isEqualTo(newest(kept.size()));
      assertThat(kept.size() * RECORD).isGreaterThan(200_000);
      assertThat(log.takeAll("a")).isEqualTo(kept);
      assertThat(log.books("a").dropped("buffer_full"))
          .isEqualTo(log.books("a").dropped())
          .isEqualTo(60 - kept.size());
      assertThat(log.books("a").buffered()).isZero();
      assertThat(told.lines())
          .filteredOn(line -> line.contains("the disk is full"))
          .hasSize(1)
          .allMatch(line -> line.contains("dropped{buffer_full}") && line.contains("Free space"));
    }
  }

  @Test
  void batches_wait_in_memory_at_first_since_the_space_may_come_back() throws Exception {
    try (OpenedLog log = open()) {
      append(log, 6);
      disk.haveRoomFor(disk.sizeInBytes());
      log.append(record());
      await().until(log::isBehind);
      int full = SEGMENT; // two segments are there
      assertThat(disk.sizeInBytes()).isGreaterThan(full);

      disk.haveRoomFor(Long.MAX_VALUE);
      await().until(log::hasKeptUp);

      assertThat(log.takeAll("a")).isEqualTo(appended);
      assertThat(log.books("a").dropped()).isZero();
    }
  }

  @Test
  void after_two_seconds_the_oldest_make_way_though_memory_has_room() throws Exception {
    try (OpenedLog log = open()) {
      append(log, 6);
      disk.haveRoomFor(disk.sizeInBytes());
      log.append(record());
      await().until(log::isBehind);

      clock.advance(GRACE);
      await().until(log::hasKeptUp);

      assertThat(foundAfterAKill()).contains("record 6");
      assertThat(log.books("a").dropped("buffer_full")).isBetween(1L, 4L);
    }
  }

  @Test
  void another_process_that_takes_the_freed_space_costs_one_deletion_and_no_loop()
      throws Exception {
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      append(log, 20);
      int before = segments().size();
      disk.beforeEachChange(() -> disk.haveRoomFor(disk.sizeInBytes()));
      for (int i = 0; i < 20; i++) {
        log.append(record());
        clock.advance(Duration.ofMillis(100));
      }
      await().until(() -> log.books("a").dropped("disk_unavailable") > 0);
      clock.advance(GRACE);
      long changes = disk.changes();
      await().until(() -> disk.changes() > changes + 10); // it is tried again

      assertThat(segments()).hasSizeGreaterThanOrEqualTo(before - 2);
      assertThat(told.lines())
          .filteredOn(line -> line.contains("cannot be written"))
          .hasSize(1);

      disk.beforeEachChange(() -> {});
      disk.haveRoomFor(Long.MAX_VALUE);
      await().until(log::hasKeptUp);
      List<String> taken = log.takeAll("a");
      assertThat(taken).endsWith("record 39");
      assertThat(taken.size() + log.books("a").dropped()).isEqualTo(40);
      assertThat(log.books("a").buffered()).isZero();
    }
  }

  @Test
  void a_deletion_in_vain_is_tried_again_after_a_minute() throws Exception {
    try (OpenedLog log = open()) {
      append(log, 20);
      disk.beforeEachChange(() -> disk.haveRoomFor(disk.sizeInBytes()));
      log.append(record());
      await().until(log::isBehind);
      clock.advance(GRACE);
      await().until(() -> log.books("a").dropped() > 0);
      long dropped = log.books("a").dropped();
      disk.beforeEachChange(() -> {}); // the other process is content, and the disk stays full

      clock.advance(Duration.ofSeconds(50));
      long changes = disk.changes();
      await().until(() -> disk.changes() > changes + 4);
      assertThat(log.books("a").dropped()).isEqualTo(dropped);

      clock.advance(Duration.ofSeconds(20));
      await().until(log::hasKeptUp);
      assertThat(foundAfterAKill()).endsWith("record 20");
    }
  }

  @Test
  void a_disk_that_was_full_and_refuses_everything_is_not_asked_in_a_loop() throws Exception {
    try (OpenedLog log = open()) {
      append(log, 6);
      disk.haveRoomFor(disk.sizeInBytes());
      log.append(record());
      await().until(log::isBehind);
      log.retryAfter(Duration.ofSeconds(5)); // only a loop asks more often
      disk.beReadOnly(true);
      while (log.books("a").dropped() == 0) { // memory is full
        log.append(record());
      }

      long before = disk.changes();

      await().during(Duration.ofMillis(500)).until(() -> disk.changes() - before < 50);
      disk.beReadOnly(false);
      disk.haveRoomFor(Long.MAX_VALUE);
    }
  }

  @Test
  void what_another_process_has_in_the_folder_is_not_deleted() throws Exception {
    try (OpenedLog other = open()) {
      for (int i = 100; i < 110; i++) {
        other.append(Records.named(i, "v1", 1, RECORD));
      }
      other.awaitIdle();
      disk.haveRoomFor(500_000);
      try (OpenedLog log = open()) {
        append(log, 40);

        assertThat(log.books("a").dropped("buffer_full")).isPositive();
        assertThat(log.takeAll("a")).endsWith("record 39");
      }
      assertThat(other.takeAll("a")).hasSize(10);
      assertThat(other.books("a").dropped()).isZero();
    }
  }

  @Test
  void nothing_is_deleted_for_a_batch_that_would_not_fit_all_the_same() throws Exception {
    try (OpenedLog log = open()) {
      append(log, 6);
      disk.haveRoomFor(disk.sizeInBytes());
      log.append(Records.named(99, "v1", 1, 300_000)); // and not in memory either
      clock.advance(GRACE);
      await().until(log::isBehind);

      disk.haveRoomFor(Long.MAX_VALUE);
      await().until(log::hasKeptUp);
      assertThat(log.takeAll("a")).containsAll(appended);
    }
  }

  @Test
  void at_the_end_the_newest_is_written_too() throws Exception {
    disk.haveRoomFor(400_000);
    try (OpenedLog log = open()) {
      append(log, 30);
    }
    try (OpenedLog next = open()) {
      List<String> found = next.takeAll("a");
      assertThat(found).isNotEmpty().isEqualTo(newest(found.size()));
      assertThat(next.books("a").received()).isEqualTo(30);
    }
  }

  @Test
  void a_start_on_a_full_disk_gives_up_the_oldest_for_what_comes() throws Exception {
    try (OpenedLog log = open()) {
      append(log, 20);
    }
    disk.haveRoomFor(disk.sizeInBytes());
    try (OpenedLog log = open()) {
      log.append(record());
      await().until(log::isBehind);
      clock.advance(GRACE);
      await().until(log::hasKeptUp);

      assertThat(foundAfterAKill()).endsWith("record 20");
      List<String> taken = log.takeAll("a");
      assertThat(taken).endsWith("record 20");
      assertThat(taken.size() + log.books("a").dropped("buffer_full")).isEqualTo(21);
    }
  }

  @ParameterizedTest(name = "{0} refusals in a row")
  @ValueSource(ints = {1, 2, 5})
  void whichever_operation_is_refused_everything_is_sent_or_counted(int refusals) throws Exception {
    long changes = scenario(new FailingDisk(), Long.MAX_VALUE, refusals);
    assertThat(changes).isGreaterThan(40);
    for (long first = 1; first <= changes; first++) {
      scenario(new FailingDisk(), first, refusals);
    }
  }

  /** Appends, settles and appends, and is refused some changes from one on; how many changes there were. */
  private long scenario(FailingDisk on, long first, int refusals) throws Exception {
    String at = "refused from change " + first;
    List<String> taken = new ArrayList<>();
    if (first < Long.MAX_VALUE) {
      on.beFullBetween(first, first + refusals - 1);
    }
    long changes;
    try (OpenedLog log = open(on)) {
      for (int i = 0; i < 12; i++) {
        log.append(Records.named(i, "v1", 1, RECORD));
        if (i == 5) {
          Lease lease = Objects.requireNonNull(log.take("a", 2, 1 << 20));
          lease.records().forEach(record -> taken.add(Records.name(record)));
          log.settle("a", lease);
        }
      }
      clock.advance(GRACE.plusSeconds(1));
      await().pollInterval(Duration.ofMillis(1)).until(log::hasKeptUp);
      log.append(Records.named(12, "v1", 1, 10)); // a round without a refusal
      await().pollInterval(Duration.ofMillis(1)).until(log::hasKeptUp);
      changes = on.changes();

      try (OpenedLog next = open(on.afterKill())) {
        next.takeAll("a");
        FakeBooks books = next.books("a");
        assertThat(books.delivered() + books.dropped())
            .as("%s, then killed", at)
            .isEqualTo(13);
        assertThat(books.buffered()).as(at).isZero();
      }
      taken.addAll(log.takeAll("a"));
      FakeBooks books = log.books("a");
      assertThat(taken).as(at).doesNotHaveDuplicates().isSortedAccordingTo(FullDiskTest::byNumber);
      assertThat(taken.size() + books.dropped()).as(at).isEqualTo(13);
      assertThat(books.buffered()).as(at).isZero();
      assertThat(books.dropped())
          .as(at)
          .isEqualTo(books.dropped("buffer_full") + books.dropped("disk_unavailable"));
    }
    return changes;
  }

  private static int byNumber(String one, String other) {
    return Integer.compare(
        Integer.parseInt(one.substring("record ".length())),
        Integer.parseInt(other.substring("record ".length())));
  }

  private List<Path> segments() {
    return disk.files().keySet().stream().filter(UsedLog::isSegment).toList();
  }

  private OpenedLog open() {
    return open(disk);
  }

  private OpenedLog open(FailingDisk on) {
    OpenedLog log = OpenedLog.open(
        on, new OpenedLog.Settings(Sync.INTERVAL, clock, OpenedLog.FOLDER, 1 << 20, MEMORY), ONE);
    log.retryAfter(Duration.ofMillis(5));
    return log;
  }

  private BatchRecord record() {
    var record = Records.named(appended.size(), "v1", 1, RECORD);
    appended.add(Records.name(record));
    return record;
  }

  /** Appends as fast as the disk takes it; the clock advances where it takes nothing. */
  private void append(OpenedLog log, int batches) {
    for (int i = 0; i < batches; i++) {
      log.append(record());
      await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
        if (log.isBehind()) {
          clock.advance(GRACE);
        }
        return log.hasKeptUp();
      });
    }
  }

  private List<String> newest(int count) {
    return appended.subList(appended.size() - count, appended.size());
  }

  /** What the next process would find, were this one killed now. */
  private List<String> foundAfterAKill() throws Exception {
    FailingDisk left = disk.afterKill();
    try (OpenedLog log = OpenedLog.open(left, new OpenedLog.Settings(Sync.NEVER, clock), ONE)) {
      return log.takeAll("a");
    }
  }
}
