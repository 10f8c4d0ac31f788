/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "There is not enough space on the disk",
        "The disk is full"
      })
  void a_full_disk_is_known_by_the_texts_of_the_systems(String text) {
    assertThat(FullDisk.isCauseOf(new IOException(text))).isTrue();
    assertThat(FullDisk.isCauseOf(new FileSystemException("/log/" + "x".repeat(400), null, text)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Input/output error", "Read-only file system", "Permission denied", ""})
  void other_refusals_are_none(String text) {
    assertThat(FullDisk.isCauseOf(new IOException(text))).isFalse();
    assertThat(FullDisk.isCauseOf(new FileSystemException("/disk is full/x", null, text)))
        .isFalse();
    assertThat(FullDisk.isCauseOf(new IOException())).isFalse();
  }
}
