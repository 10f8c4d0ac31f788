/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The counters of spans that one life of the generator has begun to end and has ended, in a mapped file: stored values
 * survive kill -9. Written by one thread.
 *
 * <pre>
 * 0   8 bytes   number of the last span for which end() was called
 * 8   8 bytes   number of the last span for which end() has returned
 * </pre>
 */
final class LifeCounters {

  private static final int BYTES = 16;

  private final LongBuffer counters;

  private LifeCounters(LongBuffer counters) {
    this.counters = counters;
  }

  /** Opens or creates the file. */
  static LifeCounters open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new LifeCounters(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES).asLongBuffer());
    }
  }

  void begin(long number) {
    counters.put(0, number);
  }

  void end(long number) {
    counters.put(1, number);
  }

  long begun() {
    return counters.get(0);
  }

  long ended() {
    return counters.get(1);
  }
}
