/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The double itself: what a proof on it rests on. */
class FailingDiskTest {

  private static final Path FOLDER = Path.of("/log");
  private static final Path FILE = FOLDER.resolve("a");

  private final FailingDisk disk = new FailingDisk();

  @Test
  void a_kill_keeps_all_that_was_done_and_a_part_of_the_write_it_came_in() throws Exception {
    Set<String> left = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      FailingDisk dying = new FailingDisk().dieAt(4, seed); // folder, file, write, write
      dying.createFolder(FOLDER);
      DiskFile file = dying.create(FILE);
      file.write(0, bytes("whole"));

      assertThatThrownBy(() -> file.write(5, bytes("torn"))).isInstanceOf(IOException.class);
      assertThat(dying.isDead()).isTrue();
      assertThatThrownBy(file::size).isInstanceOf(IOException.class);
      left.add(text(dying.afterKill(), FILE));
    }
    assertThat(left)
        .containsExactlyInAnyOrder("whole", "wholet", "wholeto", "wholetor", "wholetorn");
  }

  @Test
  void a_loss_of_power_keeps_what_was_synced_and_any_of_the_rest() throws Exception {
    disk.createFolder(FOLDER);
    DiskFile file = disk.create(FILE);
    disk.syncFolder(FOLDER);
    file.write(0, bytes("ab"));
    file.sync();
    file.write(2, bytes("c"));
    file.write(3, bytes("d"));

    Set<String> left = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      left.add(text(disk.afterPowerLoss(new Random(seed)), FILE));
    }

    assertThat(left).containsExactlyInAnyOrder("ab", "abc", "ab\0d", "abcd");
  }

  @Test
  void a_loss_of_power_forgets_names_that_were_not_synced() throws Exception {
    disk.createFolder(FOLDER);
    Path next = FOLDER.resolve("next");
    write(FILE, "old");
    disk.syncFolder(FOLDER);
    write(next, "new");
    disk.rename(next, FILE);

    Set<Map<String, String>> left = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      FailingDisk survivor = disk.afterPowerLoss(new Random(seed));
      Map<String, String> texts = new java.util.TreeMap<>();
      for (String name : survivor.list(FOLDER)) {
        texts.put(name, text(survivor, FOLDER.resolve(name)));
      }
      left.add(texts);
    }

    assertThat(left)
        .containsExactlyInAnyOrder(
            Map.of("a", "old"), Map.of("a", "old", "next", "new"), Map.of("a", "new"));
  }

  @Test
  void a_full_disk_takes_what_fits() throws Exception {
    disk.createFolder(FOLDER);
    DiskFile file = disk.create(FILE);
    disk.haveRoomFor(4);

    assertThatThrownBy(() -> file.write(0, bytes("hello"))).hasMessageContaining("No space");
    assertThat(text(disk, FILE)).isEqualTo("hell");
    disk.haveRoomFor(5);
    file.write(0, bytes("hello"));
    assertThat(text(disk, FILE)).isEqualTo("hello");
  }

  @Test
  void a_disk_that_is_read_only_or_fails_can_be_read() throws Exception {
    disk.createFolder(FOLDER);
    write(FILE, "x");
    disk.beReadOnly(true);

    assertThatThrownBy(() -> disk.create(FOLDER.resolve("b"))).isInstanceOf(IOException.class);
    assertThat(text(disk, FILE)).isEqualTo("x");

    disk.beReadOnly(false);
    disk.failBetween(disk.changes() + 1, disk.changes() + 1);
    assertThatThrownBy(() -> disk.create(FOLDER.resolve("b"))).isInstanceOf(IOException.class);
    disk.create(FOLDER.resolve("b"));
  }

  @Test
  void a_folder_that_is_lost_takes_its_files_along_and_open_ones_can_be_used() throws Exception {
    disk.createFolder(FOLDER);
    DiskFile file = disk.create(FILE);
    file.write(0, bytes("x"));

    disk.loseFolder(FOLDER);

    assertThat(disk.exists(FILE)).isFalse();
    assertThatThrownBy(() -> disk.open(FILE)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> disk.create(FILE)).isInstanceOf(IOException.class);
    file.write(1, bytes("y"));
    assertThat(file.size()).isEqualTo(2);
  }

  private void write(Path path, String text) throws IOException {
    DiskFile file = disk.create(path);
    file.write(0, bytes(text));
    file.sync();
  }

  private static String text(FailingDisk disk, Path path) throws IOException {
    DiskFile file = disk.open(path);
    byte[] bytes = new byte[(int) file.size()];
    file.read(0, bytes, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
