/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The times and sizes of a log that have no key in the configuration; tests change them. Any thread. */
final class LogTuning {

  private volatile long patienceNanos = TimeUnit.MILLISECONDS.toNanos(250);
  private volatile long lingerNanos = TimeUnit.MILLISECONDS.toNanos(20);
  private volatile long idleNanos = TimeUnit.SECONDS.toNanos(1);
  private volatile long retryNanos = TimeUnit.SECONDS.toNanos(2);
  private volatile long maxRecordBytes;

  /**
   * The usual times.
   *
   * @param maxRecordBytes maximum size of a record that is read
   */
  LogTuning(long maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Returns the maximum wait for the writer. */
  long patienceNanos() {
    return patienceNanos;
  }

  void setPatience(Duration longest) {
    patienceNanos = longest.toNanos();
  }

  /** Returns the time for which a change waits for further ones to share its state, if no thread waits for it. */
  long lingerNanos() {
    return lingerNanos;
  }

  void setLinger(Duration longest) {
    lingerNanos = longest.toNanos();
  }

  /** Returns the maximum time without a round of the writer. */
  long idleNanos() {
    return idleNanos;
  }

  void setIdle(Duration longest) {
    idleNanos = longest.toNanos();
  }

  /** Returns the time between two attempts on a disk that refuses. */
  long retryNanos() {
    return retryNanos;
  }

  void setRetry(Duration pause) {
    retryNanos = pause.toNanos();
  }

  /** Returns the maximum of the bytes that a record on disk may declare to be read. */
  long maxRecordBytes() {
    return maxRecordBytes;
  }

  void setMaxRecordBytes(long bytes) {
    maxRecordBytes = bytes;
  }
}
