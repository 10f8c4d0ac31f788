/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.threads.Threads;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one sender thread of a lane, on manual time: where it would wait, the time of the wait passes at once.
 *
 * <p>The lane must be created by a thread of {@link #run}, and have a window of 1.
 */
final class OneSender implements Threads {

  private final Consumer<Duration> passing;
  private @Nullable Runnable work;

  /**
   * A thread that does not run yet.
   *
   * @param passing has time pass; called without a lock of the lane held
   */
  OneSender(Consumer<Duration> passing) {
    this.passing = passing;
  }

  /** Creates a lane and runs its sender until the lane is stopped, on a thread of its own. */
  void run(Supplier<Lane> creating) throws InterruptedException {
    Thread thread = new Sending(() -> {
      creating.get().start();
      Objects.requireNonNull(work).run();
    });
    thread.start();
    thread.join();
  }

  @Override
  public Thread make(String name, Runnable newWork) {
    work = newWork;
    return new Thread(() -> {}, name);
  }

  @Override
  public ReentrantLock newLock() {
    return new PassingLock();
  }

  @Override
  public double nextDouble() {
    return 0.5;
  }

  /** A member of these threads, so that what it creates waits as they do. */
  private final class Sending extends Thread implements Threads.Member {

    Sending(Runnable work) {
      super(null, work, "one-sender");
      setDaemon(true);
    }

    @Override
    public Threads threads() {
      return OneSender.this;
    }
  }

  private final class PassingLock extends ReentrantLock {

    private static final long serialVersionUID = 1L;

    @Override
    public Condition newCondition() {
      return new PassingCondition(this);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // a condition itself; its callers have the loops
  private final class PassingCondition implements Condition {

    private final ReentrantLock lock;

    PassingCondition(ReentrantLock lock) {
      this.lock = lock;
    }

    @Override
    public long awaitNanos(long nanos) {
      int holds = lock.getHoldCount();
      for (int i = 0; i < holds; i++) {
        lock.unlock();
      }
      try {
        passing.accept(Duration.ofNanos(Math.max(1, Math.min(nanos, TimeUnit.SECONDS.toNanos(1)))));
      } finally {
        for (int i = 0; i < holds; i++) {
          lock.lock();
        }
      }
      return 0;
    }

    @Override
    public void await() {
      awaitNanos(TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public void awaitUninterruptibly() {
      await();
    }

    @Override
    public boolean await(long time, TimeUnit unit) {
      awaitNanos(unit.toNanos(time));
      return true;
    }

    @Override
    public boolean awaitUntil(Date deadline) {
      throw new UnsupportedOperationException("no lane waits for a date");
    }

    @Override
    public void signal() {}

    @Override
    public void signalAll() {}
  }
}
