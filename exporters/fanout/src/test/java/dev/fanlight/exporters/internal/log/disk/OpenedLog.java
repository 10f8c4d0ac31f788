/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A log with its readers, each with an account of its own. */
final class OpenedLog implements AutoCloseable {

  static final Path FOLDER = Path.of("/log");
  private static final long MEMORY = 4 << 20;
  private static final long SMALLEST_LIMIT = 1 << 20;

  private final DiskLog log;
  private final Map<String, LogReader> readers = new TreeMap<>();
  private final Map<String, FakeBooks> books = new TreeMap<>();
  private final Map<String, String> views = new TreeMap<>();
  private final Map<String, Long> taken = new TreeMap<>();

  private OpenedLog(DiskLog log) {
    this.log = log;
  }

  /** How a log is opened. */
  record Settings(Sync sync, ManualClock clock, Path folder, long limit, long memory) {
    Settings(Sync sync, ManualClock clock) {
      this(sync, clock, FOLDER, SMALLEST_LIMIT, MEMORY);
    }

    DiskSettings disk() {
      return new DiskSettings(folder, limit, sync, Duration.ZERO);
    }
  }

  /** Opens the log of a disk; the readers go on where those of their names were. */
  static OpenedLog open(Disk disk, Settings settings, Map<String, String> viewByReader) {
    OpenedLog opened =
        new OpenedLog(DiskLog.open(settings.disk(), settings.memory(), disk, settings.clock()));
    opened.log.tuning().setLinger(Duration.ZERO);
    viewByReader.forEach(opened::addReader);
    opened.log.forgetAllBut(viewByReader.keySet());
    return opened;
  }

  private void addReader(String name, String view) {
    FakeBooks account = new FakeBooks();
    books.put(name, account);
    views.put(name, view);
    LogReader reader = log.newReader(
        new ReaderSettings(name, "somewhere", Duration.ZERO),
        account,
        (spans, reason) -> {},
        () -> {});
    reader.follow(view);
    readers.put(name, reader);
  }

  LogReader reader(String name) {
    return Objects.requireNonNull(readers.get(name));
  }

  FakeBooks books(String name) {
    return Objects.requireNonNull(books.get(name));
  }

  /** Appends, and books what was received. */
  void append(BatchRecord record) {
    views.forEach((reader, view) -> {
      if (view.equals(record.view())) {
        books(reader).received(record.spans());
      }
    });
    log.append(record);
  }

  /** How long an append, or whoever takes more than he settled, waits for the writer. */
  void bePatientFor(Duration longest) {
    log.tuning().setPatience(longest);
  }

  /** How long a disk that refuses is left in peace. */
  void retryAfter(Duration pause) {
    log.tuning().setRetry(pause);
  }

  /** What a record on disk may declare as its size. */
  void readAtMost(long bytes) {
    log.tuning().setMaxRecordBytes(bytes);
  }

  /** How long a settlement waits to be written, where nobody waits for it. */
  void lingerFor(Duration longest) {
    log.tuning().setLinger(longest);
  }

  /** Whether the writer's thread has not ended yet. */
  boolean isWriterAlive() {
    return log.isWriterAlive();
  }

  /** Waits until the writer has nothing to do. */
  void awaitIdle() throws InterruptedException {
    log.awaitIdle();
  }

  /** Whether the writer has nothing to do now. */
  boolean isIdle() {
    LogTable table = log.table();
    return table.read(() -> table.progress().isIdle());
  }

  /** Whether the disk has every record. */
  boolean isAppended() throws InterruptedException {
    return log.awaitAppended(Duration.ofMillis(1));
  }

  /** Whether all that was handed over so far is written; not so where a write took longer than anybody waits. */
  boolean hasKeptUp() {
    LogTable table = log.table();
    return table.read(() -> !table.progress().isBehind() && table.progress().hasAllWritten());
  }

  /** Whether nobody waits for the writer, for it took too long. */
  boolean isBehind() {
    LogTable table = log.table();
    return table.read(() -> table.progress().isBehind());
  }

  /** Hands a lease back as delivered. */
  void settle(String reader, Lease lease) {
    int spans = lease.spans();
    lease.settle(() -> books(reader).delivered(spans));
  }

  /** What comes next for a reader. */
  @Nullable Lease take(String reader, int maxSpans, int maxBytes) {
    reader(reader).prepare(Long.MIN_VALUE, maxSpans, maxBytes);
    return reader(reader).take(maxSpans, maxBytes);
  }

  /** Takes and settles all that there is; the records' names. */
  List<String> takeAll(String reader) {
    List<String> names = new ArrayList<>();
    for (Lease lease = take(reader, 50, 1 << 20);
        lease != null;
        lease = take(reader, 50, 1 << 20)) {
      lease.records().forEach(record -> names.add(Records.name(record)));
      taken.merge(reader, (long) lease.spans(), Long::sum);
      settle(reader, lease);
    }
    return names;
  }

  /** Spans of all that {@link #takeAll} took. */
  long takenSpans(String reader) {
    return taken.getOrDefault(reader, 0L);
  }

  @Override
  public void close() {
    readers.values().forEach(LogReader::keep);
    log.close();
  }
}
