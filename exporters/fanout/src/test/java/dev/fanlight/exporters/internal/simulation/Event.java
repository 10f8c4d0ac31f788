/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

/** One line of a script: what happens to the pipeline from outside, and when. */
sealed interface Event {

  /** Milliseconds since the simulation began. */
  long atMillis();

  /** Spans end, so many in a second, for a while. */
  record Traffic(long atMillis, long millis, int spansPerSecond, int bytes) implements Event {}

  /** Spans end at once. */
  record Burst(long atMillis, int spans, int bytes) implements Event {}

  /**
   * A vendor behaves in a way for a while.
   *
   * @param percent of its requests; it takes the others
   * @param number the status, or the number of spans
   * @param retryAfterSeconds of the answer; 0 for none
   */
  record Mood(
      long atMillis,
      long millis,
      int vendor,
      Conduct conduct,
      int percent,
      int number,
      int retryAfterSeconds)
      implements Event {}

  /** A plugin fails for a while: that of a vendor's headers, the wire's, or a span of the application's. */
  record Fault(long atMillis, long millis, int vendor, Plugin plugin) implements Event {}

  /** The wall clock is set. */
  record ClockStep(long atMillis, long byMillis) implements Event {}

  /** The application flushes. */
  record Flush(long atMillis, long timeoutMillis) implements Event {}

  /** The file changes for a vendor. */
  record Reload(long atMillis, int vendor, Edit edit) implements Event {}

  /** The application ends, whatever goes on. */
  record Close(long atMillis) implements Event {}

  /**
   * The disk is in trouble for a while.
   *
   * @param number for a slow disk the maximum time of an operation in milliseconds; for a full one the kilobytes left
   */
  record DiskFault(long atMillis, long millis, DiskTrouble trouble, int number) implements Event {}

  /**
   * The process is killed, or the machine loses its power, and the process starts again.
   *
   * @param change in the middle of which change on disk, if it comes within five seconds; 0 for at once
   * @param isOfNames whether only files that are created, renamed or deleted count as changes, for a minute
   * @param heldMillis for which the folder of the killed process stays locked
   */
  record Kill(
      long atMillis,
      int change,
      boolean isOfNames,
      boolean isPowerLost,
      long downMillis,
      long heldMillis)
      implements Event {}

  /** The process ends properly, and starts again. */
  record Restart(long atMillis, long downMillis) implements Event {}

  /** A bit on disk is turned over, as soon as no process runs. */
  record BitFlip(long atMillis) implements Event {}

  /** Code that is not ours. */
  enum Plugin {
    HEADERS,
    WIRE,
    SPAN,
    /** A span takes seconds to be read. */
    SLOW_SPAN
  }

  /** What is edited in the file. */
  enum Edit {
    /** The vendor leaves, or comes back. */
    REMOVE_OR_ADD,
    /** The number of requests in flight changes. */
    WINDOW,
    /** The vendor gets another view, or its first one again. */
    VIEW,
    /** Another address. */
    ENDPOINT,
    /** Nothing; a secret was rotated. */
    SECRET
  }
}
