/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that aborts attempts after their deadline, and closes the connections that are idle for too long or that
 * the peer has closed, for all transports.
 */
final class Watchdog implements AutoCloseable {

  /*
   * The thread is woken only by an attempt that ends before the time it sleeps to. Attempts mostly have the same
   * timeout, so that it wakes about once per timeout for any number of requests, and an attempt costs the sending
   * thread two short critical sections. Aborting closes a socket, which does not block; it is done outside the lock
   * all the same. While connections are idle, it wakes every two seconds to look at them: a peer's close shows only to
   * a reader, and each such connection would keep a socket until the next request. An idle watchdog sleeps an hour.
   */
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long JOIN_MILLIS = 1_000;

  private final Clock clock;
  private final Threads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();

  @GuardedBy("lock") private final Set<ExchangeAttempt> watched = new HashSet<>();

  /** The sets with an idle connection. */
  @GuardedBy("lock") private final Set<IdleConnections> swept = new HashSet<>();

  @GuardedBy("lock") private long nextSweepNanos;

  @GuardedBy("lock") private long wakesAtNanos;

  @GuardedBy("lock") private @Nullable Thread thread;

  @GuardedBy("lock") private boolean closed;

  Watchdog(Clock clock, Threads threads) {
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * Takes the attempt under watch; the thread starts with the first.
   *
   * @throws OutOfMemoryError if the system has no thread to give; the attempt must not go on, and the next one asks again
   */
  void watch(ExchangeAttempt attempt) {
    lock.lock();
    try {
      if (closed) {
        return; // the transports are closed as well, and abort later requests
      }
      if (thread == null) {
        thread = started();
        wakesAtNanos = attempt.deadlineNanos();
      } else if (attempt.deadlineNanos() - wakesAtNanos < 0) {
        wakesAtNanos = attempt.deadlineNanos();
        sooner.signal();
      }
      watched.add(attempt);
    } finally {
      lock.unlock();
    }
  }

  private Thread started() {
    Thread started = threads.make("watchdog", this::run);
    started.start();
    return started;
  }

  void unwatch(ExchangeAttempt attempt) {
    lock.lock();
    try {
      watched.remove(attempt);
    } finally {
      lock.unlock();
    }
  }

  /** Sweeps these connections every two seconds until {@link IdleConnections#sweep} says that none is left. */
  void sweep(IdleConnections idle) {
    lock.lock();
    try {
      boolean isFirst = swept.isEmpty();
      if (closed || thread == null || !swept.add(idle) || !isFirst) {
        return;
      }
      nextSweepNanos = clock.nanoTime() + SWEEP_NANOS;
      if (nextSweepNanos - wakesAtNanos < 0) {
        wakesAtNanos = nextSweepNanos;
        sooner.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sweepAll() {
    List<IdleConnections> now;
    lock.lock();
    try {
      if (swept.isEmpty() || nextSweepNanos - clock.nanoTime() > 0) {
        return;
      }
      now = List.copyOf(swept);
      swept.clear();
    } finally {
      lock.unlock();
    }
    for (IdleConnections idle : now) {
      if (idle.sweep()) {
        sweep(idle);
      }
    }
  }

  private void run() {
    List<ExchangeAttempt> expired = new ArrayList<>();
    boolean closing = false;
    while (!closing) {
      try {
        closing = !awaitExpired(expired);
        expired.forEach(attempt -> attempt.abort(ExchangeAttempt.Ending.EXPIRED));
        expired.clear();
        sweepAll();
      } catch (Throwable ignored) {
        // an interrupt by foreign code, or no memory: the deadlines of all attempts depend on this
        // thread, and aborting twice does no harm
      }
    }
  }

  /** Sleeps until an attempt has expired or connections are to be looked at; false when closed. */
  private boolean awaitExpired(List<ExchangeAttempt> expired) throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        long now = clock.nanoTime();
        wakesAtNanos = swept.isEmpty() ? now + IDLE_NANOS : nextSweepNanos;
        boolean sweeps = wakesAtNanos - now <= 0;
        for (ExchangeAttempt attempt : watched) {
          if (attempt.deadlineNanos() - now <= 0) {
            expired.add(attempt);
          } else if (attempt.deadlineNanos() - wakesAtNanos < 0) {
            wakesAtNanos = attempt.deadlineNanos();
          }
        }
        if (!expired.isEmpty() || sweeps) {
          expired.forEach(watched::remove);
          return true;
        }
        long ignored = sooner.awaitNanos(wakesAtNanos - now);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      sooner.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (running != null) {
        running.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
