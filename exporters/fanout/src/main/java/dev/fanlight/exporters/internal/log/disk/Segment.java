/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A file of the log, and its content. The table's lock guards all but the path and {@link #file}. */
final class Segment {

  private final SegmentId id;
  private final SegmentSummary summary;
  private long end;
  private boolean isSealed;
  private boolean isGone;
  private int claims; // cursors with spans here that are not settled

  private volatile Path path; // an adopted segment is moved
  private final ReentrantLock opening = Threads.current().newLock();
  private @Nullable DiskFile file;
  private boolean closed;

  Segment(SegmentId id, Path path, SegmentSummary summary, long end) {
    this.id = id;
    this.path = path;
    this.summary = summary;
    this.end = end;
  }

  /** A segment to which no record is written any more. */
  static Segment sealed(SegmentId id, Path path, SegmentSummary summary, long end) {
    Segment segment = new Segment(id, path, summary, end);
    segment.seal();
    return segment;
  }

  SegmentId id() {
    return id;
  }

  long run() {
    return id.run();
  }

  /** Returns its content by view; the writer's thread adds to it, under the lock. */
  SegmentSummary summary() {
    return summary;
  }

  /** Returns the number of bytes that may be read. */
  long end() {
    return end;
  }

  /** Adds a record behind the earlier ones. */
  void add(RecordHeader header, long newEnd) {
    summary.add(header);
    end = newEnd;
  }

  /** Returns true if no more records are written to it. */
  boolean isSealed() {
    return isSealed;
  }

  void seal() {
    isSealed = true;
  }

  /** Returns true if it was given up: records that are not in flight are lost. */
  boolean isGone() {
    return isGone;
  }

  void giveUp() {
    isGone = true;
  }

  /** Notes that another cursor has spans here. */
  void claim() {
    claims++;
  }

  /** Notes that a cursor has settled its last span here. */
  void release() {
    claims--;
  }

  boolean isClaimed() {
    return claims > 0;
  }

  // ---- the file; any thread, without the lock ----

  Path path() {
    return path;
  }

  /** Renames the file. A reader that opens it meanwhile waits, because neither name is valid for it until then. */
  void move(Disk disk, Path to) throws IOException {
    opening.lock();
    try {
      disk.rename(path, to);
      path = to;
    } finally {
      opening.unlock();
    }
  }

  /** Gives it the file that it is written through. */
  void use(DiskFile open) {
    opening.lock();
    try {
      file = open;
    } finally {
      opening.unlock();
    }
  }

  /** The file, opened when first needed and kept until {@link #close}: it can be read even if its name is gone. */
  DiskFile file(Disk disk) throws IOException {
    opening.lock();
    try {
      if (closed) {
        throw new IOException(path + " is closed");
      }
      DiskFile open = file;
      if (open == null) {
        open = disk.open(path);
        file = open;
      }
      return open;
    } finally {
      opening.unlock();
    }
  }

  boolean isClosed() {
    opening.lock();
    try {
      return closed;
    } finally {
      opening.unlock();
    }
  }

  void close() {
    opening.lock();
    try {
      closed = true;
      if (file != null) {
        file.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
