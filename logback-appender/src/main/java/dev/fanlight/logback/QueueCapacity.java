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

/** The permits of a bounded queue with the line of threads that wait for a permit. */
final class QueueCapacity {
  /*
   * A semaphore alone is not enough: each wait that times out traverses the semaphore's whole queue of threads, and with
   * 50,000 waiting virtual threads this costs more than writing the lines. Here each thread waits on its own semaphore.
   *
   * A waiting thread first enters the line and then tries to acquire; the writer first returns permits and then reads the
   * line: so at least one of the two sees the other. The writer wakes one thread, and each thread that leaves wakes the next
   * one while permits are available, so that the writer can continue to write. A thread that is not in the line may take a
   * permit before a woken thread does; then the woken thread enters the line again.
   *
   * The line has no lock. A virtual thread that receives a lock runs only after the virtual threads that are ready before it,
   * perhaps tens of thousands; the writer, which wakes threads, would wait for the lock for that time without writing.
   *
   * Waiting threads have no timers: a timer for each wait of a virtual thread costs a third of the throughput. One thread,
   * the timekeeper, checks the line four times in each maximum wait and wakes the threads whose wait has timed out. The
   * timekeeper starts with the first wait and parks while the line is empty.
   *
   * A wait times out only after as many checks as a maximum wait has. A pause of the whole process (garbage collection, a
   * suspended virtual machine) counts as one check: it says nothing about the output, and without this rule the first check
   * after it would end the waits of all threads together.
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
   * @param maxWaitMillis maximum wait of a thread without progress, exceeded by a quarter at most; 0 or less disables waiting
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

  @SuppressForbidden(
      "the line is bounded by the number of waiting threads; each thread is in it once")
  private static Queue<Waiter> newLine() {
    return new ConcurrentLinkedQueue<>();
  }

  /** Takes a permit if one is available. */
  boolean tryAcquire() {
    return permits.tryAcquire();
  }

  int available() {
    return permits.availablePermits();
  }

  /** Returns permits and wakes one waiting thread. */
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
   * Waits for a permit while there is progress.
   *
   * @return true if a permit was taken; false if the wait timed out or after {@link #close}
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
          return permits.tryAcquire(); // a permit may be free whose waking thread has not run yet
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

  /** Adds a thread to the line and starts or wakes the timekeeper, which may be parked. */
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
        timekeeper = thread; // set before the start, because the thread may park at once
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

  @SuppressForbidden("the duration of a wait is not the time of an event")
  static long now() {
    return System.nanoTime();
  }

  /** Checks the line once. The timekeeper, or a test in its place. */
  void look(long now) {
    for (Iterator<Waiter> waiters = line.iterator(); waiters.hasNext(); ) {
      Waiter waiter = waiters.next();
      waiter.looks++;
      if (waiter.isGone) {
        waiters.remove();
      } else if (waiter.looks >= LOOKS
          && now - waiter.since >= MILLISECONDS.toNanos(maxWaitMillis)) {
        if (progress.isEnough(waiter.position)) {
          waiter.looks = 0;
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

  /** The progress of the thread that empties the queue. */
  interface Progress {
    /** Returns the number of events taken so far. */
    long position();

    /** Returns true if enough events were taken since a position for a thread to wait once more. */
    boolean isEnough(long before);
  }

  private static final class Waiter {
    private final Semaphore signal = new Semaphore(0);

    /** The start of the current wait and the position at that time. Written by the timekeeper after construction. */
    private long since = now();

    private long position;

    /** The number of checks since the start of the current wait. The timekeeper only. */
    private int looks;

    private volatile boolean isTimeUp;
    private volatile boolean isGone;

    private Waiter(long position) {
      this.position = position;
    }
  }
}
