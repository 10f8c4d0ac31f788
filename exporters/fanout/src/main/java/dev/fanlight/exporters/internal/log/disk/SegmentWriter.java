/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes records into segments, one segment after the other. The writer's thread only. */
final class SegmentWriter {

  private final LogTable table;
  private final DiskLogEnvironment environment;
  private SegmentId id;
  private @Nullable Segment segment;
  private @Nullable DiskFile file;

  /** Left by a refusal before they were synced. */
  private final Deque<Segment> unsynced = new ArrayDeque<>();

  /** Left by a refusal, and the disk refused to cut the beginning of a record from their end as well. */
  private final Deque<Segment> uncut = new ArrayDeque<>();

  /** Left by a refusal, hold no record, and could not be deleted. */
  private final Deque<Path> empty = new ArrayDeque<>();

  SegmentWriter(LogTable table, DiskLogEnvironment environment) {
    this.table = table;
    this.environment = environment;
    this.id = new SegmentId(table.run(), 0);
  }

  /** Writes one record; from here it outlives the process. */
  void write(Entry entry, BatchRecord record, Path folder) throws IOException {
    Segment in = segmentFor(record, folder);
    DiskFile to = Objects.requireNonNull(file);
    RecordHeader header = RecordFormat.header(
        record, entry.position(), in.summary().spans(record.view()), entry.roster());
    byte[] encoded = RecordFormat.encode(header, in.id());
    long at = in.end();
    to.write(at, encoded);
    at += encoded.length;
    long bodies = at;
    for (Body body : record.bodies()) {
      to.write(at, body.bytes());
      at += body.bytes().length;
    }
    to.write(at, RecordFormat.trailer(encoded));
    at += encoded.length;
    long end = at;
    table.update(() -> writtenLocked(entry, new RecordLocation(in, header, bodies), end));
  }

  private Segment segmentFor(BatchRecord record, Path folder) throws IOException {
    Segment now = segment;
    if (now != null && isFullFor(record, now)) {
      seal();
      now = null;
    }
    return now == null ? begin(folder) : now;
  }

  private boolean isFullFor(BatchRecord record, Segment in) {
    return in.end() >= environment.settings().segmentBytes()
        || !in.summary().hasRoomFor(record.view());
  }

  private void writtenLocked(Entry entry, RecordLocation location, long end) {
    Segment in = location.segment();
    in.add(location.header(), end);
    for (ReaderState reader : table.pending().remove(entry)) {
      reader.written(entry, in);
    }
    entry.written(location);
    if (!entry.isClaimed()) {
      table.cache().remove(entry);
    }
    table.progress().recordWritten(entry.position());
  }

  private Segment begin(Path folder) throws IOException {
    id = id.next();
    Path path = folder.resolve(id.fileName());
    DiskFile fresh = environment.disk().create(path);
    try {
      fresh.write(0, SegmentHeader.of(id, environment.clock().now()));
      if (environment.syncs()) {
        environment.folders().sync(folder);
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
    table.update(() -> table.segments().add(begun));
    return begun;
  }

  /** Has all that was written survive a loss of power. */
  void sync() throws IOException {
    for (Segment left = unsynced.peek(); left != null; left = unsynced.peek()) {
      if (!left.isClosed()) { // else it was given up, or has no claims any more
        left.file(environment.disk()).sync();
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
      to.write(done.end(), done.summary().footer(done.id()));
      if (environment.syncs()) {
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
    if (done.summary().isEmpty()) { // else each attempt on a full disk would leave one
      table.update(() -> table.segments().take(done));
      done.close();
      delete(done.path());
    } else if (environment.syncs()) {
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
          left.file(environment.disk()).truncate(left.end());
        }
        uncut.remove();
      }
      for (Path left = empty.peek(); left != null; left = empty.peek()) {
        environment.disk().delete(left);
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
    table.update(done::seal);
    segment = null;
    file = null;
  }
}
