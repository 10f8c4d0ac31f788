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

  /** Returns the state, with the cause if the file is the cause. */
  static String of(Flow flow) {
    return flow == Flow.LEFT_OUT ? flow.word() + ": wrong in the file" : flow.word();
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
