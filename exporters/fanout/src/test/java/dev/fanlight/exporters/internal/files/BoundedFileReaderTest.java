/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BoundedFileReaderTest {

  @TempDir
  private Path folder;

  @Test
  void a_regular_file_is_read() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "secret");

    assertThat(BoundedFileReader.read(file)).asString(StandardCharsets.UTF_8).isEqualTo("secret");
    assertThat(BoundedFileReader.read(Files.createFile(folder.resolve("empty"))))
        .isEmpty();
  }

  /** The read of such a file may wait for ever, as that of /proc/kmsg does, which needs the rights of root. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_file_of_the_kernel_is_taken_for_empty_and_not_read() throws IOException {
    assertThat(Files.readAllBytes(Path.of("/proc/self/status"))).isNotEmpty();

    assertThat(BoundedFileReader.read(Path.of("/proc/self/status"))).isEmpty();
    assertThat(ProcessUser.id()).isPresent();
  }
}
