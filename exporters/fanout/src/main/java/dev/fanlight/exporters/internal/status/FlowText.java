/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import java.time.Duration;

/** States and times in words. */
final class FlowText {

  private FlowText() {}

  static String of(Flow flow) {
    return switch (flow) {
      case DELIVERING -> "delivering";
      case IDLE -> "idle";
      case WAITING -> "waiting";
      case BEHIND -> "behind";
      case KEY_REFUSED -> "key refused";
      case QUOTA_USED_UP -> "quota used up";
      case LOSING -> "losing spans";
      case LEFT_OUT -> "left out: wrong in the file";
      case REMOVED -> "removed";
      case SWITCHED_OFF -> "switched off";
    };
  }

  /** Returns for example "12 s", "3 min 12 s" or "5 h 2 min". */
  static String of(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3_600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
  }
}
