/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Records of one run that one reader took. */
final class DiskLease implements Lease {

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private final ReaderState state;
  private final OpenReader open;
  private final Cursor cursor;
  private final List<PassedRecord> run;
  private long reserved; // guarded by the table's lock

  DiskLease(
      LogTable table,
      DiskLogEnvironment environment,
      ReaderState state,
      OpenReader open,
      Cursor cursor,
      List<PassedRecord> run) {
    this.table = table;
    this.environment = environment;
    this.state = state;
    this.open = open;
    this.cursor = cursor;
    this.run = run;
  }

  // ---- the records ----

  @Override
  public List<BatchRecord> records() {
    List<BatchRecord> records = new ArrayList<>(run.size());
    for (PassedRecord passed : run) {
      records.add(record(passed.entry()));
    }
    return records;
  }

  private BatchRecord record(Entry entry) {
    BatchRecord inMemory = table.read(entry::record);
    if (inMemory != null) {
      return inMemory;
    }
    BatchRecord read = read(Objects.requireNonNull(entry.location()));
    table.update(() -> entry.readAgain(read));
    return read;
  }

  private BatchRecord read(RecordLocation location) {
    Segment segment = location.segment();
    BatchRecord read;
    try {
      read = location.read(environment.disk());
    } catch (IOException e) {
      environment.health().unreadable(segment.path(), e);
      throw new UnreadableException("cannot read " + segment.path(), e);
    }
    if (read == null) {
      throw new IllegalArgumentException("a record of " + segment.path() + " is damaged");
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
    for (PassedRecord passed : run) {
      spans += passed.entry().spans();
    }
    return spans;
  }

  @Override
  public long appendedEpochNanos() {
    return run.get(0).entry().appendedEpochNanos();
  }

  // ---- copies of them ----

  @Override
  public boolean tryReserve(long bytes) {
    return table.read(() -> {
      table.cache().free(Math.max(0, reserved - bytes));
      boolean fits = bytes <= reserved || tryReserveMoreLocked(bytes - reserved);
      if (fits) {
        open.reserve(bytes - reserved);
        reserved = bytes;
      }
      return fits;
    });
  }

  /**
   * Copies of one record are needed to cut it, those of several only save requests: they make room at the expense of readers
   * without a request in flight, whose vendors may be down for long.
   */
  private boolean tryReserveMoreLocked(long bytes) {
    if (table.cache().tryReserve(bytes)) {
      return true;
    }
    table.readers().letGoOfAhead(table.cache(), run.size() > 1);
    return table.cache().tryReserve(bytes);
  }

  @Override
  public long maxReservation() {
    long records = 0;
    for (PassedRecord passed : run) {
      records += passed.entry().sizeInBytes();
    }
    long taken = records;
    return table.read(() -> table.cache().limitInBytes() - taken);
  }

  // ---- the end of the lease ----

  @Override
  public boolean settlePart(int spans, Runnable booking) {
    return table.read(() -> {
      if (open.isEnded()) {
        return false;
      }
      run.get(0).settlePart(spans, booking);
      return true;
    });
  }

  @Override
  public boolean settle(Runnable booking) {
    return table.read(() -> {
      landLocked();
      if (open.isEnded()) {
        return false;
      }
      for (PassedRecord passed : run) {
        Entry entry = passed.entry();
        cursor.remove(entry);
        table.releaseLocked(state, cursor, entry);
        state.settled(entry.spans());
        passed.bookParts();
      }
      booking.run();
      table.progress().changed();
      open.settled(table.progress().changes());
      return true;
    });
  }

  @Override
  public void park() {
    table.updateAndNotify(notifications -> {
      landLocked();
      if (!open.isEnded()) {
        run.forEach(passed -> parkedLocked(passed, notifications));
        table.makeRoomLocked(notifications);
      }
    });
  }

  private void parkedLocked(PassedRecord passed, Notifications notifications) {
    RecordLocation location = passed.entry().location();
    if (location != null && location.segment().isGone()) { // only records in flight outlive it
      passed.giveUp(table.cache());
      cursor.remove(passed.entry());
      table.releaseLocked(state, cursor, passed.entry());
      state.lose(passed, DropReason.BUFFER_FULL, notifications);
      table.progress().changed();
    }
  }

  @Override
  public boolean unpark() {
    return table.read(() -> {
      if (open.isEnded() || isGoneLocked()) {
        return false;
      }
      run.forEach(passed -> open.takeOff(passed, table.cache()));
      return true;
    });
  }

  @Override
  public boolean isGone() {
    return table.read(this::isGoneLocked);
  }

  private boolean isGoneLocked() {
    for (PassedRecord passed : run) {
      if (passed.isGone()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Lease> dissolve() {
    return table.read(() -> {
      freeLocked();
      List<Lease> singles = new ArrayList<>(run.size());
      for (PassedRecord passed : run) {
        singles.add(new DiskLease(table, environment, state, open, cursor, List.of(passed)));
      }
      return singles;
    });
  }

  private void landLocked() {
    freeLocked();
    run.forEach(passed -> open.land(passed, table.cache()));
  }

  private void freeLocked() {
    table.cache().free(reserved);
    open.reserve(-reserved);
    reserved = 0;
  }
}
