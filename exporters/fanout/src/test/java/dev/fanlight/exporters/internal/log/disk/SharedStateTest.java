/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.FakeReader;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settlements that come together are written together, and nobody goes on to more before his is written. */
@Timeout(60)
class SharedStateTest {

  private static final int CHANGES_OF_A_STATE = 1;
  private static final int CHANGES_OF_A_RECORD = 3; // header, body, trailer

  private final FailingDisk disk = new FailingDisk();
  private final ManualClock clock = new ManualClock();
  private DiskLog log;
  private FakeReader a;
  private FakeReader b;

  @BeforeEach
  void both_readers_have_the_same_batch() throws Exception {
    DiskSettings settings =
        new DiskSettings(OpenedLog.FOLDER, 1 << 20, Sync.INTERVAL, Duration.ZERO);
    log = DiskLog.open(settings, 1 << 20, disk, clock);
    log.tuning().setPatience(Duration.ofHours(1));
    log.tuning().setLinger(Duration.ofHours(1));
    log.tuning().setIdle(Duration.ofHours(1));
    a = new FakeReader(log, "a", "v");
    b = new FakeReader(log, "b", "v");
    append();
    log.awaitIdle();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void settlements_share_the_state_that_the_next_batch_needs() {
    a.settle(a.take());
    b.settle(b.take());

    assertThat(changesToWrite()).isEqualTo(2);
    long before = disk.changes();
    append();
    assertThat(changesToWrite()).isZero();
    assertThat(disk.changes() - before).isEqualTo(CHANGES_OF_A_STATE + CHANGES_OF_A_RECORD);
  }

  @Test
  void who_has_more_to_send_waits_for_what_he_settled() {
    append();
    a.settle(a.take(1, 1_000));
    assertThat(changesToWrite()).isEqualTo(1);

    a.prepare(Long.MIN_VALUE);

    assertThat(changesToWrite()).isZero();
  }

  @Test
  void so_does_who_has_to_try_again() {
    append();
    a.take(1, 1_000).park();
    a.settle(a.take(1, 1_000));

    a.prepare(Long.MIN_VALUE);

    assertThat(changesToWrite()).isZero();
  }

  @Test
  void who_has_no_more_to_send_does_not_wait() {
    a.settle(a.take());

    a.prepare(Long.MIN_VALUE);

    assertThat(changesToWrite()).isEqualTo(1);
  }

  @Test
  void what_another_settled_is_nothing_to_wait_for() {
    b.settle(b.take());

    a.prepare(Long.MIN_VALUE);

    assertThat(changesToWrite()).isEqualTo(1);
  }

  @Test
  void it_is_written_after_a_moment_in_any_case() {
    log.tuning().setLinger(Duration.ofNanos(1));

    a.settle(a.take());

    await().until(() -> changesToWrite() == 0);
  }

  @Test
  void the_end_of_the_log_waits_for_no_more() {
    a.settle(a.take());

    log.close(Duration.ofHours(1));

    assertThat(changesToWrite()).isZero();
    assertThat(log.isWriterAlive()).isFalse();
  }

  private long changesToWrite() {
    LogTable table = log.table();
    return table.read(() -> table.progress().unwrittenChanges());
  }

  private void append() {
    log.append(new BatchRecord(
        "v",
        new Format("otlp", "identity"),
        clock.now(),
        1,
        List.of(new Body(new byte[] {1}, 1, Integer.MAX_VALUE))));
  }
}
