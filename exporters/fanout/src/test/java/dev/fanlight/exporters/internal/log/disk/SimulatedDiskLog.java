/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import io.opentelemetry.sdk.common.Clock;

/** Opens disk logs for simulations in other packages. */
public final class SimulatedDiskLog {

  private SimulatedDiskLog() {}

  /** Opens a disk log as the product does, on any disk. */
  public static BatchLog open(DiskSettings settings, long memoryInBytes, Disk disk, Clock clock) {
    return DeferredLog.open(
        settings,
        () -> DiskLog.open(settings, memoryInBytes, disk, clock),
        () -> new MemoryLog(memoryInBytes),
        clock);
  }
}
