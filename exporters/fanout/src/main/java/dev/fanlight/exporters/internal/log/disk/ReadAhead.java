/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.reason.DropReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next records of a reader that has fallen behind; one thread at a time, without the log's lock while it
 * reads.
 */
final class ReadAhead {

  /*
   * The claimed spans are known as counts per segment. A segment is walked from sound record to sound record; at its
   * end, spans that are still claimed there and were not passed are damaged, and lost.
   */

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private final ReaderState state;
  private final OpenReader open;

  ReadAhead(LogTable table, DiskLogEnvironment environment, ReaderState state, OpenReader open) {
    this.table = table;
    this.environment = environment;
    this.state = state;
    this.open = open;
  }

  /**
   * Reads as much as fits into one request; nothing if there is no record, or no room now.
   */
  void read(long tooOld, int maxSpans, int maxBytes, Notifications notifications) {
    RequestCapacity capacity = new RequestCapacity(maxSpans, maxBytes);
    Step step;
    while ((step = table.read(() -> nextStepLocked(tooOld, notifications))) != null) {
      Segment segment = step.segment();
      try {
        if (!take(step, tooOld, capacity, notifications)) {
          return;
        }
      } catch (IOException e) {
        if (!table.read(segment::isGone)) {
          environment.health().unreadable(segment.path(), e);
          return;
        }
      }
    }
  }

  private @Nullable Step nextStepLocked(long tooOld, Notifications notifications) {
    long inMemoryFrom = table.cache().completeFrom();
    for (Cursor cursor : state.cursors()) {
      boolean isLive = cursor == open.live();
      if (open.isEnded() || !cursor.hasUnread() || (isLive && cursor.isPast(inMemoryFrom))) {
        continue;
      }
      if (!open.mayReadAheadOf(cursor)) {
        return null; // one lease, one cursor
      }
      Segment segment = segmentLocked(cursor, tooOld, notifications);
      if (segment != null) {
        return new Step(cursor, cursor.readingIn(segment), segment.end());
      }
      if (isLive && !open.hasAhead()) {
        cursor.jump(inMemoryFrom); // no record is left on disk: the next one is in memory
      }
    }
    return null;
  }

  private @Nullable Segment segmentLocked(Cursor cursor, long tooOld, Notifications notifications) {
    Segment now = cursor.segmentInReading();
    if (now != null) {
      return now;
    }
    for (Segment segment : table.segments().of(cursor.run())) {
      long unread = cursor.hasFinished(segment) ? 0 : cursor.unreadIn(segment);
      boolean isTooOld = segment.summary().newestEpochNanos() < tooOld;
      if (unread > 0 && isTooOld && segment.isSealed()) { // as a whole: it need not be read
        giveUpLocked(cursor, segment, unread, DropReason.EXPIRED, notifications);
      } else if (unread > 0) {
        return segment;
      }
    }
    return null;
  }

  /** Handles one record: passes, loses or takes it; false if enough was taken. */
  private boolean take(
      Step step, long tooOld, RequestCapacity capacity, Notifications notifications)
      throws IOException {
    SegmentReading reading = step.reading;
    RecordHeader header = reading.header(environment.disk(), step.end);
    if (header == null) {
      table.update(() -> endedLocked(step, notifications));
      return true;
    }
    if (!table.read(() -> isWantedLocked(step, header, tooOld, notifications))) {
      reading.pass();
      return true;
    }
    SegmentScan scan = reading.scan(environment.disk());
    DropReason refusal = refusal(step, header, scan);
    if (refusal != null) { // before anything is allocated for it
      reading.pass();
      lost(step, header, refusal, notifications);
      return true;
    }
    int fullBytes = header.bodies().get(0).sizeInBytes();
    if (!hasRoomFor(header) || !capacity.fits(header.view(), header.spans(), fullBytes)) {
      return false; // and the header is kept for the next time
    }
    BatchRecord record = scan.read(header);
    RecordLocation location = new RecordLocation(step.segment(), header, scan.bodies());
    reading.pass();
    if (record == null) {
      lost(step, header, DropReason.CORRUPT, notifications);
    } else {
      capacity.add(header.view(), header.spans(), fullBytes);
      took(step, Entry.read(record, location));
    }
    return true;
  }

  /** Returns the reason not to read a record, from its header; null if it is read. */
  private @Nullable DropReason refusal(Step step, RecordHeader header, SegmentScan scan) {
    if (scan.isTorn()) {
      return DropReason.TORN;
    }
    long maxBytes = environment.tuning().maxRecordBytes();
    if (header.bodyBytes() > maxBytes) {
      environment.health().tooLarge(step.segment().path(), header.bodyBytes(), maxBytes);
      return DropReason.TOO_LARGE;
    }
    return null;
  }

  private boolean isWantedLocked(
      Step step, RecordHeader header, long tooOld, Notifications notifications) {
    if (!isUsefulLocked(step) || !step.cursor.wants(header.position(), header.view())) {
      return false;
    }
    if (header.appendedEpochNanos() >= tooOld) {
      return true;
    }
    step.cursor.step(header.position(), header.spans());
    loseLocked(step.cursor, step.segment(), header.spans(), DropReason.EXPIRED, notifications);
    return false;
  }

  /** Returns false if the thread that ended the reader, or gave up the segment, has booked its records. */
  private boolean isUsefulLocked(Step step) {
    return !open.isEnded() && !step.segment().isGone();
  }

  private boolean hasRoomFor(RecordHeader header) {
    long maxBytes = environment.tuning().maxRecordBytes();
    return table.read(() -> {
      boolean holdsNothing = !open.hasAhead() && state.hasNoneInHand();
      return table.cache().hasRoomFor(header.bodyBytes(), holdsNothing ? maxBytes : 0);
    });
  }

  private void lost(
      Step step, RecordHeader header, DropReason reason, Notifications notifications) {
    table.update(() -> {
      if (isUsefulLocked(step)) {
        step.cursor.step(header.position(), header.spans());
        loseLocked(step.cursor, step.segment(), header.spans(), reason, notifications);
      }
    });
  }

  private void took(Step step, Entry entry) {
    table.update(() -> {
      if (isUsefulLocked(step)) {
        open.readAhead(step.cursor, step.cursor.pass(entry), table.cache());
      }
    });
  }

  /** Handles the end of a segment: all sound records were passed, and the remaining spans are damaged. */
  private void endedLocked(Step step, Notifications notifications) {
    Segment segment = step.segment();
    if (segment.end() == step.end && isUsefulLocked(step)) {
      long damaged = step.cursor.unreadIn(segment);
      giveUpLocked(step.cursor, segment, damaged, DropReason.CORRUPT, notifications);
    }
  }

  private void giveUpLocked(
      Cursor cursor, Segment segment, long unread, DropReason reason, Notifications notifications) {
    cursor.leave(segment, unread);
    if (segment.isSealed()) {
      cursor.finish(segment);
    }
    loseLocked(cursor, segment, unread, reason, notifications);
  }

  private void loseLocked(
      Cursor cursor, Segment segment, long spans, DropReason reason, Notifications notifications) {
    state.release(cursor, segment, spans);
    state.lose(spans, reason, notifications);
    if (spans > 0) {
      table.progress().changed();
    }
  }

  /**
   * The next record to read.
   *
   * @param end bytes of the segment that may be read
   */
  private record Step(Cursor cursor, SegmentReading reading, long end) {
    Segment segment() {
      return reading.segment();
    }
  }
}
