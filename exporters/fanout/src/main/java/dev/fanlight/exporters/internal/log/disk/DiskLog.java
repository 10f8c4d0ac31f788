/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** The log in files: appended records survive the process, and the next process reads them. */
public final class DiskLog implements BatchLog {

  /*
   * The table has the state that readers, appenders and the writer share. The writer's thread alone writes: it takes
   * pending records, writes them, reports it, and writes the changed state. append() hands over and waits for that, and
   * prepare() for the settlements of its reader, if there is another record for it. Records that are only in memory and
   * find no room any more are lost as `disk_unavailable`, the oldest first.
   *
   * Positions count the records of a run, a life of the log. Each start is a new run, so that no position is used twice.
   */

  private final DiskLogEnvironment environment;
  private final LogTable table;
  private final ReaderRegistry registry;
  private final LogWriter writer;

  /**
   * Opens the log and takes up the records of earlier runs; starts the writer's thread. A folder that cannot be used
   * now is reported, and tried again.
   *
   * @param memoryInBytes most bytes of records in memory
   */
  public static DiskLog open(DiskSettings settings, long memoryInBytes, Clock clock) {
    return open(settings, memoryInBytes, new FileSystemDisk(), clock);
  }

  static DiskLog open(DiskSettings settings, long memoryInBytes, Disk disk, Clock clock) {
    Health health = new Health(settings);
    Slots slots = new Slots(disk, settings.folder(), LockText.of(settings.limitInBytes()));
    Recovered before = Recovered.NOTHING;
    try {
      before = slots.takeAll(health);
    } catch (IOException e) {
      health.failing(e);
    }
    long run = slots.newRun(clock.now(), before.lastRun());
    long maxRecordBytes = maxRecordBytes(memoryInBytes, Runtime.getRuntime().maxMemory());
    LogTuning tuning = new LogTuning(maxRecordBytes);
    DiskLogEnvironment environment =
        new DiskLogEnvironment(settings, tuning, disk, new FolderSync(disk, health), clock, health);
    LogTable table = new LogTable(run, memoryInBytes, settings, tuning, clock);
    DiskLog log = new DiskLog(environment, table, slots);
    log.registry.install(before);
    log.writer.start();
    return log;
  }

  private DiskLog(DiskLogEnvironment environment, LogTable table, Slots slots) {
    this.environment = environment;
    this.table = table;
    this.registry = new ReaderRegistry(table, environment);
    this.writer = new LogWriter(table, environment, registry, slots);
  }

  /**
   * Returns the maximum size of a record that is read. Records of this process are smaller: a batch is closed by a
   * 64th of the heap and a span by a sixteenth. A process with a larger heap may have written more.
   */
  static long maxRecordBytes(long memoryInBytes, long heapBytes) {
    return Math.max(heapBytes / 8, Math.min(memoryInBytes, heapBytes / 4));
  }

  @Override
  public void append(BatchRecord record) {
    if (!RecordFormat.takes(record)) {
      table.refuse(record);
      return;
    }
    Notifications notifications = new Notifications();
    boolean isSlow = table.append(record, notifications);
    if (isSlow) {
      environment.health().slow(); // the cause before the loss
    }
    notifications.deliver();
  }

  @Override
  public LogReader newReader(ReaderSettings wanted, Books books, Losses losses, Runnable wakeUp) {
    ReaderState opened = registry.open(wanted, books, losses, wakeUp);
    return new DiskReader(table, environment, registry, opened);
  }

  @Override
  public void forgetAllBut(Set<String> names) {
    registry.forgetAllBut(names);
  }

  @Override
  public String nameOf(String definition) {
    return Names.hash(definition);
  }

  @Override
  public String place() {
    return environment.settings().shownFolder();
  }

  @Override
  public boolean isOnDisk() {
    return !environment.health().isFailing();
  }

  @Override
  public long sizeInBytes() {
    return table.read(() -> table.cache().sizeInBytes());
  }

  @Override
  public void awaitWritten(Duration longest) throws InterruptedException {
    table.awaitWritten(longest);
  }

  @Override
  public boolean awaitAppended(Duration longest) throws InterruptedException {
    return table.awaitAppended(longest);
  }

  /**
   * Writes records while it can, and ends the writer's thread; unwritten records are booked as lost. The exception is
   * the one record that a slow disk may yet take: it stays buffered, and the next process finds it or its beginning.
   */
  @Override
  public void close(Duration longest) {
    writer.close(longest);
    table.close();
  }

  // ---- for tests ----

  /** Returns true if a slow disk holds the writer's thread, also after the log was closed. */
  boolean isWriterAlive() {
    return writer.isAlive();
  }

  /** Waits until the writer is idle; tests look at the files then. */
  void awaitIdle() throws InterruptedException {
    table.awaitIdle();
  }

  /** Returns the state that the writer shares with readers and appenders. */
  LogTable table() {
    return table;
  }

  /** Returns the times and sizes that tests change. */
  LogTuning tuning() {
    return environment.tuning();
  }
}
