/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The permits of a bounded queue, and the threads that wait for one. */
final class QueueCapacity {
  /*
   * A semaphore alone would do, but for its queue of waiting threads: each wait that times out walks the whole queue, which
   * with 50,000 waiting virtual threads costs more than writing the lines. Here each thread waits on a semaphore of its own.
   *
   * A waiting thread first enters the line and then tries again; permits are first returned and then the line is looked at:
   * one of the two sees the other. The writer wakes one thread, and each thread that leaves wakes the next as long as there
   * are permits, so that the writer can go on writing. A thread that is not in the line may take a permit before a woken
   * thread does; then the woken thread enters the line again.
   *
   * The line has no lock. A virtual thread that is handed a lock runs only after the virtual threads that are ready before
   * it, tens of thousands perhaps; the writer, which wakes threads, would wait for the lock that long and write nothing.
   *
   * No waiting thread has a timer of its own: a timer for each wait of a virtual thread costs a third of the throughput.
   * One thread, the timekeeper, looks at the line four times in each maximum wait and tells the threads whose time is up. It
   * starts with the first wait and parks while the line is empty.
   */
  private static final int LOOKS = 4;

  private final Semaphore permits;
  private final long maxWaitMillis;
  private final Progress progress;
  private final Queue<Waiter> line = newLine();
  private final Object starting = new Object();
  private volatile @Nullable Thread timekeeper;
  private volatile boolean isResting;
  private volatile boolean closed;

  /**
   * @param maxWaitMillis how long a thread waits without progress; at most a quarter longer
   */
  QueueCapacity(int capacity, long maxWaitMillis, Progress progress) {
    this(new Semaphore(capacity), maxWaitMillis, progress);
  }

  /** Creates a capacity of permits whose order of steps a test controls. */
  QueueCapacity(Semaphore permits, long maxWaitMillis, Progress progress) {
    this.permits = permits;
    this.maxWaitMillis = maxWaitMillis;
    this.progress = progress;
  }

  @SuppressForbidden("the line is as long as threads wait; each waits once")
  private static Queue<Waiter> newLine() {
    return new ConcurrentLinkedQueue<>();
  }

  /** Takes a permit if there is one. */
  boolean tryAcquire() {
    return permits.tryAcquire();
  }

  int available() {
    return permits.availablePermits();
  }

  /** Returns permits and wakes a waiting thread. */
  void release(int count) {
    permits.release(count);
    wake(1);
  }

  /** Wakes all waiting threads; from now on no thread waits. */
  void close() {
    closed = true;
    wake(Integer.MAX_VALUE);
    LockSupport.unpark(timekeeper);
  }

  /**
   * Waits for a permit as long as there is progress.
   *
   * @return whether a permit was taken; false after {@link #close} as well
   */
  boolean await() throws InterruptedException {
    if (maxWaitMillis <= 0) {
      return permits.tryAcquire();
    }
    var waiter = new Waiter(progress.position());
    try {
      enter(waiter);
      while (!closed) {
        if (permits.tryAcquire()) {
          return true;
        }
        waiter.signal.acquire();
        if (waiter.isTimeUp) {
          return permits.tryAcquire(); // the thread that was to wake this one may not have run yet
        }
        if (permits.tryAcquire()) {
          return true;
        }
        enter(waiter);
      }
      return false;
    } finally {
      waiter.isGone = true;
      if (permits.availablePermits() > 0) {
        wake(1);
      }
    }
  }

  private void wake(int count) {
    int woken = 0;
    while (woken < count) {
      Waiter waiter = line.poll();
      if (waiter == null) {
        return;
      }
      if (!waiter.isGone) {
        waiter.signal.release();
        woken++;
      }
    }
  }

  /** Each time: the timekeeper may rest by now. */
  private void enter(Waiter waiter) {
    line.add(waiter);
    if (timekeeper == null) {
      startTimekeeper();
    } else if (isResting) {
      LockSupport.unpark(timekeeper);
    }
  }

  private void startTimekeeper() {
    synchronized (starting) {
      if (timekeeper != null) {
        return;
      }
      var thread = new Thread(this::keepTime, "fanlight-log-timekeeper");
      thread.setDaemon(true);
      boolean hasStarted = false;
      try {
        timekeeper = thread; // before it starts: it may rest at once
        thread.start();
        hasStarted = true;
      } finally {
        if (!hasStarted) {
          timekeeper = null;
        }
      }
    }
  }

  private void keepTime() {
    long pause = Math.max(1, MILLISECONDS.toNanos(maxWaitMillis) / LOOKS);
    while (!closed) {
      isResting = true;
      if (line.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      isResting = false;
      LockSupport.parkNanos(this, pause);
      look(now());
    }
  }

  @SuppressForbidden("how long a thread has waited is no time of an event")
  private static long now() {
    return System.nanoTime();
  }

  private void look(long now) {
    for (Iterator<Waiter> waiters = line.iterator(); waiters.hasNext(); ) {
      Waiter waiter = waiters.next();
      if (waiter.isGone) {
        waiters.remove();
      } else if (now - waiter.since >= MILLISECONDS.toNanos(maxWaitMillis)) {
        if (progress.isEnough(waiter.position)) {
          waiter.since = now;
          waiter.position = progress.position();
        } else {
          waiter.isTimeUp = true;
          waiter.signal.release();
          waiters.remove();
        }
      }
    }
  }

  /** How far the queue was emptied. */
  interface Progress {
    /** Returns the number of events taken so far. */
    long position();

    /** Whether enough events were taken since that position for a thread to wait once more. */
    boolean isEnough(long before);
  }

  private static final class Waiter {
    private final Semaphore signal = new Semaphore(0);

    /** Begin of this turn of the wait, and the position then: written by the timekeeper after the waiter's construction. */
    private long since = now();

    private long position;
    private volatile boolean isTimeUp;
    private volatile boolean isGone;

    private Waiter(long position) {
      this.position = position;
    }
  }
}
