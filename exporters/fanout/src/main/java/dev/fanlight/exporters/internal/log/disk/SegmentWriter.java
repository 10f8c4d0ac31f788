/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes records into segments, one segment after the other. The writer's thread only. */
final class SegmentWriter {

  private final DiskLog log;
  private SegmentId id;
  private @Nullable Segment segment;
  private @Nullable DiskFile file;

  /** Left by a refusal before they were synced. */
  private final Deque<Segment> unsynced = new ArrayDeque<>();

  /** Left by a refusal, and the disk refused to cut the beginning of a record from their end as well. */
  private final Deque<Segment> uncut = new ArrayDeque<>();

  /** Left by a refusal, hold no record, and could not be deleted. */
  private final Deque<Path> empty = new ArrayDeque<>();

  SegmentWriter(DiskLog log) {
    this.log = log;
    this.id = new SegmentId(log.run, 0);
  }

  /** Writes one record; from here it outlives the process. */
  void write(Entry entry, BatchRecord record, Path folder) throws IOException {
    Segment in = segment;
    if (in != null
        && (in.end >= log.settings.segmentBytes() || !in.summary.hasRoomFor(record.view()))) {
      seal();
      in = null;
    }
    if (in == null) {
      in = begin(folder);
    }
    DiskFile to = Objects.requireNonNull(file);
    RecordHeader header =
        RecordFormat.header(record, entry.position, in.summary.spans(record.view()), entry.roster);
    byte[] encoded = RecordFormat.encode(header, in.id);
    long at = in.end;
    to.write(at, encoded);
    at += encoded.length;
    long bodies = at;
    for (Body body : record.bodies()) {
      to.write(at, body.bytes());
      at += body.bytes().length;
    }
    to.write(at, RecordFormat.trailer(encoded));
    at += encoded.length;
    written(entry, in, header, bodies, at);
  }

  private void written(Entry entry, Segment in, RecordHeader header, long bodies, long end) {
    log.lock.lock();
    try {
      in.summary.add(header);
      in.end = end;
      for (Cursor cursor : entry.claims) {
        in.claim(cursor, entry.spans);
        cursor.place.onDisk += entry.spans;
      }
      entry.written(in, header, bodies);
      log.pending.remove(entry);
      if (entry.wanted == 0) {
        log.recent.remove(entry);
      }
      log.writtenUpTo = entry.position + 1;
    } finally {
      log.lock.unlock();
    }
  }

  private Segment begin(Path folder) throws IOException {
    id = id.next();
    Path path = folder.resolve(id.fileName());
    DiskFile fresh = log.disk.create(path);
    try {
      fresh.write(0, SegmentHeader.of(id, log.clock.now()));
      if (log.settings.sync() != Sync.NEVER) {
        log.folders.sync(folder);
      }
    } catch (IOException e) {
      fresh.close();
      delete(path);
      throw e;
    }
    Segment begun = new Segment(id, path, new SegmentSummary(), SegmentHeader.BYTES);
    begun.use(fresh);
    file = fresh;
    segment = begun;
    log.lock.lock();
    try {
      log.segments.add(begun);
    } finally {
      log.lock.unlock();
    }
    return begun;
  }

  /** Has all that was written survive a loss of power. */
  void sync() throws IOException {
    for (Segment left = unsynced.peek(); left != null; left = unsynced.peek()) {
      if (!left.isClosed()) { // else it was given up, or has no claims any more
        left.file(log.disk).sync();
      }
      unsynced.remove();
    }
    if (file != null) {
      file.sync();
    }
  }

  /** Returns true if bytes were written that the last {@link #sync} did not reach, in a segment that was left. */
  boolean hasLeftUnsynced() {
    return !unsynced.isEmpty();
  }

  /** Ends the segment with its footer. */
  void seal() throws IOException {
    Segment done = segment;
    if (done != null) {
      DiskFile to = Objects.requireNonNull(file);
      to.write(done.end, done.summary.footer(done.id));
      if (log.settings.sync() != Sync.NEVER) {
        to.sync();
      }
      letGo(done);
    }
  }

  /** Leaves a segment that refused: its sound part stays, and the next record begins another. */
  void abandon() {
    Segment done = segment;
    if (done == null) {
      return;
    }
    uncut.add(done);
    tidyUp();
    letGo(done);
    if (done.summary.isEmpty()) { // else each attempt on a full disk would leave one
      log.lock.lock();
      try {
        log.segments.take(done);
      } finally {
        log.lock.unlock();
      }
      done.close();
      delete(done.path);
    } else if (log.settings.sync() != Sync.NEVER) {
      unsynced.add(done);
    }
  }

  /**
   * Repeats for left segments the operations that the disk refused then. A record in a tail that stays would be found
   * by a successor, although it may have been given up meanwhile.
   */
  void tidyUp() {
    try {
      for (Segment left = uncut.peek(); left != null; left = uncut.peek()) {
        if (!left.isClosed()) { // else its file is deleted
          left.file(log.disk).truncate(left.end);
        }
        uncut.remove();
      }
      for (Path left = empty.peek(); left != null; left = empty.peek()) {
        log.disk.delete(left);
        empty.remove();
      }
    } catch (IOException ignored) {
      // the disk refuses still; the next round tries again
    }
  }

  private void delete(Path path) {
    empty.add(path);
    tidyUp();
  }

  private void letGo(Segment done) {
    log.lock.lock();
    try {
      done.isSealed = true;
    } finally {
      log.lock.unlock();
    }
    segment = null;
    file = null;
  }
}
