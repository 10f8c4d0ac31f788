/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSystemDiskTest {

  private final FileSystemDisk disk = new FileSystemDisk();

  @TempDir
  Path folder;

  @Test
  void folders_and_files_are_the_owners_alone() throws Exception {
    Path deep = folder.resolve("a/b");
    disk.createFolder(deep);
    disk.create(deep.resolve("file")).close();
    requireNonNull(disk.lock(deep.resolve("lock"))).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.resolve("file"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.resolve("lock"))))
        .isEqualTo("rw-------");
  }

  @Test
  void what_is_written_is_read() throws Exception {
    try (DiskFile file = disk.create(folder.resolve("file"))) {
      file.write(0, bytes("hello world"));
      file.write(6, bytes("there"));
      file.truncate(10);
      file.sync();

      byte[] read = new byte[20];
      assertThat(file.read(3, read, 20)).isEqualTo(7);
      assertThat(new String(read, 0, 7, StandardCharsets.UTF_8)).isEqualTo("lo ther");
      assertThat(file.read(30, read, 20)).isZero();
      assertThat(file.size()).isEqualTo(10);
    }
    disk.syncFolder(folder);
  }

  @Test
  void an_interrupt_closes_no_file() throws Exception {
    try (DiskFile file = disk.create(folder.resolve("file"))) {
      Thread.currentThread().interrupt();
      file.write(0, bytes("hello"));

      assertThat(file.read(0, new byte[5], 5)).isEqualTo(5);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.size()).isEqualTo(5);
    }
  }

  @Test
  void a_file_is_made_once() throws Exception {
    disk.create(folder.resolve("file")).close();

    assertThatThrownBy(() -> disk.create(folder.resolve("file"))).isInstanceOf(IOException.class);
  }

  @Test
  void a_lock_is_held_once_and_free_after_it_was_closed() throws Exception {
    Path file = folder.resolve("lock");
    Disk.Lock first = requireNonNull(disk.lock(file));

    assertThat(disk.lock(file)).isNull();
    assertThat(new FileSystemDisk().lock(folder.resolve("../" + folder.getFileName() + "/lock")))
        .isNull();

    first.close();
    requireNonNull(disk.lock(file)).close();
  }

  @Test
  void a_folder_that_is_not_there_has_no_names() throws Exception {
    assertThat(disk.list(folder.resolve("none"))).isEmpty();
  }

  @Test
  void a_rename_replaces() throws Exception {
    Files.writeString(folder.resolve("new"), "new");
    Files.writeString(folder.resolve("old"), "old");

    disk.rename(folder.resolve("new"), folder.resolve("old"));

    assertThat(disk.list(folder)).containsExactly("old");
    assertThat(folder.resolve("old")).hasContent("new");
    disk.delete(folder.resolve("old"));
    disk.delete(folder.resolve("old"));
    assertThat(disk.exists(folder.resolve("old"))).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A pipe that nobody writes to would hold the thread that opens it for ever. */
  @Test
  @Timeout(10)
  void pipes_links_and_folders_are_not_opened() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(
        folder.resolve("link"), Files.writeString(folder.resolve("other"), "theirs"));

    for (Path path : List.of(pipe, link, folder)) {
      assertThatThrownBy(() -> disk.open(path)).hasMessageContaining("no regular file");
      assertThatThrownBy(() -> disk.openForWriting(path)).hasMessageContaining("no regular file");
    }
    for (Path path : List.of(pipe, link)) {
      assertThatThrownBy(() -> disk.lock(path)).hasMessageContaining("no regular file");
    }
    assertThatThrownBy(() -> disk.openForWriting(folder.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
