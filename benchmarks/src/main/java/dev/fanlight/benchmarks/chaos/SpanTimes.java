/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The end times of the spans of one life, to a tenth of a second, from the generator's track. */
final class SpanTimes {

  private final TreeMap<Long, Long> millisByNumber = new TreeMap<>();

  private SpanTimes() {}

  static SpanTimes read(Path file) throws IOException {
    SpanTimes times = new SpanTimes();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", -1);
        times.millisByNumber.put(Long.parseLong(words[1]), Long.parseLong(words[0]));
      }
    }
    return times;
  }

  /** Returns a time at or before the end of the span, by less than a second while the process runs. */
  long millis(long number) {
    Map.Entry<Long, Long> before = millisByNumber.floorEntry(number);
    return before == null ? 0 : before.getValue();
  }
}
