/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.files.FileStatus;
import dev.fanlight.exporters.internal.files.FileStatus.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FolderTrustTest {

  private static final int WE = 1000;
  private static final int THEY = 1001;
  private static final int ROOT = 0;

  @Test
  void a_slot_is_ours_and_closed_to_others() {
    assertThat(slot(WE, 0700)).isEqualTo(FolderTrust.TRUSTED);
    assertThat(slot(WE, 0755)).isEqualTo(FolderTrust.TRUSTED);
    assertThat(slot(WE, 02770))
        .as("a Kubernetes volume with fsGroup")
        .isEqualTo(FolderTrust.TRUSTED);
    assertThat(slot(WE, 0702)).isEqualTo(FolderTrust.WRITABLE_BY_OTHERS);
    assertThat(slot(WE, 01777)).as("sticky").isEqualTo(FolderTrust.WRITABLE_BY_OTHERS);
    assertThat(slot(THEY, 0700)).isEqualTo(FolderTrust.FOREIGN);
    assertThat(slot(ROOT, 0700)).isEqualTo(FolderTrust.FOREIGN);
  }

  @Test
  void the_folder_of_slots_may_be_roots_or_sticky() {
    assertThat(base(WE, 0700)).isEqualTo(FolderTrust.TRUSTED);
    assertThat(base(ROOT, 0775)).isEqualTo(FolderTrust.TRUSTED);
    assertThat(base(ROOT, 01777)).as("/tmp").isEqualTo(FolderTrust.TRUSTED);
    assertThat(base(ROOT, 0777)).isEqualTo(FolderTrust.WRITABLE_BY_OTHERS);
    assertThat(base(WE, 0777)).isEqualTo(FolderTrust.WRITABLE_BY_OTHERS);
    assertThat(base(THEY, 0755)).isEqualTo(FolderTrust.FOREIGN);
    assertThat(base(THEY, 01777)).isEqualTo(FolderTrust.FOREIGN);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FILE", "LINK", "SPECIAL"})
  void only_a_folder_is_a_slot(Kind kind) {
    FileStatus status = new FileStatus(kind, WE, 0700);

    assertThat(FolderTrust.ofSlot(status, WE)).isEqualTo(FolderTrust.NOT_A_FOLDER);
    assertThat(FolderTrust.ofBase(status, WE)).isEqualTo(FolderTrust.NOT_A_FOLDER);
  }

  @Test
  void where_the_file_system_keeps_no_owners_any_real_folder_is_taken() {
    FileStatus status = new FileStatus(Kind.FOLDER, FileStatus.NO_OWNER, 0);

    assertThat(FolderTrust.ofSlot(status, FileStatus.NO_OWNER)).isEqualTo(FolderTrust.TRUSTED);
    assertThat(FolderTrust.ofBase(status, FileStatus.NO_OWNER)).isEqualTo(FolderTrust.TRUSTED);
  }

  private static FolderTrust slot(int owner, int mode) {
    return FolderTrust.ofSlot(new FileStatus(Kind.FOLDER, owner, mode), WE);
  }

  private static FolderTrust base(int owner, int mode) {
    return FolderTrust.ofBase(new FileStatus(Kind.FOLDER, owner, mode), WE);
  }
}
