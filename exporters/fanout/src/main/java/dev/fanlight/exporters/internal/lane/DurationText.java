/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.time.Duration;

/** Spans of time as log lines give them. */
final class DurationText {

  private DurationText() {}

  /** Returns "9 s", "4 min" or "3 h": the largest unit of which there are two at least. */
  static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1 && duration.toMillis() > 0) {
      return duration.toMillis() + " ms";
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  /** Returns the text for nanoseconds. */
  static String ofNanos(long nanos) {
    return of(Duration.ofNanos(nanos));
  }
}
