/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.DiskSettings;
import dev.fanlight.exporters.internal.log.DiskSettings.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** The settings of a simulated log on disk. */
record DiskSetup(long limitBytes, Sync sync, int retainSeconds) {

  static final Path FOLDER = Path.of("/simulated/log");

  static DiskSetup random(Random random) {
    return new DiskSetup(
        1L << (20 + random.nextInt(5)),
        Sync.values()[random.nextInt(Sync.values().length)],
        random.nextInt(3) == 0 ? 1 + random.nextInt(300) : 0);
  }

  DiskSettings settings() {
    return new DiskSettings(FOLDER, limitBytes, sync, Duration.ofSeconds(retainSeconds));
  }
}
