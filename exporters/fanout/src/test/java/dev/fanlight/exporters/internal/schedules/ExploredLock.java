/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A lock of an exploration: its holder can be preempted before it takes the lock, and after it has. */
final class ExploredLock extends ReentrantLock {

  private static final long serialVersionUID = 1;

  private final transient ExploredThreads threads;
  private final transient List<ExploredThread> waiting = new ArrayList<>();
  private transient @Nullable ExploredThread owner;
  private int holds;

  ExploredLock(ExploredThreads threads) {
    this.threads = threads;
  }

  @Override
  public void lock() {
    if (!isHeldByCurrentThread()) {
      threads.point();
      acquire();
    }
    holds++;
  }

  @Override
  public void lockInterruptibly() {
    lock();
  }

  @Override
  public boolean tryLock() {
    if (!isHeldByCurrentThread()) {
      threads.point();
      if (owner != null) {
        return false;
      }
      owner = ExploredThreads.current();
    }
    holds++;
    return true;
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
      ExploredThread me = ExploredThreads.current();
      waiting.add(me);
      threads.block("lock", Long.MAX_VALUE);
      waiting.remove(me);
    }
    owner = ExploredThreads.current();
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
    return new ExploredCondition();
  }

  /** A condition: signals go to the thread that has waited longest. */
  @SuppressWarnings("WaitNotInLoop") // a condition itself; its callers have the loops
  private final class ExploredCondition implements Condition {

    private final List<ExploredThread> queue = new ArrayList<>();

    @Override
    public void await() {
      long ignored = awaitNanos(Long.MAX_VALUE);
    }

    @Override
    public long awaitNanos(long nanos) {
      if (!isHeldByCurrentThread()) {
        throw new IllegalMonitorStateException();
      }
      ExploredThread me = ExploredThreads.current();
      long begin = threads.nanos();
      int held = holds;
      holds = 0;
      queue.add(me);
      release();
      if (nanos > 0) {
        threads.block("condition", nanos);
      }
      queue.remove(me);
      acquire();
      holds = held;
      return nanos - (threads.nanos() - begin);
    }

    @Override
    public void awaitUninterruptibly() {
      await();
    }

    @Override
    public boolean await(long time, TimeUnit unit) {
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
