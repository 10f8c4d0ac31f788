/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that finds records on disk which are larger than it can hold in memory. */
@Timeout(60)
class OversizedRecordTest {

  private static final Map<String, String> TWO = Map.of("a", "v1", "b", "v1");

  private final FailingDisk disk = new FailingDisk();

  @Test
  void a_record_over_the_bound_is_counted_and_stepped_over_and_the_rest_is_sent() throws Exception {
    try (OpenedLog writer = open()) {
      writer.append(Records.named(1, "v1", 1, 100));
      writer.append(Records.named(2, "v1", 30, 40_000));
      writer.append(Records.named(3, "v1", 1, 100));
      writer.append(Records.named(4, "v1", 50, 50_000));
      writer.append(Records.named(5, "v1", 1, 100));
    }
    try (var told = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        OpenedLog smaller = open()) {
      smaller.readAtMost(30_000);

      for (String reader : List.of("a", "b")) {
        assertThat(smaller.takeAll(reader)).containsExactly("record 1", "record 3", "record 5");
        assertThat(smaller.books(reader).dropped("too_large")).isEqualTo(80);
        assertThat(smaller.books(reader).dropped()).isEqualTo(80);
        assertThat(smaller.books(reader).buffered()).isZero();
      }
      assertThat(told.lines())
          .filteredOn(line -> line.contains("dropped{too_large}"))
          .hasSize(1)
          .allMatch(line -> line.contains("-Xmx") && line.contains("30000"));
    }
  }

  @Test
  void a_record_that_is_counted_is_not_found_by_the_next_process() throws Exception {
    try (OpenedLog writer = open()) {
      writer.append(Records.named(1, "v1", 30, 40_000));
    }
    try (OpenedLog smaller = open()) {
      smaller.readAtMost(30_000);
      smaller.takeAll("a");
      smaller.takeAll("b");
    }
    try (OpenedLog next = open()) {
      assertThat(next.takeAll("a")).isEmpty();
      assertThat(next.books("a").dropped("too_large")).isEqualTo(30);
      assertThat(next.books("a").received()).isEqualTo(30);
    }
  }

  @Test
  void what_a_process_writes_itself_is_within_the_bound() {
    for (long heap : new long[] {64L << 20, 256L << 20, 4L << 30}) {
      long buffer = heap / 10;

      assertThat(DiskLog.maxRecordBytes(buffer, heap))
          .isGreaterThan(heap / 16 + heap / 64) // the largest span, and a batch
          .isLessThanOrEqualTo(heap / 4);
    }
    assertThat(DiskLog.maxRecordBytes(1 << 30, 64 << 20))
        .as("a buffer over the heap")
        .isEqualTo(16 << 20);
    assertThat(DiskLog.maxRecordBytes(12 << 20, 64 << 20)).isEqualTo(12 << 20);
  }

  @Test
  void a_report_verifies_a_record_of_any_size() throws Exception {
    try (OpenedLog writer = open()) {
      writer.append(Records.named(1, "v1", 30, 300_000));
    }

    assertThat(FolderReport.of(disk, OpenedLog.FOLDER).isSound()).isTrue();
  }

  private OpenedLog open() {
    return OpenedLog.open(disk, new OpenedLog.Settings(Sync.NEVER, new ManualClock()), TWO);
  }
}
