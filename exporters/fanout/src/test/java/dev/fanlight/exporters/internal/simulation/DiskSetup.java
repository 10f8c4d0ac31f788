/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The settings of a simulated log on disk. */
record DiskSetup(long limitBytes, Sync sync, int retainSeconds) {

  static final Path FOLDER = Path.of("/simulated/log");

  private static final List<Sync> SYNCS = List.of(Sync.values());

  static DiskSetup random(Random random) {
    return new DiskSetup(
        1L << (20 + random.nextInt(5)),
        SYNCS.get(random.nextInt(SYNCS.size())),
        random.nextInt(3) == 0 ? 1 + random.nextInt(300) : 0);
  }

  DiskSettings settings() {
    return new DiskSettings(FOLDER, limitBytes, sync, Duration.ofSeconds(retainSeconds));
  }
}
