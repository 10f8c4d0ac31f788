/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.disk.HostileSlots.Filling;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder that others can write into: only a slot that this user alone can have written is read. */
@Timeout(120)
class HostileSlotsTest {

  private static final Map<String, String> ONE = Map.of("a", "v1");
  private static final int OWN_RECORDS = 20;
  private static final long MIB = 1 << 20;

  @TempDir
  private Path folder;

  private Path base;
  private Path victims;
  private CountingDisk disk;
  private HostileSlots hostile;

  @BeforeEach
  void fill() throws Exception {
    base = folder.resolve("shared");
    victims = folder.resolve("victims");
    disk = new CountingDisk();
    hostile = new HostileSlots(base, victims, disk);
  }

  @Test
  void the_start_opens_nothing_in_a_slot_that_is_not_trusted_and_says_so_in_one_line()
      throws Exception {
    long alone = operationsOfAStart(folder.resolve("alone"));
    Map<Integer, String> kinds = fill(hostile.untrusted());
    List<String> lookalikes = HostileSlots.lookalikes();
    for (String name : lookalikes) {
      Files.createDirectory(base.resolve(name));
      Files.writeString(base.resolve(name).resolve("cursors"), "x");
    }
    Map<Path, String> before = HostileSlots.below(folder);

    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      assertThat(disk.operations()).isLessThan(alone + 4L * (kinds.size() + lookalikes.size()));
      assertThat(disk.bytesRead()).isZero();
      deliversItsOwn(log);

      kinds.forEach((number, kind) -> assertThat(linesOf(told, number)).as(kind).hasSize(1));
      assertThat(told.lines())
          .filteredOn(line -> line.contains("slots are called"))
          .hasSize(lookalikes.size())
          .noneMatch(line -> line.contains("\n"));
    }
    assertThat(HostileSlots.below(folder)).containsAllEntriesOf(before);
  }

  @Test
  void the_start_reads_little_of_slots_that_are_damaged_and_names_each_once() throws Exception {
    long alone = operationsOfAStart(folder.resolve("alone"));
    Map<Integer, String> kinds = fill(hostile.damaged());

    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      assertThat(kinds).hasSizeGreaterThan(20);
      assertThat(disk.operations() - alone).isLessThan(40L * kinds.size());
      assertThat(disk.bytesRead()).isLessThan(20 * MIB);
      assertThat(deliversItsOwn(log))
          .noneMatch(name -> name.equals("record " + HostileSlots.FOREIGN));

      kinds.forEach((number, kind) -> assertThat(linesOf(told, number)).as(kind).hasSize(1));
      assertThat(told.lines()).noneMatch(line -> line.contains("\n") || line.contains("\u001b"));
      assertThat(log.books("a").buffered()).isZero();
    }
    assertThat(victims.resolve("file")).hasContent("the victim's");
  }

  @TestFactory
  Stream<DynamicTest> one_slot_of_each_kind_is_survived() {
    Map<String, Filling> all = new TreeMap<>(hostile.untrusted());
    all.putAll(hostile.damaged());
    return all.keySet().stream().map(kind -> DynamicTest.dynamicTest(kind, () -> survives(kind)));
  }

  /** In slot-0, which a process would take for its own, and in slot-7, which it would adopt. */
  private void survives(String kind) throws Exception {
    for (int number : new int[] {0, 7}) {
      Path here = Files.createTempDirectory(folder, "kind");
      disk = new CountingDisk();
      base = here.resolve("shared");
      hostile = new HostileSlots(base, here.resolve("victims"), disk);
      Map<String, Filling> kinds = new TreeMap<>(hostile.untrusted());
      kinds.putAll(hostile.damaged());
      requireNonNull(kinds.get(kind)).fill(base.resolve("slot-" + number));
      Map<Path, String> before = HostileSlots.below(here.resolve("victims"));

      for (int start = 0; start < 2; start++) {
        try (OpenedLog log = open()) {
          deliversItsOwn(log);
          assertThat(log.books("a").buffered()).isZero();
        }
        FolderReport.of(base);
      }
      assertThat(HostileSlots.below(here.resolve("victims"))).isEqualTo(before);
      assertThat(Path.of("/dev/zero")).exists();
    }
  }

  @Test
  void a_slot_of_a_process_that_lives_is_left_to_it() throws Exception {
    hostile.live(base.resolve("slot-0"));
    Map<Path, String> before = HostileSlots.below(base);

    try (OpenedLog log = open()) {
      deliversItsOwn(log);
    } finally {
      hostile.endLive();
    }

    assertThat(HostileSlots.below(base)).containsAllEntriesOf(before);
  }

  @Test
  void thousands_of_folders_are_not_listed_one_by_one() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      Files.createDirectory(base.resolve("slot-x" + i));
    }

    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      deliversItsOwn(log);

      assertThat(told.lines()).isEmpty();
    }
  }

  @Test
  void hundreds_of_hostile_slots_make_a_hundred_lines_and_one_more() throws Exception {
    for (int i = 0; i < 300; i++) {
      Files.writeString(base.resolve("slot-" + i), "");
    }

    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      deliversItsOwn(log);

      assertThat(told.lines()).hasSize(101);
      assertThat(told.lines().get(100)).contains("fanlight log");
    }
  }

  @Test
  void other_users_slots_take_no_part_of_the_limit() throws Exception {
    for (int i = 0; i < 8; i++) {
      requireNonNull(hostile.untrusted().get("another user's")).fill(base.resolve("slot-" + i));
    }
    try (OpenedLog log = open()) {
      for (int i = 0; i < 40; i++) {
        log.append(Records.named(i, "v1", 1, 20_000)); // 800 kB of 1 MiB
      }
      log.awaitIdle();

      assertThat(log.books("a").dropped()).isZero();
      assertThat(log.takeAll("a")).hasSize(40);
    }
  }

  @Test
  void a_folder_in_which_others_can_rename_slots_is_named_in_one_line_and_used() throws Exception {
    disk.belongsToAnother(base);

    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog log = open()) {
      deliversItsOwn(log);

      assertThat(told.lines())
          .hasSize(1)
          .allMatch(
              line -> line.contains("another user owns") && line.contains("buffer.disk.path"));
    }
  }

  private Map<Integer, String> fill(Map<String, Filling> kinds) throws Exception {
    Map<Integer, String> byNumber = new TreeMap<>();
    for (Map.Entry<String, Filling> kind : kinds.entrySet()) {
      int number = byNumber.size();
      kind.getValue().fill(hostile.slot(number));
      byNumber.put(number, kind.getKey());
    }
    return byNumber;
  }

  private static List<String> linesOf(CapturedLog told, int slot) {
    return told.lines().stream()
        .filter(line -> line.matches(".*/slot-" + slot + "\\b(?! FAKE).*"))
        .toList();
  }

  private long operationsOfAStart(Path where) {
    CountingDisk counting = new CountingDisk();
    try (OpenedLog log = OpenedLog.open(counting, settings(where), ONE)) {
      assertThat(log.isBehind()).isFalse();
      return counting.operations();
    }
  }

  private OpenedLog open() {
    return OpenedLog.open(disk, settings(base), ONE);
  }

  private static OpenedLog.Settings settings(Path base) {
    return new OpenedLog.Settings(Sync.NEVER, new ManualClock(), base, MIB, 4 * MIB);
  }

  /** Appends, and takes all that there is; what was taken. */
  private static List<String> deliversItsOwn(OpenedLog log) throws Exception {
    log.bePatientFor(Duration.ofSeconds(30));
    List<String> own = new ArrayList<>();
    for (int i = 0; i < OWN_RECORDS; i++) {
      var record = Records.named(i, "v1", 1, 100);
      own.add(Records.name(record));
      log.append(record);
    }
    log.awaitIdle();
    List<String> taken = log.takeAll("a");
    assertThat(taken).isEqualTo(own);
    return taken;
  }
}
