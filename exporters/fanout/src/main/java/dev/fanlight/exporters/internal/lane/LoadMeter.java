/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.Backlog;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** Measures the load of one lane from differences of its ledger. Any thread. */
final class LoadMeter {

  /*
   * Samples of the counts are at least INTERVAL apart and go back for PERIOD; rates are the differences of the newest and
   * the oldest sample. Senders take them as they come by, and so does the report of a loss.
   */

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The time over which rates are measured. */
  static final Duration PERIOD = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final LogReader reader;
  private final IntSupplier window;
  private final Clock clock;
  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private final Deque<Sample> samples = new ArrayDeque<>();

  @GuardedBy("lock") private long requests;

  @GuardedBy("lock") private long requestNanos;

  LoadMeter(Ledger ledger, LogReader reader, IntSupplier window, Clock clock) {
    this.ledger = ledger;
    this.reader = reader;
    this.window = window;
    this.clock = clock;
    this.samples.add(sample(clock.nanoTime(), 0, 0));
  }

  /** Notes that a request has ended, with any outcome. */
  void requestEnded(long nanos) {
    lock.lock();
    try {
      requests++;
      requestNanos += nanos;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the time that all requests took together. */
  long requestNanos() {
    lock.lock();
    try {
      return requestNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Returns true if the last sample is old enough for another one. */
  boolean isDue() {
    lock.lock();
    try {
      return clock.nanoTime() - samples.getLast().atNanos >= INTERVAL_NANOS;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the load of the last minute, and takes a sample if the last one is old enough. */
  LaneLoad measure() {
    Backlog backlog = reader.backlog(); // not under our lock
    lock.lock();
    try {
      long now = clock.nanoTime();
      Sample newest = sample(now, requests, requestNanos);
      if (now - samples.getLast().atNanos >= INTERVAL_NANOS) {
        samples.add(newest);
      }
      while (samples.size() > 1 && now - samples.getFirst().atNanos > PERIOD.toNanos()) {
        samples.removeFirst();
      }
      return load(samples.getFirst(), newest, backlog);
    } finally {
      lock.unlock();
    }
  }

  private LaneLoad load(Sample from, Sample to, Backlog backlog) {
    double seconds = Math.max(1e-3, (to.atNanos - from.atNanos) / 1e9);
    long ended = to.requests - from.requests;
    boolean isEmpty = backlog.oldestEpochNanos() == Long.MAX_VALUE;
    return new LaneLoad(
        (to.received - from.received) / seconds,
        (to.taken - from.taken) / seconds,
        ended == 0 ? 0 : (to.requestNanos - from.requestNanos) / ended,
        window.getAsInt(),
        to.waiting,
        backlog.bytes(),
        backlog.limitInBytes(),
        isEmpty ? 0 : Math.max(0, clock.now() - backlog.oldestEpochNanos()));
  }

  private Sample sample(long now, long requestsSoFar, long requestNanosSoFar) {
    LedgerSnapshot account = ledger.account(LedgerSnapshot.State.UP);
    return new Sample(
        now,
        account.received() - account.filtered(),
        account.delivered() + account.rejected(),
        account.buffered(),
        requestsSoFar,
        requestNanosSoFar);
  }

  private record Sample(
      long atNanos, long received, long taken, long waiting, long requests, long requestNanos) {}
}
