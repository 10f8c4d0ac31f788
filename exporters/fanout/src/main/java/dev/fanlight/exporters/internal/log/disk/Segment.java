/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A file of the log, and the claims to its records. The log's lock guards all but {@link #file}. */
final class Segment {

  final SegmentId id;

  /** Its content; the writer's thread adds to it, under the lock. */
  final SegmentSummary summary;

  /** Spans that each cursor has not settled here, including spans of damaged records. */
  final Map<Cursor, Long> claims = new LinkedHashMap<>();

  /** Its path; an adopted one is moved. */
  volatile Path path;

  /** Bytes that may be read. */
  long end;

  /** True if no more records are written to it. */
  boolean isSealed;

  /** Given up: records that are not in hand are lost. */
  boolean isGone;

  private final ReentrantLock opening = Threads.current().newLock();
  private @Nullable DiskFile file;
  private boolean closed;

  Segment(SegmentId id, Path path, SegmentSummary summary, long end) {
    this.id = id;
    this.path = path;
    this.summary = summary;
    this.end = end;
  }

  void claim(Cursor cursor, long spans) {
    if (spans > 0) {
      claims.merge(cursor, spans, Long::sum);
    }
  }

  void release(Cursor cursor, long spans) {
    claims.computeIfPresent(cursor, (c, now) -> now > spans ? now - spans : null);
  }

  long claimed(Cursor cursor) {
    return claims.getOrDefault(cursor, 0L);
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
