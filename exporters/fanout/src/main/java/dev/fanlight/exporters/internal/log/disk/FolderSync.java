/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Syncs the folders of the log, so that the names of new files survive a loss of power. Any thread.
 *
 * <p>Some file systems refuse to sync a folder (older CIFS, vboxsf, some FUSE). That costs the promise and not the
 * log: written records survive the process as everywhere, and the refusal is reported once.
 */
final class FolderSync {
  private final Disk disk;
  private final Health health;

  FolderSync(Disk disk, Health health) {
    this.disk = disk;
    this.health = health;
  }

  void sync(Path folder) {
    try {
      disk.syncFolder(folder);
    } catch (IOException e) {
      health.foldersNotSynced(e);
    }
  }
}
