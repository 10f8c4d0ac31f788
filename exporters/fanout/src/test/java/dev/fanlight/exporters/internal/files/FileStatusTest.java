/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.files.FileStatus.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatusTest {

  @TempDir
  private Path folder;

  @Test
  void a_file_that_this_process_makes_belongs_to_its_user() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(ProcessUser.id()).hasValue(FileStatus.of(file).owner());
    assertThat(FileStatus.of(file).kind()).isEqualTo(Kind.FILE);
  }

  @Test
  void links_are_not_followed() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

    assertThat(FileStatus.of(link).kind()).isEqualTo(Kind.LINK);
    assertThat(FileStatus.of(folder).kind()).isEqualTo(Kind.FOLDER);
    assertThat(FileStatus.of(Path.of("/dev/null")).kind()).isEqualTo(Kind.SPECIAL);
  }

  @Test
  void permissions_of_others_and_the_sticky_bit_are_told() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(FileStatus.of(folder).isWritableByOthers()).isFalse();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(FileStatus.of(folder).isWritableByOthers()).isTrue();
    assertThat(FileStatus.of(folder).isSticky()).isFalse();
    Files.setAttribute(folder, "unix:mode", 01777);
    assertThat(FileStatus.of(folder).isSticky()).isTrue();
  }

  @Test
  void the_user_for_files_is_the_last_of_the_four_that_linux_names() {
    assertThat(ProcessUser.parse("Name:\tjava\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n"))
        .isEqualTo(4);
    assertThat(ProcessUser.parse("Uid:\t0\t0\t0\t4294967294")).isEqualTo(-2);
    assertThatThrownBy(() -> ProcessUser.parse("Name:\tUid:\n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProcessUser.parse("")).isInstanceOf(IllegalArgumentException.class);
  }
}
