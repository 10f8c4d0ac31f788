/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.threads;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Creates threads and locks, and lets threads wait for each other.
 *
 * <p>An object of the engine takes {@link #current} once, when it is created, and uses no other way to wait.
 */
public interface Threads {

  /** The threads of the JVM. */
  Threads OURS = FanlightThread::new;

  /**
   * Returns the factory to which the calling thread belongs: the factory of JVM threads, unless the thread is a {@link
   * Member} of another one.
   */
  static Threads current() {
    return Thread.currentThread() instanceof Member member ? member.threads() : OURS;
  }

  /**
   * Creates a thread and does not start it. The system may have no thread to give, which shows at the start.
   *
   * @param name the lane and the role
   * @param work runs once
   */
  Thread make(String name, Runnable work);

  /** Creates a lock; its conditions come from it. */
  default ReentrantLock newLock() {
    return new ReentrantLock();
  }

  /** As {@link LockSupport#parkNanos(Object, long)}. */
  default void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, nanos);
  }

  /** As {@link LockSupport#unpark}. */
  default void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  /**
   * Waits until a thread has ended.
   *
   * @param nanos maximum wait, rounded up to a millisecond; does not wait if it is 0 or less
   * @return false if the thread has not ended
   */
  default boolean join(Thread thread, long nanos) throws InterruptedException {
    if (nanos > 0) {
      thread.join(Math.max(1, nanos / 1_000_000)); // 0 would mean for ever
    }
    return !thread.isAlive();
  }

  /** Returns a random number of [0, 1). */
  default double nextDouble() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** A thread that does not belong to the threads of the JVM: that of a simulation. */
  interface Member {

    /** Returns the threads that it belongs to. */
    Threads threads();
  }
}
