/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.log.disk.Cursor.Passed;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Records of one run that one reader took. */
final class DiskLease implements Lease {

  private final DiskReader reader;
  private final DiskLog log;
  private final Cursor cursor;
  private final List<Passed> run;
  private long reserved;

  DiskLease(DiskReader reader, Cursor cursor, List<Passed> run) {
    this.reader = reader;
    this.log = reader.log;
    this.cursor = cursor;
    this.run = run;
  }

  @Override
  public List<BatchRecord> records() {
    List<BatchRecord> records = new ArrayList<>(run.size());
    for (Passed passed : run) {
      records.add(record(passed.entry));
    }
    return records;
  }

  private BatchRecord record(Entry entry) {
    log.lock.lock();
    try {
      if (entry.record != null) {
        return entry.record;
      }
    } finally {
      log.lock.unlock();
    }
    BatchRecord read = read(entry);
    log.lock.lock();
    try {
      entry.record = read; // its bytes are counted since it was pinned
    } finally {
      log.lock.unlock();
    }
    return read;
  }

  private BatchRecord read(Entry entry) {
    Segment segment = Objects.requireNonNull(entry.segment);
    RecordHeader header = Objects.requireNonNull(entry.header);
    BatchRecord read;
    try {
      read = SegmentScan.read(segment.file(log.disk), header, entry.bodies);
    } catch (IOException e) {
      log.health.unreadable(segment.path, e);
      throw new UnreadableException("cannot read " + segment.path, e);
    }
    if (read == null) {
      throw new IllegalArgumentException("a record of " + segment.path + " is damaged");
    }
    return read;
  }

  @Override
  public int size() {
    return run.size();
  }

  @Override
  public int spans() {
    int spans = 0;
    for (Passed passed : run) {
      spans += passed.entry.spans;
    }
    return spans;
  }

  @Override
  public long appendedEpochNanos() {
    return run.get(0).entry.appendedEpochNanos;
  }

  @Override
  public boolean tryReserve(long bytes) {
    log.lock.lock();
    try {
      log.recent.free(Math.max(0, reserved - bytes));
      boolean fits = bytes <= reserved || tryReserveMoreLocked(bytes - reserved);
      if (fits) {
        reader.inFlightBytes += bytes - reserved;
        reserved = bytes;
      }
      return fits;
    } finally {
      log.lock.unlock();
    }
  }

  /**
   * Copies of one record are needed to cut it, those of several only save requests: they make room at the expense of readers
   * without a request in flight, whose vendors may be down for long.
   */
  private boolean tryReserveMoreLocked(long bytes) {
    if (log.recent.tryReserve(bytes)) {
      return true;
    }
    log.places.letGoOfAheadLocked(run.size() > 1);
    return log.recent.tryReserve(bytes);
  }

  @Override
  public long maxReservation() {
    long records = 0;
    for (Passed passed : run) {
      records += passed.entry.sizeInBytes;
    }
    return log.recent.limitInBytes() - records;
  }

  @Override
  public boolean settlePart(int spans, Runnable booking) {
    log.lock.lock();
    try {
      if (reader.isEnded) {
        return false;
      }
      run.get(0).settlePart(spans, booking);
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public boolean settle(Runnable booking) {
    log.lock.lock();
    try {
      landLocked();
      if (reader.isEnded) {
        return false;
      }
      for (Passed passed : run) {
        cursor.passed.remove(passed.entry.position);
        log.releaseLocked(cursor, passed.entry);
        reader.place.unsettled -= passed.entry.spans;
        passed.bookParts();
      }
      booking.run();
      log.changedLocked(true);
      reader.settledAs = log.changes;
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public void park() {
    News news = new News();
    log.lock.lock();
    try {
      landLocked();
      if (!reader.isEnded) {
        run.forEach(passed -> parkedLocked(passed, news));
        log.makeRoomLocked(news);
      }
    } finally {
      log.lock.unlock();
    }
    news.tell();
  }

  private void parkedLocked(Passed passed, News news) {
    Segment segment = passed.entry.segment;
    if (segment != null && segment.isGone) { // only records in flight outlive their segment
      passed.isGone = true;
      cursor.passed.remove(passed.entry.position);
      log.releaseLocked(cursor, passed.entry);
      int booked = passed.bookParts();
      reader.place.unsettled -= booked;
      reader.place.lose((long) passed.entry.spans - booked, DropReason.BUFFER_FULL, news);
      log.changedLocked(true);
    }
  }

  @Override
  public boolean unpark() {
    log.lock.lock();
    try {
      if (reader.isEnded || isGoneLocked()) {
        return false;
      }
      for (Passed passed : run) {
        reader.takeOff(passed);
        log.recent.pin(passed.entry);
      }
      return true;
    } finally {
      log.lock.unlock();
    }
  }

  @Override
  public boolean isGone() {
    log.lock.lock();
    try {
      return isGoneLocked();
    } finally {
      log.lock.unlock();
    }
  }

  private boolean isGoneLocked() {
    for (Passed passed : run) {
      if (passed.isGone) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Lease> dissolve() {
    log.lock.lock();
    try {
      freeLocked();
      return run.stream()
          .<Lease>map(passed -> new DiskLease(reader, cursor, List.of(passed)))
          .toList();
    } finally {
      log.lock.unlock();
    }
  }

  private void landLocked() {
    freeLocked();
    for (Passed passed : run) {
      reader.land(passed);
      log.recent.unpin(passed.entry);
    }
  }

  private void freeLocked() {
    log.recent.free(reserved);
    reader.inFlightBytes -= reserved;
    reserved = 0;
  }
}
