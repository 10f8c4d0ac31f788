/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.disk;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.disk.DiskLog;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Full batches into a log, and out of it again. */
final class LogUse {

  /** A full batch of the shop's spans, gzipped. */
  static final int BODY_BYTES = 100_000;

  static final int SPANS = 2_048;
  private static final long MEMORY = 64L << 20;
  private static final Format FORMAT = new Format("otlp", "gzip");
  private static final String VIEW = "view";

  private final Path folder;
  private final int batches;

  LogUse(Path folder, int mebibytes) {
    this.folder = folder;
    this.batches = (int) (((long) mebibytes << 20) / BODY_BYTES);
  }

  /** From the opening until the log is closed again; nanoseconds. */
  long append(Sync sync) {
    Body body = new Body(noise(), 10 * BODY_BYTES, Integer.MAX_VALUE);
    Clock clock = Clock.getDefault();
    long begun = System.nanoTime();
    try (DiskLog log = open(sync)) {
      LogReader reader = reader(log);
      for (int i = 0; i < batches; i++) {
        log.append(new BatchRecord(VIEW, FORMAT, clock.now(), SPANS, List.of(body)));
      }
      reader.keep();
    }
    return System.nanoTime() - begun;
  }

  /** From the opening until everything was read, checked and settled, from the disk and not from memory; nanoseconds. */
  long replay() throws IOException {
    DdProcess.forget(folder);
    long begun = System.nanoTime();
    try (DiskLog log = open(Sync.INTERVAL)) {
      LogReader reader = reader(log);
      long read = 0;
      while (reader.unsettledSpans() > 0) {
        reader.prepare(Long.MIN_VALUE, SPANS, 9 * BODY_BYTES);
        Lease lease = reader.take(SPANS, 9 * BODY_BYTES);
        if (lease == null) {
          throw new IOException("nothing to take, and " + reader.unsettledSpans() + " spans wait");
        }
        read += lease.records().size();
        lease.settle(() -> {});
      }
      if (read != batches) {
        throw new IOException(batches + " batches were written and " + read + " read");
      }
      return System.nanoTime() - begun;
    }
  }

  private DiskLog open(Sync sync) {
    return DiskLog.open(
        new DiskSettings(folder, 64L << 30, sync, Duration.ZERO), MEMORY, Clock.getDefault());
  }

  private static LogReader reader(DiskLog log) {
    LogReader reader = log.newReader(
        new ReaderSettings("vendor", "somewhere", Duration.ZERO),
        new Ledger("vendor"),
        (spans, reason) -> {},
        () -> {});
    reader.follow(VIEW);
    return reader;
  }

  private static byte[] noise() {
    byte[] bytes = new byte[BODY_BYTES];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
