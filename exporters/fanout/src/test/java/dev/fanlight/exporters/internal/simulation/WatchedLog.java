/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.disk.DeferredLog;
import dev.fanlight.exporters.testing.ForwardingLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A log of which the largest size is remembered, and what was appended. */
final class WatchedLog extends ForwardingLog {

  private final BatchLog log;
  private final @Nullable WrittenSpans written;
  private long largest;

  WatchedLog(BatchLog log, @Nullable WrittenSpans written) {
    super(log);
    this.log = log;
    this.written = written;
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
    if (written != null) {
      written.append(batch);
    }
    super.append(batch);
    look();
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
