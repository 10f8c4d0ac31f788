/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes that run at the same time and keep their logs in one folder. */
@Timeout(60)
class SharedFolderTest {

  private static final Map<String, String> ONE = Map.of("a", "v1");
  private static final int LIMIT = 1 << 20;
  private static final Duration A_TICK = Duration.ofSeconds(1);
  private static final Duration UNTIL_SLOTS_ARE_LOOKED_AT = Duration.ofSeconds(31);

  private final FailingDisk disk = new FailingDisk();
  private final ManualClock clock = new ManualClock();

  @Test
  void all_together_stay_within_the_limit_and_each_counts_what_it_gives_up() throws Exception {
    List<OpenedLog> processes = IntStream.range(0, 3).mapToObj(i -> open()).toList();
    int batches = 120;
    for (int i = 0; i < batches; i++) {
      for (OpenedLog process : processes) {
        process.append(Records.named(i, "v1", 1, 20_000));
        clock.advance(A_TICK);
        process.awaitIdle();
        assertThat(disk.sizeInBytes()).as("batch %d", i).isLessThanOrEqualTo(LIMIT);
      }
    }

    long kept = 0;
    for (OpenedLog process : processes) {
      FakeBooks books = process.books("a");
      List<String> found = process.takeAll("a");
      assertThat(found.get(found.size() - 1)).isEqualTo("record " + (batches - 1));
      assertThat(books.dropped("buffer_full"))
          .isPositive()
          .isEqualTo(books.dropped())
          .isEqualTo(batches - found.size());
      assertThat(books.buffered()).isZero();
      kept += found.size();
      process.close();
    }
    assertThat(kept).as("the limit is made use of").isGreaterThan(LIMIT / 20_000 / 2);
  }

  @Test
  void a_process_that_fills_the_folder_gives_way_to_one_that_starts_later() throws Exception {
    int fits = LIMIT / 20_000;
    try (OpenedLog first = open()) {
      for (int i = 0; i < 2 * fits; i++) {
        first.append(Records.named(i, "v1", 1, 20_000));
        clock.advance(A_TICK);
        first.awaitIdle();
      }
      try (OpenedLog second = open()) {
        for (int i = 1_000; i < 1_000 + fits; i++) {
          second.append(Records.named(i, "v1", 1, 20_000));
          first.append(Records.named(i, "v1", 1, 100)); // only now and then
          clock.advance(A_TICK);
          first.awaitIdle();
          second.awaitIdle();
        }

        long keptBySecond = second.books("a").buffered();
        long keptByFirst =
            first.takeAll("a").stream().filter(name -> isLarge(name)).count();
        assertThat(keptBySecond).as("newest spans").isBetween(fits / 4L, fits * 5L / 8);
        assertThat(keptByFirst).as("oldest spans").isBetween(fits / 4L, fits * 5L / 8);
        assertThat(disk.sizeInBytes()).isLessThanOrEqualTo(LIMIT);
      }
    }
  }

  private static boolean isLarge(String name) {
    return Integer.parseInt(name.substring("record ".length())) < 1_000;
  }

  @Test
  void what_a_process_leaves_that_is_gone_another_one_takes_while_it_runs() throws Exception {
    try (OpenedLog running = open()) {
      append(running, 1, 3);
      OpenedLog other = open();
      append(other, 10, 14);
      other.settle("a", Objects.requireNonNull(other.take("a", 1, 1 << 20)));
      other.close();
      assertThat(segmentsIn("slot-1")).isNotEmpty();

      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(running, 4, 4); // a tick
      running.awaitIdle();

      assertThat(segmentsIn("slot-1")).isEmpty();
      assertThat(running.books("a").received()).isEqualTo(4 + 4);
      assertThat(running.takeAll("a"))
          .containsExactlyInAnyOrderElementsOf(names(1, 4, 11, 14))
          .containsSubsequence(names(11, 14))
          .containsSubsequence(names(1, 4));
      assertThat(running.books("a").delivered()).isEqualTo(8);
      assertThat(running.books("a").dropped() + running.books("a").buffered()).isZero();
    }
    try (OpenedLog next = open()) {
      assertThat(next.books("a").received()).as("the account goes on").isEqualTo(8);
      assertThat(next.takeAll("a")).isEmpty();
    }
  }

  @Test
  void a_reader_that_opens_a_segment_while_it_is_moved_gets_its_records() throws Exception {
    try (OpenedLog running = open();
        CapturedLog told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      append(running, 1, 1);
      OpenedLog other = open();
      append(other, 11, 14);
      other.close();
      FutureTask<List<String>> taking = new FutureTask<>(() -> running.takeAll("a"));
      Thread reader = new Thread(taking, "reader");
      disk.afterEachRenaming(to -> {
        if (UsedLog.isSegment(to)) { // it has its new name, and the writer has not noted it
          reader.start();
          awaitWaitingOrEnded(reader);
        }
      });

      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(running, 2, 2); // a tick
      running.awaitIdle();

      assertThat(taking.get()).containsExactlyInAnyOrderElementsOf(names(1, 2, 11, 14));
      assertThat(told.lines()).noneMatch(line -> line.contains("cannot read"));
    }
  }

  private static void awaitWaitingOrEnded(Thread thread) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TERMINATED);
  }

  @Test
  void a_process_that_lives_keeps_its_own() throws Exception {
    try (OpenedLog one = open();
        OpenedLog two = open()) {
      append(one, 1, 2);
      append(two, 3, 4);
      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(one, 5, 5);
      one.awaitIdle();

      assertThat(one.takeAll("a")).isEqualTo(names(1, 2, 5, 5));
      assertThat(two.takeAll("a")).isEqualTo(names(3, 4));
    }
  }

  @Test
  void a_process_that_is_ending_leaves_what_it_finds_to_the_next() throws Exception {
    OpenedLog first = open();
    OpenedLog other = open();
    first.close();
    clock.advance(A_TICK);
    OpenedLog ending = open();
    append(ending, 1, 2);
    append(other, 11, 14);
    other.close();

    ending.reader("a").keep();
    clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
    ending.close(); // and its last round is one that looks at slots

    try (OpenedLog next = open()) {
      assertThat(next.takeAll("a")).containsExactlyInAnyOrderElementsOf(names(1, 2, 11, 14));
      assertThat(next.books("a").received()).isEqualTo(6);
    }
  }

  @Test
  void what_is_damaged_in_a_slot_that_is_adopted_is_counted() throws Exception {
    try (OpenedLog running = open()) {
      OpenedLog other = open();
      append(other, 1, 4);
      other.close();
      for (Path segment : segmentsIn("slot-1")) {
        disk.delete(segment);
      }
      append(running, 5, 5);

      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(running, 6, 6); // a tick
      running.awaitIdle();

      assertThat(running.takeAll("a")).isEqualTo(names(5, 6));
      assertThat(running.books("a").dropped("corrupt")).isEqualTo(4);
      assertThat(running.books("a").received()).isEqualTo(6);
    }
  }

  @Test
  void a_slot_with_a_segment_that_cannot_be_read_now_is_adopted_when_it_can() throws Exception {
    try (OpenedLog running = open()) {
      append(running, 1, 1);
      leaveUnreadable();

      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(running, 2, 2);
      running.awaitIdle();
      assertThat(segmentsIn("slot-1")).isNotEmpty();
      assertThat(running.books("a").received()).isEqualTo(2);

      segmentsIn("slot-1").forEach(segment -> disk.beUnreadable(segment, false));
      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(running, 3, 3);
      running.awaitIdle();
      assertThat(running.takeAll("a")).containsExactlyInAnyOrderElementsOf(names(1, 3, 11, 14));
      assertThat(running.books("a").dropped()).isZero();
      assertThat(segmentsIn("slot-1")).isEmpty();
    }
  }

  @Test
  void a_slot_with_a_segment_that_cannot_be_read_at_the_start_is_adopted_when_it_can()
      throws Exception {
    OpenedLog first = open();
    leaveUnreadable();
    first.close();

    try (OpenedLog next = open()) {
      assertThat(next.books("a").dropped()).isZero();
      segmentsIn("slot-1").forEach(segment -> disk.beUnreadable(segment, false));
      clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
      append(next, 1, 1);
      next.awaitIdle();

      assertThat(next.takeAll("a")).containsExactlyInAnyOrderElementsOf(names(1, 1, 11, 14));
    }
  }

  @Test
  void a_segment_of_an_adopted_slot_that_cannot_be_read_for_minutes_is_counted_and_not_found_again()
      throws Exception {
    try (OpenedLog running = open()) {
      leaveUnreadable();
      List<Path> unreadable = segmentsIn("slot-1");
      for (int i = 1; i <= 12; i++) {
        clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
        append(running, i, i);
        running.awaitIdle();
      }

      assertThat(running.books("a").dropped("corrupt")).isEqualTo(4);
      assertThat(running.takeAll("a")).isEqualTo(names(1, 12));
      unreadable.forEach(segment -> disk.beUnreadable(segment, false));
    }
    try (OpenedLog next = open()) {
      assertThat(next.takeAll("a")).isEmpty();
      assertThat(next.books("a").received()).isEqualTo(12 + 4);
    }
  }

  /** Another process leaves the records 11 to 14, in a segment that cannot be read. */
  private void leaveUnreadable() throws Exception {
    OpenedLog other = open();
    append(other, 11, 14);
    other.close();
    segmentsIn("slot-1").forEach(segment -> disk.beUnreadable(segment, true));
  }

  @Test
  void what_is_damaged_in_a_slot_that_is_adopted_at_the_start_is_counted() throws Exception {
    OpenedLog one = open();
    OpenedLog other = open();
    append(one, 1, 2);
    append(other, 3, 6);
    one.close();
    other.close();
    for (Path segment :
        disk.files().keySet().stream().filter(UsedLog::isSegment).toList()) {
      disk.delete(segment);
    }

    try (OpenedLog next = open()) {
      assertThat(next.books("a").dropped("corrupt")).isEqualTo(6);
    }
  }

  @Test
  void what_was_adopted_and_settled_is_not_found_again_whichever_write_a_kill_comes_in()
      throws Exception {
    FailingDisk whole = new FailingDisk();
    long changes = adoptAndSettle(whole, Long.MAX_VALUE);
    assertThat(segments(whole)).hasSize(1);
    for (long change = 2; change <= changes; change++) { // the first is the settlement
      FailingDisk dying = new FailingDisk();
      adoptAndSettle(dying, change);

      try (OpenedLog next = open(dying.afterKill())) {
        assertThat(next.takeAll("a")).as("died in change %d", change).isEqualTo(names(1, 2));
        assertThat(next.books("a").received()).as("died in change %d", change).isEqualTo(6);
      }
    }
  }

  @Test
  void damage_in_a_slot_that_is_adopted_is_counted_once_whichever_write_a_kill_comes_in()
      throws Exception {
    long changes = adoptDamaged(new FailingDisk(), Long.MAX_VALUE);
    for (long change = 1; change <= changes; change++) {
      FailingDisk dying = new FailingDisk();
      adoptDamaged(dying, change);

      try (OpenedLog next = open(dying.afterKill())) {
        FakeBooks books = next.books("a");
        int taken = next.takeAll("a").size();
        assertThat(books.dropped("corrupt")).as("died in change %d", change).isEqualTo(4);
        assertThat(books.received())
            .as("died in change %d", change)
            .isEqualTo(books.dropped() + taken);
      }
    }
  }

  /** Adopts a slot that has lost its segments, dying in a change after that; returns the number of changes. */
  private long adoptDamaged(FailingDisk on, long dying) throws Exception {
    OpenedLog running = open(on);
    append(running, 1, 1);
    OpenedLog other = open(on);
    append(other, 11, 14);
    other.close();
    for (Path segment : segments(on)) {
      if (segment.startsWith(OpenedLog.FOLDER.resolve("slot-1"))) {
        on.delete(segment);
      }
    }
    return adopt(running, on, dying);
  }

  @Test
  void
      records_of_earlier_runs_in_a_slot_that_is_adopted_are_sent_once_whichever_write_a_kill_comes_in()
          throws Exception {
    long changes = adoptEarlierRun(new FailingDisk(), Long.MAX_VALUE);
    for (long change = 1; change <= changes; change++) {
      FailingDisk dying = new FailingDisk();
      adoptEarlierRun(dying, change);

      try (OpenedLog next = open(dying.afterKill())) {
        assertThat(next.takeAll("a"))
            .as("died in change %d", change)
            .doesNotHaveDuplicates()
            .containsAll(names(1, 1, 11, 14));
        assertThat(next.books("a").received() - next.books("a").dropped("torn"))
            .as("died in change %d", change)
            .isEqualTo(next.books("a").delivered());
      }
    }
  }

  /** Adopts a slot of which the last process left no records of its own, those of the one before it. */
  private long adoptEarlierRun(FailingDisk on, long dying) throws Exception {
    OpenedLog running = open(on);
    append(running, 1, 1);
    OpenedLog other = open(on);
    append(other, 11, 14);
    other.close();
    clock.advance(A_TICK);
    open(on).close();
    return adopt(running, on, dying);
  }

  /** Has a process adopt what others left, and be killed in a change; returns the number of changes. */
  private long adopt(OpenedLog running, FailingDisk on, long dying) throws Exception {
    clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
    long before = on.changes();
    if (dying < Long.MAX_VALUE) {
      on.dieAt(before + dying, 7);
    }
    append(running, 2, 2);
    awaitIdle(running, on);
    long changes = on.changes() - before;
    if (!on.isDead()) {
      on.dieAt(on.changes(), 7); // a kill
    }
    running.close();
    return changes;
  }

  @Test
  void losses_without_a_reader_are_counted_whichever_process_left_the_spans() throws Exception {
    OpenedLog.Settings large =
        new OpenedLog.Settings(Sync.INTERVAL, clock, OpenedLog.FOLDER, 8L * LIMIT, 4_000_000);
    OpenedLog first = OpenedLog.open(disk, large, ONE);
    OpenedLog second = OpenedLog.open(disk, large, ONE);
    for (int i = 1; i <= 100; i++) {
      first.append(Records.named(i, "v1", 1, 20_000));
      second.append(Records.named(1_000 + i, "v1", 1, 20_000));
    }
    first.close();
    second.close();

    DiskSettings small = new OpenedLog.Settings(Sync.INTERVAL, clock).disk();
    try (DiskLog next = DiskLog.open(small, 4_000_000, disk, clock)) {
      next.awaitIdle(); // the oldest segments have made way
      FakeBooks books = new FakeBooks();
      LogReader reader = next.newReader(
          new ReaderSettings("a", "somewhere", Duration.ZERO),
          books,
          (spans, reason) -> {},
          () -> {});

      assertThat(books.received()).isEqualTo(200);
      assertThat(books.dropped("buffer_full")).isBetween(101L, 199L);
      assertThat(reader.unsettledSpans()).isEqualTo(books.buffered());
    }
  }

  @Test
  void what_was_adopted_survives_a_loss_of_power_whatever_the_policy() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      FailingDisk on = new FailingDisk();
      OpenedLog running = adopting(on);

      try (OpenedLog next = open(on.afterPowerLoss(new Random(seed)))) {
        assertThat(next.takeAll("a")).as("seed %d", seed).containsAll(names(11, 14));
      }
      running.close();
    }
  }

  @Test
  void a_slot_that_was_adopted_is_empty_after_a_loss_of_power_whatever_the_policy()
      throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      FailingDisk on = new FailingDisk();
      OpenedLog running = adopting(on);

      assertThat(on.afterPowerLoss(new Random(seed)).files().keySet())
          .as("seed %d: a process that takes it would send its records again", seed)
          .noneMatch(file ->
              file.startsWith(OpenedLog.FOLDER.resolve("slot-1")) && UsedLog.isSegment(file));
      running.close();
    }
  }

  /** A process in slot-0 that has taken over the records 11 to 14 of slot-1. */
  private OpenedLog adopting(FailingDisk on) throws Exception {
    OpenedLog first = open(on);
    OpenedLog other = open(on);
    first.close();
    clock.advance(A_TICK);
    OpenedLog running = OpenedLog.open(
        on, new OpenedLog.Settings(Sync.NEVER, clock, OpenedLog.FOLDER, LIMIT, 200_000), ONE);
    append(other, 11, 14);
    other.close();
    clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
    append(running, 1, 1);
    awaitIdle(running, on);
    return running;
  }

  /** Adopts a slot of a later run and settles what was there, dying in a change after that; how many these are. */
  private long adoptAndSettle(FailingDisk on, long dying) throws Exception {
    OpenedLog running = open(on);
    append(running, 1, 1);
    OpenedLog other = open(on);
    append(other, 11, 14);
    other.close();
    clock.advance(UNTIL_SLOTS_ARE_LOOKED_AT);
    append(running, 2, 2);
    awaitIdle(running, on);
    long before = on.changes();
    if (dying < Long.MAX_VALUE) {
      on.dieAt(before + dying, 7);
    }
    running.settle("a", Objects.requireNonNull(running.take("a", 50, 1 << 20)));
    awaitIdle(running, on);
    long changes = on.changes() - before;
    if (!on.isDead()) {
      on.dieAt(on.changes(), 7); // a kill
    }
    running.close();
    return changes;
  }

  private static List<Path> segments(FailingDisk on) {
    return on.files().keySet().stream().filter(UsedLog::isSegment).toList();
  }

  private static void awaitIdle(OpenedLog log, FailingDisk on) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> log.isIdle() || on.isDead());
  }

  private OpenedLog open(FailingDisk on) {
    return OpenedLog.open(
        on, new OpenedLog.Settings(Sync.INTERVAL, clock, OpenedLog.FOLDER, LIMIT, 200_000), ONE);
  }

  private OpenedLog open() {
    return OpenedLog.open(
        disk, new OpenedLog.Settings(Sync.INTERVAL, clock, OpenedLog.FOLDER, LIMIT, 200_000), ONE);
  }

  private static void append(OpenedLog log, int from, int to) {
    for (int i = from; i <= to; i++) {
      log.append(Records.named(i, "v1", 1, 100));
    }
  }

  /** From a to b, and from c to d. */
  private static List<String> names(int... ranges) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < ranges.length; i += 2) {
      IntStream.rangeClosed(ranges[i], ranges[i + 1]).forEach(n -> names.add("record " + n));
    }
    return names;
  }

  private List<Path> segmentsIn(String slot) {
    return disk.files().keySet().stream()
        .filter(file -> UsedLog.isSegment(file) && file.startsWith(OpenedLog.FOLDER.resolve(slot)))
        .toList();
  }
}
