/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The log in files: appended records survive the process, and the next process reads them. */
public final class DiskLog implements BatchLog {

  /*
   * One lock guards the state that readers, appenders and the writer share; no thread reads or writes a file while
   * holding it. The writer's thread alone writes: it takes pending records, writes them, reports it, and writes the
   * changed state. append() hands over and waits for that, and prepare() for the settlements of its reader, if there
   * is another record for it; both PATIENCE at the longest. A wait in vain makes the log "behind", and until the
   * writer has caught up no thread waits: the log continues from memory. A disk that refuses is the same case. Records
   * that are only in memory and find no room any more are lost as `disk_unavailable`, the oldest first.
   *
   * Positions count the records of a run, a life of the log. Each start is a new run, so that no position is used twice.
   */

  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  final DiskSettings settings;
  final Disk disk;
  final Clock clock;
  final FolderSync folders;
  final Health health;
  final long run;

  /** Longest wait for the writer; tests on a busy machine have more. */
  volatile long patienceNanos = PATIENCE_NANOS;

  /**
   * Time for which a change waits for further ones to share its state, if no thread waits for it; tests see it wait.
   */
  volatile long lingerNanos = LINGER_NANOS;

  /** Maximum time without a round of the writer; tests see the event that wakes it before. */
  volatile long idleNanos = IDLE_NANOS;

  /** Time between two attempts on a disk that refuses; tests have less. */
  volatile long retryNanos = RETRY_NANOS;

  /** Maximum of the bytes that a record on disk may declare to be read; tests have less. */
  volatile long maxRecordBytes;

  private final LogWriter writer;

  final ReentrantLock lock = Threads.current().newLock();
  final Condition work = lock.newCondition(); // the writer waits for it
  private final Condition written = lock.newCondition(); // appenders and senders wait for it

  // guarded by the lock, all that follows

  final Recent recent;
  final Segments segments = new Segments();
  final Places places = new Places(this);
  final Deque<Entry> pending = new ArrayDeque<>();
  long nextPosition;
  long published;
  long writtenUpTo;
  long changes;
  long changesWritten;
  long changesAwaited; // a thread waits for the state up to here
  boolean isBehind;
  private long behindSinceNanos;
  boolean isIdle;

  @Nullable Entry writing; // by the writer, at this moment

  boolean isClosed;

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
    DiskLog log = new DiskLog(settings, memoryInBytes, disk, clock, health, slots, run);
    log.places.install(before);
    log.writer.start();
    return log;
  }

  private DiskLog(
      DiskSettings settings,
      long memoryInBytes,
      Disk disk,
      Clock clock,
      Health health,
      Slots slots,
      long run) {
    this.settings = settings;
    this.disk = disk;
    this.clock = clock;
    this.folders = new FolderSync(disk, health);
    this.health = health;
    this.run = run;
    this.recent = new Recent(memoryInBytes);
    this.maxRecordBytes = maxRecordBytes(memoryInBytes, Runtime.getRuntime().maxMemory());
    this.writer = new LogWriter(this, slots);
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
      refuse(record);
      return;
    }
    News news = new News();
    boolean isSlow;
    lock.lock();
    try {
      if (isClosed) {
        return; // no reader follows any more
      }
      Entry entry = new Entry(nextPosition, places.rosterLocked(), record);
      places.claimLocked(entry, news);
      if (entry.wanted == 0 && settings.retain().isZero()) {
        return;
      }
      nextPosition++;
      recent.add(entry);
      pending.add(entry);
      isIdle = false;
      work.signal();
      awaitLocked(() -> published > entry.position || !entry.isRecent);
      published = Math.max(published, entry.position + 1);
      boolean hasLost =
          makeRoomLocked(news); // now, because records on disk can be released for free
      isSlow = isBehind && (hasLost || clock.nanoTime() - behindSinceNanos > SLOW_NANOS);
    } finally {
      lock.unlock();
    }
    if (isSlow) {
      health.slow(); // the cause before the loss
    }
    news.tell();
  }

  private void refuse(BatchRecord record) {
    News news = new News();
    lock.lock();
    try {
      Entry entry = new Entry(nextPosition, places.rosterLocked(), record);
      places.claimLocked(entry, news);
      loseLocked(entry, DropReason.ENCODING_ERROR, news);
    } finally {
      lock.unlock();
    }
    news.tell();
  }

  /** Waits for the writer, unless it is behind. */
  private void awaitLocked(BooleanSupplier isDone) {
    long left = patienceNanos;
    while (!isDone.getAsBoolean() && !isBehind && !isClosed) {
      if (left <= 0) {
        goOnFromMemoryLocked();
        return;
      }
      try {
        left = written.awaitNanos(left);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt(); // a stopping thread does not wait
        return;
      }
    }
  }

  /** Lets no thread wait until the writer has caught up. */
  void goOnFromMemoryLocked() {
    behindSinceNanos = isBehind ? behindSinceNanos : clock.nanoTime();
    isBehind = true;
    published = nextPosition;
    written.signalAll();
  }

  /** The state has changed; a successor must know. */
  void changedLocked(boolean really) {
    if (really) {
      changes++;
      isIdle = false;
      if (changes == changesWritten + 1) { // else the writer knows, and lingers or is at work
        work.signal();
      }
    }
  }

  /** Waits until the state has the changes up to this one. */
  void awaitChangesLocked(long change) {
    if (changesWritten < change) {
      hurryLocked(change);
      awaitLocked(() -> changesWritten >= change);
    }
  }

  /** A state that has this change is written without waiting for more. */
  private void hurryLocked(long change) {
    changesAwaited = Math.max(changesAwaited, change);
    work.signal();
  }

  /** The writer waits for work from here. */
  void idleLocked() {
    isIdle = true;
    written.signalAll();
  }

  /** Notes the progress of the writer; waiting threads continue. */
  void writtenLocked() {
    published = Math.max(published, writtenUpTo);
    isBehind &= !hasAllWrittenLocked();
    written.signalAll();
  }

  boolean hasAllWrittenLocked() {
    return pending.isEmpty() && changesWritten == changes;
  }

  /** Returns true if a slow disk holds the writer's thread, also after the log was closed. */
  boolean isWriterAlive() {
    return writer.isAlive();
  }

  /** Waits until the writer is idle; for tests, which look at the files then. */
  void awaitIdle() throws InterruptedException {
    lock.lock();
    try {
      while (!pending.isEmpty() || changesWritten < changes || !isIdle) {
        if (changesAwaited < changes) {
          hurryLocked(changes);
        }
        written.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void awaitWritten(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (!isClosed && !hasAllWrittenLocked() && left > 0) {
        hurryLocked(changes);
        left = written.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitAppended(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lockInterruptibly();
    try {
      long end = nextPosition;
      while (!isClosed && !isWrittenLocked(end) && left > 0) {
        left = written.awaitNanos(left);
      }
      return !isClosed && isWrittenLocked(end);
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if no record before this position waits for the disk. */
  private boolean isWrittenLocked(long end) {
    Entry oldest = pending.peekFirst();
    return oldest == null || oldest.position >= end;
  }

  /** Memory is within its bound after this; true if that cost a record which is not on disk. */
  boolean makeRoomLocked(News news) {
    boolean hasLost = false;
    for (Entry lost : recent.makeRoom()) {
      pending.remove(lost);
      loseLocked(lost, DropReason.DISK_UNAVAILABLE, news);
      hasLost = true;
    }
    return hasLost;
  }

  /** Returns true if the records that are not on disk take more than half of the memory. */
  boolean isMemoryShortLocked() {
    long bytes = 0;
    for (Entry entry : pending) {
      bytes += entry.sizeInBytes;
    }
    return bytes > recent.limitInBytes() / 2;
  }

  private void loseLocked(Entry lost, DropReason reason, News news) {
    for (Cursor cursor : lost.claims) {
      Cursor.Passed passed = cursor.passed.remove(lost.position);
      int booked = 0;
      if (passed == null) {
        cursor.unread -= lost.spans;
      } else {
        passed.isGone = true;
        booked = passed.bookParts();
      }
      cursor.place.unsettled -= booked;
      cursor.place.lose((long) lost.spans - booked, reason, news);
    }
    lost.claims = List.of();
    changedLocked(true);
  }

  /** Ends the use of an entry by one cursor; with the last one it leaves the memory. */
  void releaseLocked(Cursor cursor, Entry entry) {
    entry.wanted--;
    Segment segment = entry.segment;
    if (segment != null) {
      cursor.place.release(segment, cursor, entry.spans);
    } else {
      entry.claims.remove(cursor);
    }
    boolean mustBeWritten = segment == null && !settings.retain().isZero();
    if (entry.wanted == 0 && !mustBeWritten) {
      if (pending.remove(entry)) {
        written.signalAll(); // its append may wait for it
      }
      recent.remove(entry);
    }
  }

  @Override
  public LogReader newReader(ReaderSettings wanted, Books books, Losses losses, Runnable wakeUp) {
    return places.newReader(wanted, books, losses, wakeUp);
  }

  @Override
  public void forgetAllBut(Set<String> names) {
    places.forgetAllBut(names);
  }

  @Override
  public String nameOf(String definition) {
    return Names.hash(definition);
  }

  @Override
  public String place() {
    return settings.shownFolder();
  }

  @Override
  public boolean isOnDisk() {
    return !health.isFailing();
  }

  @Override
  public long sizeInBytes() {
    lock.lock();
    try {
      return recent.sizeInBytes();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes records while it can, and ends the writer's thread; unwritten records are booked as lost. The exception is
   * the one record that a slow disk may yet take: it stays buffered, and the next process finds it or its beginning.
   */
  @Override
  public void close(Duration longest) {
    writer.close(longest);
    News news = new News();
    lock.lock();
    try {
      isClosed = true;
      written.signalAll();
      for (Entry entry : pending) {
        if (entry != writing) {
          entry.claims.forEach(cursor -> cursor.place.lose(entry.spans, DropReason.SHUTDOWN, news));
          entry.claims = List.of();
        }
      }
      pending.clear();
    } finally {
      lock.unlock();
    }
    news.tell();
  }

  /** The state as a successor needs it, in bytes. */
  byte[] stateLocked() {
    return StateFormat.encode(new LogState(
        run,
        writtenUpTo,
        segments.mark(run),
        places.rosterLocked(),
        places.unclaimedLocked(),
        places.statesLocked()));
  }
}
