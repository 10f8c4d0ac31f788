/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.disk.DeferredLog;
import dev.fanlight.exporters.internal.simulation.WrittenSpans.AppendedRecord;
import dev.fanlight.exporters.testing.ForwardingLog;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log of which the largest size is remembered, and what was appended. */
final class WatchedLog extends ForwardingLog {

  private final BatchLog log;
  private final @Nullable WrittenSpans written;
  private final Consumer<AppendedRecord> onAppended;
  private long largest;

  /** A log in memory. */
  WatchedLog(BatchLog log) {
    this(log, null, record -> {});
  }

  /**
   * A log on disk.
   *
   * @param onAppended hears of each record of which the append has returned
   */
  WatchedLog(BatchLog log, @Nullable WrittenSpans written, Consumer<AppendedRecord> onAppended) {
    super(log);
    this.log = log;
    this.written = written;
    this.onAppended = onAppended;
  }

  @Override
  public String nameOf(String definition) {
    return log.nameOf(definition);
  }

  @Override
  public boolean isOnDisk() {
    return log.isOnDisk();
  }

  @Override
  public void awaitWritten(Duration longest) throws InterruptedException {
    log.awaitWritten(longest);
  }

  @Override
  public void append(BatchRecord batch) {
    AppendedRecord appended = written == null ? null : written.append(batch);
    super.append(batch);
    look();
    if (appended != null) {
      onAppended.accept(appended);
    }
  }

  /** Whether the log on disk was not open as the readers were created: their ledgers go on once it is. */
  boolean isOpenedLate() {
    return log instanceof DeferredLog;
  }

  void look() {
    largest = Math.max(largest, sizeInBytes());
  }

  long largest() {
    return largest;
  }
}
