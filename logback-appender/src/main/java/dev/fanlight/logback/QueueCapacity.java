/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** The permits of a bounded queue, and the threads that wait for one. */
final class QueueCapacity {
  /*
   * A semaphore alone would do, but for its queue of waiting threads: each wait that times out walks the whole queue, which
   * with 50,000 waiting virtual threads costs more than writing the lines. Here each thread waits on a semaphore of its own,
   * and stays where it is in the line when its wait times out and begins again.
   *
   * A waiting thread first enters the line and then tries again; permits are first returned and then the line is looked at:
   * one of the two sees the other. The writer wakes one thread, and each thread that leaves wakes the next as long as there
   * are permits, so that the writer can go on writing. A thread that is not in the line may take a permit before a woken
   * thread does; then the woken thread enters the line again.
   *
   * The line has no lock. A virtual thread that is handed a lock runs only after the virtual threads that are ready before
   * it, tens of thousands perhaps; the writer, which wakes threads, would wait for the lock that long and write nothing.
   */
  private final Semaphore permits;
  private final Queue<Waiter> line = newLine();
  private volatile boolean closed;

  QueueCapacity(int capacity) {
    this.permits = new Semaphore(capacity);
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
  }

  /**
   * Waits for a permit.
   *
   * @param goesOn asked after each {@code millis} without a permit whether to wait once more
   * @return whether a permit was taken; false after {@link #close} as well
   */
  boolean await(long millis, Progress goesOn) throws InterruptedException {
    var waiter = new Waiter();
    line.add(waiter);
    try {
      while (!closed) {
        if (permits.tryAcquire()) {
          return true;
        }
        long before = goesOn.position();
        if (waiter.signal.tryAcquire(millis, MILLISECONDS)) {
          if (permits.tryAcquire()) {
            return true;
          }
          line.add(waiter);
        } else if (!goesOn.isEnough(before)) {
          return permits.tryAcquire(); // the thread that was to wake this one may not have run yet
        }
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

  /** How far the queue was emptied. */
  interface Progress {
    /** Returns the number of events taken so far. */
    long position();

    /** Whether enough events were taken since that position for a thread to wait once more. */
    boolean isEnough(long before);
  }

  private static final class Waiter {
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean isGone;
  }
}
