/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A lock of a simulation. Which of the threads that wait gets it is chosen by the seed. */
final class SimulatedLock extends ReentrantLock {

  private static final long serialVersionUID = 1;

  private final transient SimulatedThreads threads;
  private final transient List<SimulatedThread> waiting = new ArrayList<>();
  private transient @Nullable SimulatedThread owner;
  private int holds;

  SimulatedLock(SimulatedThreads threads) {
    this.threads = threads;
  }

  @Override
  public void lock() {
    if (!isHeldByCurrentThread()) {
      threads.giveWay();
      acquire();
    }
    holds++;
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (SimulatedThreads.current().takeInterrupt()) {
      throw new InterruptedException();
    }
    if (!isHeldByCurrentThread()) {
      threads.giveWay();
      while (owner != null) {
        await(Long.MAX_VALUE, true);
        if (SimulatedThreads.current().takeInterrupt()) {
          throw new InterruptedException();
        }
      }
      owner = SimulatedThreads.current();
    }
    holds++;
  }

  @Override
  public boolean tryLock() {
    if (!isHeldByCurrentThread()) {
      threads.giveWay();
      if (owner != null) {
        return false;
      }
      owner = SimulatedThreads.current();
    }
    holds++;
    return true;
  }

  @Override
  public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
    long end = threads.nanos() + unit.toNanos(timeout);
    if (SimulatedThreads.current().takeInterrupt()) {
      throw new InterruptedException();
    }
    boolean locked = tryLock();
    while (!locked && end - threads.nanos() > 0) {
      await(end - threads.nanos(), true);
      if (SimulatedThreads.current().takeInterrupt()) {
        throw new InterruptedException();
      }
      locked = tryLock();
    }
    return locked;
  }

  @Override
  public void unlock() {
    if (!isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException();
    }
    if (--holds == 0) {
      release();
    }
  }

  private void acquire() {
    while (owner != null) {
      await(Long.MAX_VALUE, false);
    }
    owner = SimulatedThreads.current();
  }

  private void await(long nanos, boolean isInterruptible) {
    SimulatedThread me = SimulatedThreads.current();
    waiting.add(me);
    try {
      threads.block("lock", nanos, isInterruptible);
    } finally {
      waiting.remove(me);
    }
  }

  private void release() {
    owner = null;
    waiting.forEach(threads::wake);
  }

  @Override
  public boolean isHeldByCurrentThread() {
    return owner == Thread.currentThread();
  }

  @Override
  public boolean isLocked() {
    return owner != null;
  }

  @Override
  public Condition newCondition() {
    return new SimulatedCondition();
  }

  /** A condition: signals go to the thread that has waited longest, as those of the JDK. */
  @SuppressWarnings("WaitNotInLoop") // a condition itself; its callers have the loops
  private final class SimulatedCondition implements Condition {

    private final List<SimulatedThread> queue = new ArrayList<>();

    @Override
    public void await() throws InterruptedException {
      awaitNanos(Long.MAX_VALUE);
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
      SimulatedThread me = SimulatedThreads.current();
      if (me.takeInterrupt()) {
        throw new InterruptedException();
      }
      long begin = threads.nanos();
      boolean signalled = await(me, nanos, true);
      if (!signalled && me.takeInterrupt()) {
        throw new InterruptedException();
      }
      return nanos - (threads.nanos() - begin);
    }

    @Override
    public void awaitUninterruptibly() {
      await(SimulatedThreads.current(), Long.MAX_VALUE, false);
    }

    /** Returns whether a signal ended the wait. */
    private boolean await(SimulatedThread me, long nanos, boolean isInterruptible) {
      if (!isHeldByCurrentThread()) {
        throw new IllegalMonitorStateException();
      }
      int held = holds;
      holds = 0;
      queue.add(me);
      release();
      if (nanos > 0) {
        threads.block("condition", nanos, isInterruptible);
      } else {
        threads.giveWay();
      }
      boolean signalled = !queue.remove(me);
      acquire();
      holds = held;
      return signalled;
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
      return awaitNanos(unit.toNanos(time)) > 0;
    }

    @Override
    public boolean awaitUntil(Date deadline) {
      throw new UnsupportedOperationException("there is no wall clock here");
    }

    @Override
    public void signal() {
      if (!queue.isEmpty()) {
        threads.wake(queue.remove(0));
      }
    }

    @Override
    public void signalAll() {
      queue.forEach(threads::wake);
      queue.clear();
    }
  }
}
