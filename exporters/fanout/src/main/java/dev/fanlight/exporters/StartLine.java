/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The one line of a healthy start: the vendors, their sampling and the buffer. */
final class StartLine {

  private static final long MEBIBYTE = 1 << 20;

  private StartLine() {}

  /**
   * The line.
   *
   * @param sections that run, by their keys
   * @param waiting spans that earlier processes left
   * @param isOnDisk whether the disk takes batches, where the file names a folder for them
   */
  static String of(
      Configuration configuration, List<String> sections, long waiting, boolean isOnDisk) {
    if (!configuration.isEnabled()) {
      return "Fanlight is switched off: nothing is sent and nothing runs";
    }
    FanoutSettings fanout = configuration.fanout();
    List<LaneSettings> lanes = fanout.lanes();
    StringBuilder line = new StringBuilder("Fanlight sends spans to ");
    line.append(lanes.isEmpty() ? "no vendor" : "");
    for (int i = 0; i < lanes.size(); i++) {
      line.append(i == 0 ? "" : ", ").append(vendor(lanes.get(i)));
    }
    line.append("; buffer ").append(buffer(fanout, waiting, isOnDisk));
    for (String section : sections) {
      line.append("; ").append(section);
    }
    return line.toString();
  }

  private static String buffer(FanoutSettings fanout, long waiting, boolean isOnDisk) {
    String memory = Math.max(1, fanout.bufferBytes() / MEBIBYTE) + " MiB in memory";
    DiskSettings disk = fanout.disk().orElse(null);
    if (disk != null && !isOnDisk) {
      return memory + ", as the disk log in " + disk.shownFolder() + " is not available now";
    }
    return disk == null
        ? memory
        : disk.limitInBytes() / MEBIBYTE + " MiB on disk in " + disk.shownFolder()
            + (waiting > 0 ? " where " + waiting + " spans wait, " : ", ")
            + memory;
  }

  private static String vendor(LaneSettings lane) {
    double share = lane.rules().sample();
    String sampled = share < 1 ? ", " + percent(share) + "% of traces" : "";
    return lane.name() + " (" + lane.shownOrigin() + sampled + ")";
  }

  private static String percent(double share) {
    return new BigDecimal(share * 100)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
