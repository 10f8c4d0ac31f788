/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.text.MessageLogger;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * A disk log that is opened on a thread of its own, so that a disk that hangs holds up no start. Any thread.
 *
 * <p>Readers are created at once and get no records before the log is open. {@link #append}, which the batcher calls,
 * waits for it: meanwhile spans wait in the queue. If the disk has not answered {@link #PATIENCE} after the start, a
 * memory log takes its place until the process ends, which is reported once.
 */
public final class DeferredLog implements BatchLog {

  /*
   * Threads: "log-opener" opens the disk log and hands it over, or closes it if it comes too late; the batcher
   * appends; any thread makes readers and asks them. The chosen log is written once, under the lock, after every
   * reader that exists was connected to it; a reader that is made later is connected at once. Lock order: this lock,
   * then the locks of the chosen log. Wake-ups are called without it.
   *
   * A start waits START_WAIT at most; a healthy disk needs a few milliseconds of it: so the usual process has its disk
   * log from the first moment, with the spans of its predecessor in the first ledger and in the start line, and does
   * not need this class.
   */

  static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration START_WAIT = Duration.ofMillis(500);
  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  private final DiskSettings settings;
  private final Supplier<BatchLog> opening;
  private final Supplier<BatchLog> fallback;
  private final Clock clock;
  private final long deadlineNanos;
  private final Thread opener = Threads.current().make("log-opener", this::open);

  private final ReentrantLock lock = Threads.current().newLock();
  private final Condition decided = lock.newCondition();

  @GuardedBy("lock") private final List<DeferredReader> readers = new ArrayList<>();

  @GuardedBy("lock") private @Nullable Set<String> names;

  private volatile @Nullable BatchLog log; // written under the lock

  private DeferredLog(
      DiskSettings settings, Supplier<BatchLog> opening, Supplier<BatchLog> fallback, Clock clock) {
    this.clock = clock;
    this.deadlineNanos = clock.nanoTime() + PATIENCE.toNanos();
    this.settings = settings;
    this.opening = opening;
    this.fallback = fallback;
  }

  /**
   * Opens a disk log; if the disk takes long, the log is opened later.
   *
   * @param memoryInBytes maximum size of the records in memory
   */
  public static BatchLog open(DiskSettings settings, long memoryInBytes, Clock clock) {
    return open(
        settings,
        () -> DiskLog.open(settings, memoryInBytes, clock),
        () -> new MemoryLog(memoryInBytes),
        clock);
  }

  static BatchLog open(
      DiskSettings settings, Supplier<BatchLog> opening, Supplier<BatchLog> fallback, Clock clock) {
    DeferredLog deferred = new DeferredLog(settings, opening, fallback, clock);
    deferred.opener.start();
    BatchLog opened = deferred.await(START_WAIT.toNanos());
    return opened == null ? deferred : opened;
  }

  private void open() {
    BatchLog opened = null;
    Throwable failure = null;
    try {
      opened = opening.get();
    } catch (
        Throwable
            e) { // for any failure of the disk, or a defect: the batches have a log all the same
      failure = e;
    }
    if (opened == null) {
      fallBack("failed: " + failure);
    } else if (!choose(opened)) {
      opened.close(); // no reader has read it: it stays as it was for the next process
    }
  }

  /** Has every reader read this log from now on; false if another one was chosen before. */
  private boolean choose(BatchLog chosen) {
    List<DeferredReader> connected;
    lock.lock();
    try {
      if (log != null) {
        return false;
      }
      for (DeferredReader reader : readers) {
        reader.connect(chosen);
      }
      if (names != null) {
        chosen.forgetAllBut(names);
      }
      log = chosen; // commit: from here all calls go there
      decided.signalAll();
      connected = List.copyOf(readers);
      readers.clear();
    } finally {
      lock.unlock();
    }
    connected.forEach(DeferredReader::wakeUp);
    return true;
  }

  private void fallBack(String reason) {
    if (choose(fallback.get())) {
      LOGGER.log(
          Level.WARNING,
          "disk log " + settings.shownFolder() + ": opening it " + settings.shown(reason)
              + ". Until the next start batches are kept in memory only, within buffer.memory."
              + " Look at the disk, then start the process again.");
    }
  }

  /** Returns the chosen log; null if none is chosen within this time, or before this thread is interrupted. */
  private @Nullable BatchLog await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (log == null && left > 0) {
        left = decided.awaitNanos(left);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return log;
  }

  @Override
  public void append(BatchRecord record) {
    BatchLog chosen = log;
    if (chosen == null) {
      chosen = await(deadlineNanos - clock.nanoTime());
    }
    if (chosen == null) {
      fallBack(
          Thread.currentThread().isInterrupted()
              ? "had not ended as the process did"
              : "took longer than " + PATIENCE.toSeconds() + " s");
      chosen = log;
    }
    if (chosen != null) {
      chosen.append(record);
    }
  }

  @Override
  public LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    lock.lock();
    try {
      BatchLog chosen = log;
      if (chosen != null) {
        return chosen.newReader(settings, books, losses, wakeUp);
      }
      DeferredReader reader = new DeferredReader(settings, books, losses, wakeUp);
      readers.add(reader);
      return reader;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forgetAllBut(Set<String> names) {
    lock.lock();
    try {
      BatchLog chosen = log;
      if (chosen != null) {
        chosen.forgetAllBut(names);
      }
      this.names = Set.copyOf(names);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String nameOf(String definition) {
    return Names.hash(definition); // a memory log takes any name
  }

  @Override
  public String place() {
    BatchLog chosen = log;
    return chosen == null ? settings.shownFolder() : chosen.place();
  }

  @Override
  public boolean isOnDisk() {
    BatchLog chosen = log;
    return chosen != null && chosen.isOnDisk();
  }

  @Override
  public long sizeInBytes() {
    BatchLog chosen = log;
    return chosen == null ? 0 : chosen.sizeInBytes();
  }

  @Override
  public void awaitWritten(Duration longest) throws InterruptedException {
    BatchLog chosen = log;
    if (chosen != null) { // without one no record was appended
      chosen.awaitWritten(longest);
    }
  }

  @Override
  public boolean awaitAppended(Duration longest) throws InterruptedException {
    BatchLog chosen = log;
    return chosen == null || chosen.awaitAppended(longest); // without one no record was appended
  }

  /**
   * Closes the chosen log. If there is none, no record was appended, and a disk log that is opened later is closed.
   */
  @Override
  public void close(Duration longest) {
    choose(fallback.get());
    BatchLog chosen = log;
    if (chosen != null) {
      chosen.close(longest);
    }
  }
}
