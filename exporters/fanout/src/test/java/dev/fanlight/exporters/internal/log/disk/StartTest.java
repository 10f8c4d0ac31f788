/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting takes as long with gigabytes waiting as with little. */
class StartTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final int BODY = 100_000;
  private static final int BATCHES = FULL ? 30_000 : 600; // 3 GB, or 60 MB
  private static final Map<String, String> READERS = Map.of("a", "v1", "b", "v1");

  private final ManualClock clock = new ManualClock();

  @TempDir
  Path folder;

  @Test
  void a_start_reads_the_last_segment_at_most_however_much_waits() {
    for (int batches : new int[] {50, 500, 1_200}) {
      assertThat(bytesReadAtTheStart(batches))
          .as("%d batches", batches)
          .isLessThan(small().disk().segmentBytes() + (64 << 10));
    }
  }

  /** After a kill, which leaves the last segment without a footer. */
  private static long bytesReadAtTheStart(int batches) {
    FailingDisk disk = new FailingDisk();
    OpenedLog killed = OpenedLog.open(disk, small(), READERS);
    for (int i = 0; i < batches; i++) {
      killed.append(Records.named(i, "v1", 1, 10_000));
    }
    FailingDisk left = disk.afterKill();
    killed.close();
    OpenedLog.open(left, small(), READERS).close();
    return left.bytesRead();
  }

  private static OpenedLog.Settings small() {
    return new OpenedLog.Settings(
        Sync.NEVER, new ManualClock(), OpenedLog.FOLDER, 16 << 20, 1 << 20);
  }

  @Test
  void a_start_with_a_long_backlog_on_a_real_disk_takes_no_time() throws Exception {
    fill();

    long begun = System.nanoTime();
    try (OpenedLog log = open()) {
      Duration start = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(log.reader("a").unsettledSpans()).isEqualTo(BATCHES);
      System.out.printf(
          "start with %,d MB waiting: %d ms%n", (BATCHES * (long) BODY) >> 20, start.toMillis());
      assertThat(start).isLessThan(Duration.ofSeconds(2));
    }
  }

  private void fill() {
    try (OpenedLog log = open()) {
      for (int i = 0; i < BATCHES; i++) {
        log.append(Records.named(i, "v1", 1, BODY));
      }
    }
  }

  private OpenedLog open() {
    return OpenedLog.open(
        new FileSystemDisk(),
        new OpenedLog.Settings(Sync.NEVER, clock, folder, 8L << 30, 4 << 20),
        READERS);
  }
}
