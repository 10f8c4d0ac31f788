/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import io.opentelemetry.sdk.common.Clock;

/**
 * The parts of a log on disk that lie outside it.
 *
 * @param health reports what happens to the log
 */
record DiskLogEnvironment(
    DiskSettings settings,
    LogTuning tuning,
    Disk disk,
    FolderSync folders,
    Clock clock,
    Health health) {

  /** Returns true if written files are to survive a loss of power at all. */
  boolean syncs() {
    return settings.sync() != Sync.NEVER;
  }

  /** Returns true if each batch is to survive a loss of power at once. */
  boolean syncsEveryBatch() {
    return settings.sync() == Sync.EVERY_BATCH;
  }
}
