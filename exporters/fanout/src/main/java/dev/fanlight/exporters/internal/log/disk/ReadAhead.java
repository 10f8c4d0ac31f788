/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.disk.Cursor.Passed;
import dev.fanlight.exporters.internal.log.disk.Cursor.Reading;
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

  private final DiskReader reader;
  private final DiskLog log;

  ReadAhead(DiskReader reader) {
    this.reader = reader;
    this.log = reader.log;
  }

  /**
   * Fills {@code reader.ahead} with as much as fits into one request; leaves it empty if there is no record, or no
   * room now.
   */
  void read(long tooOld, int maxSpans, int maxBytes, News news) {
    Room room = new Room(maxSpans, maxBytes);
    Step step;
    while ((step = nextStep(tooOld, news)) != null) {
      try {
        if (!take(step, tooOld, room, news)) {
          return;
        }
      } catch (IOException e) {
        if (!isGone(step.reading.segment)) {
          log.health.unreadable(step.reading.segment.path, e);
          return;
        }
      }
    }
  }

  private boolean isGone(Segment segment) {
    log.lock.lock();
    try {
      return segment.isGone;
    } finally {
      log.lock.unlock();
    }
  }

  private @Nullable Step nextStep(long tooOld, News news) {
    log.lock.lock();
    try {
      for (Cursor cursor : reader.place.cursors) {
        boolean isLive = cursor == reader.live();
        if (reader.isEnded
            || cursor.unread == 0
            || (isLive && cursor.again.isEmpty() && cursor.next >= log.recent.completeFrom())) {
          continue;
        }
        if (!reader.ahead.isEmpty() && reader.aheadOf != cursor) {
          return null; // one lease, one cursor
        }
        Segment segment = segmentLocked(cursor, tooOld, news);
        if (segment != null) {
          return new Step(cursor, readingLocked(cursor, segment), segment.end);
        }
        if (isLive && reader.ahead.isEmpty()) {
          cursor.jump(
              log.recent.completeFrom()); // no record is left on disk: the next one is in memory
        }
      }
      return null;
    } finally {
      log.lock.unlock();
    }
  }

  private @Nullable Segment segmentLocked(Cursor cursor, long tooOld, News news) {
    Reading now = cursor.reading;
    if (now != null && !now.segment.isGone && cursor.unreadIn(now.segment) > 0) {
      return now.segment;
    }
    for (Segment segment : log.segments.of(cursor.run)) {
      boolean isFinished = cursor.finished != null && segment.id.compareTo(cursor.finished) <= 0;
      long unread = isFinished ? 0 : cursor.unreadIn(segment);
      if (unread > 0 && segment.summary.newestEpochNanos() >= tooOld) {
        return segment;
      }
      if (unread > 0 && segment.isSealed) { // too old as a whole: it need not be read
        giveUpLocked(cursor, segment, unread, DropReason.EXPIRED, news);
      } else if (unread > 0) {
        return segment;
      }
    }
    return null;
  }

  private static Reading readingLocked(Cursor cursor, Segment segment) {
    Reading reading = cursor.reading;
    if (reading == null || reading.segment != segment) {
      reading = new Reading(segment);
      cursor.reading = reading;
    }
    return reading;
  }

  /** Handles one record: passes, loses or takes it; false if enough was taken. */
  private boolean take(Step step, long tooOld, Room room, News news) throws IOException {
    Reading reading = step.reading;
    SegmentScan scan = reading.scan(log.disk);
    RecordHeader header = reading.header;
    if (header == null) {
      header = scan.next(step.end);
      reading.header = header;
    }
    if (header == null) {
      ended(step, news);
      return true;
    }
    if (!isWanted(step, header, tooOld, news)) {
      reading.header = null;
      return true;
    }
    DropReason refusal = refusal(step, header, scan);
    if (refusal != null) { // before anything is allocated for it
      reading.header = null;
      lost(step, header, refusal, news);
      return true;
    }
    int fullBytes = header.bodies().get(0).sizeInBytes();
    if (!hasRoomFor(header) || !room.fits(header.view(), header.spans(), fullBytes)) {
      return false; // and the header is kept for the next time
    }
    BatchRecord record = scan.read(header);
    reading.header = null;
    if (record != null) {
      room.add(header.view(), header.spans(), fullBytes);
    }
    if (record == null) {
      lost(step, header, DropReason.CORRUPT, news);
    } else {
      took(step, header, record, scan.bodies());
    }
    return true;
  }

  /** Returns the reason not to read a record, from its header; null if it is read. */
  private @Nullable DropReason refusal(Step step, RecordHeader header, SegmentScan scan) {
    if (scan.isTorn()) {
      return DropReason.TORN;
    }
    if (header.bodyBytes() > log.maxRecordBytes) {
      log.health.tooLarge(step.reading.segment.path, header.bodyBytes(), log.maxRecordBytes);
      return DropReason.TOO_LARGE;
    }
    return null;
  }

  private boolean isWanted(Step step, RecordHeader header, long tooOld, News news) {
    log.lock.lock();
    try {
      Cursor cursor = step.cursor;
      if (reader.isEnded
          || step.reading.segment.isGone
          || !cursor.wants(header.position(), header.view())) {
        return false;
      }
      if (header.appendedEpochNanos() >= tooOld) {
        return true;
      }
      cursor.step(header.position(), header.spans());
      loseLocked(cursor, step.reading.segment, header.spans(), DropReason.EXPIRED, news);
      return false;
    } finally {
      log.lock.unlock();
    }
  }

  private boolean hasRoomFor(RecordHeader header) {
    log.lock.lock();
    try {
      boolean holdsNothing = reader.ahead.isEmpty()
          && reader.place.cursors.stream().allMatch(cursor -> cursor.passed.isEmpty());
      return log.recent.hasRoomFor(header.bodyBytes(), holdsNothing ? log.maxRecordBytes : 0);
    } finally {
      log.lock.unlock();
    }
  }

  private void lost(Step step, RecordHeader header, DropReason reason, News news) {
    log.lock.lock();
    try {
      if (!reader.isEnded && !step.reading.segment.isGone) {
        step.cursor.step(header.position(), header.spans());
        loseLocked(step.cursor, step.reading.segment, header.spans(), reason, news);
      }
    } finally {
      log.lock.unlock();
    }
  }

  private void took(Step step, RecordHeader header, BatchRecord record, long bodies) {
    log.lock.lock();
    try {
      Cursor cursor = step.cursor;
      Segment segment = step.reading.segment;
      if (reader.isEnded || segment.isGone) {
        return; // booked by the thread that ended it
      }
      Entry entry = new Entry(header.position(), header.roster(), record);
      entry.written(segment, header, bodies);
      log.recent.pin(entry);
      Passed passed = cursor.pass(entry);
      reader.ahead.add(passed);
      reader.aheadOf = cursor;
    } finally {
      log.lock.unlock();
    }
  }

  /** Handles the end of a segment: all sound records were passed, and the remaining spans are damaged. */
  private void ended(Step step, News news) {
    log.lock.lock();
    try {
      Segment segment = step.reading.segment;
      if (segment.end == step.end && !segment.isGone && !reader.isEnded) {
        long damaged = step.cursor.unreadIn(segment);
        if (segment.isSealed) {
          giveUpLocked(step.cursor, segment, damaged, DropReason.CORRUPT, news);
        } else {
          step.cursor.unread -= damaged;
          step.cursor.jump(segment.summary.endPosition());
          loseLocked(step.cursor, segment, damaged, DropReason.CORRUPT, news);
        }
      }
    } finally {
      log.lock.unlock();
    }
  }

  private void giveUpLocked(
      Cursor cursor, Segment segment, long unread, DropReason reason, News news) {
    cursor.unread -= unread;
    cursor.jump(segment.summary.endPosition());
    cursor.finished = segment.id;
    loseLocked(cursor, segment, unread, reason, news);
  }

  private void loseLocked(
      Cursor cursor, Segment segment, long spans, DropReason reason, News news) {
    reader.place.release(segment, cursor, spans);
    reader.place.lose(spans, reason, news);
    log.changedLocked(spans > 0);
  }

  /**
   * The next record to read.
   *
   * @param end bytes of the segment that may be read
   */
  private record Step(Cursor cursor, Reading reading, long end) {}
}
