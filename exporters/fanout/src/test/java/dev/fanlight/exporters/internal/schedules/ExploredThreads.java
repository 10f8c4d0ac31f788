/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

import dev.fanlight.exporters.internal.schedules.ExploredThread.Status;
import dev.fanlight.exporters.internal.threads.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** The threads of one run of an exploration. All methods are called by the thread that holds the baton. */
public final class ExploredThreads implements Threads {

  private static final int MAX_STEPS = 20_000;

  private final ScheduleChoices choices;
  private final List<ExploredThread> pool;
  private final List<ExploredThread> members = new ArrayList<>();
  private final List<ExploredThread> runnable = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private int preemptionsLeft;
  private int steps;
  private int alive;
  private long nanos;
  private int timeouts;
  private volatile boolean isOver;
  private volatile String failure = "";

  ExploredThreads(ScheduleChoices choices, int maxPreemptions, List<ExploredThread> pool) {
    this.choices = choices;
    this.preemptionsLeft = maxPreemptions;
    this.pool = pool;
  }

  /** Runs a scenario; returns what is wrong, or an empty string. */
  String run(Runnable scenario) throws InterruptedException {
    ExploredThread first = make("scenario", scenario);
    started(first);
    first.giveBaton();
    end.await();
    return failure;
  }

  // ---- for a scenario ----

  /** Starts a thread. */
  public Thread start(Runnable work) {
    Thread thread = make("", work);
    thread.start();
    return thread;
  }

  /** Waits until the threads have ended. */
  public void joinAll(Thread... others) {
    for (Thread other : others) {
      boolean ignored = join(other, Long.MAX_VALUE);
    }
  }

  /** Lets all other threads go on before the calling one does; for a loop that waits for another thread. */
  public void pause() {
    block("pause", 0);
  }

  /** Returns the time, which moves only while all threads wait. */
  public long nanos() {
    return nanos;
  }

  /** Returns how many waits a timeout has ended. */
  public int timeouts() {
    return timeouts;
  }

  // ---- as the product sees it ----

  @Override
  public ExploredThread make(String name, Runnable work) {
    int number = members.size();
    if (number == pool.size()) {
      ExploredThread added = new ExploredThread(this, number);
      pool.add(added);
      added.startForGood();
    }
    ExploredThread thread = pool.get(number);
    thread.reset(this, work);
    members.add(thread);
    return thread;
  }

  @Override
  public ReentrantLock newLock() {
    return new ExploredLock(this);
  }

  @Override
  public void parkNanos(Object blocker, long maxNanos) {
    point();
    ExploredThread me = current();
    if (!me.hasPermit) {
      block("park", maxNanos);
    }
    me.hasPermit = false;
  }

  @Override
  public void unpark(Thread thread) {
    point();
    ExploredThread other = (ExploredThread) thread;
    other.hasPermit = true;
    if (other.waitsFor.equals("park")) {
      wake(other);
    }
  }

  @Override
  public boolean join(Thread thread, long maxNanos) {
    ExploredThread other = (ExploredThread) thread;
    while (other.status != Status.ENDED) {
      block("join", maxNanos);
    }
    return true;
  }

  @Override
  public double nextDouble() {
    return 0.5;
  }

  // ---- scheduling ----

  static ExploredThread current() {
    return (ExploredThread) Thread.currentThread();
  }

  void started(ExploredThread thread) {
    thread.status = Status.RUNNABLE;
    runnable.add(thread);
    alive++;
  }

  /** The calling thread may be preempted here. */
  void point() {
    stopIfOver();
    if (++steps > MAX_STEPS) {
      throw fail("it does not end");
    }
    if (preemptionsLeft > 0 && runnable.size() > 1) {
      ExploredThread me = current();
      List<ExploredThread> options = new ArrayList<>(runnable);
      options.remove(me);
      options.add(0, me);
      int option = choices.choose(options.size());
      if (option > 0) {
        preemptionsLeft--;
        switchTo(options.get(option));
      }
    }
  }

  /** Waits until another thread wakes this one, or time is over. */
  void block(String waitsFor, long maxNanos) {
    stopIfOver();
    ExploredThread me = current();
    me.waitsFor = waitsFor;
    me.hasTimedOut = false;
    me.wakeNanos = maxNanos > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + maxNanos;
    me.status = Status.WAITING;
    runnable.remove(me);
    switchTo(next());
    me.waitsFor = "";
  }

  void wake(ExploredThread thread) {
    if (thread.status == Status.WAITING) {
      thread.status = Status.RUNNABLE;
      thread.wakeNanos = Long.MAX_VALUE;
      runnable.add(thread);
    }
  }

  private ExploredThread next() {
    if (runnable.isEmpty()) {
      moveTime();
    }
    return runnable.get(runnable.size() > 1 ? choices.choose(runnable.size()) : 0);
  }

  private void moveTime() {
    long earliest = Long.MAX_VALUE;
    for (ExploredThread each : members) {
      earliest = each.status == Status.WAITING ? Math.min(earliest, each.wakeNanos) : earliest;
    }
    if (earliest == Long.MAX_VALUE) {
      throw fail("deadlock: " + waits());
    }
    boolean hasMoved = earliest > nanos;
    nanos = earliest;
    for (ExploredThread each : members) {
      if (each.status == Status.WAITING && each.wakeNanos == earliest) {
        each.hasTimedOut = true;
        timeouts += hasMoved ? 1 : 0;
        wake(each);
      }
    }
  }

  private String waits() {
    StringBuilder text = new StringBuilder();
    for (ExploredThread each : members) {
      text.append(each.status == Status.WAITING ? each.getName() + " " + each.waitsFor + "; " : "");
    }
    return text.toString();
  }

  private void switchTo(ExploredThread thread) {
    ExploredThread me = current();
    if (thread != me) {
      thread.giveBaton();
      me.awaitBaton();
    }
    stopIfOver();
  }

  private void stopIfOver() {
    if (isOver) {
      throw new RunEndedError();
    }
  }

  private RunEndedError fail(String why) {
    if (!isOver) {
      failure = why;
      isOver = true;
    }
    return new RunEndedError();
  }

  /** Runs the work of a thread, and passes the baton on. */
  void runAsThisThread(ExploredThread me) {
    try {
      me.work.run();
    } catch (RunEndedError ignored) {
      // the failure is known
    } catch (Throwable broken) { // whatever it is, the scenario has failed
      Object ignored = fail(broken + " at " + Arrays.toString(broken.getStackTrace()));
    }
    me.status = Status.ENDED;
    runnable.remove(me);
    if (--alive == 0) {
      isOver = true;
      end.countDown();
      return;
    }
    passOn();
  }

  private void passOn() {
    try {
      for (ExploredThread each : members) {
        if (each.waitsFor.equals("join")) {
          wake(each);
        }
      }
      if (!isOver) {
        next().giveBaton();
        return;
      }
    } catch (RunEndedError deadlock) {
      // all others are ended below
    }
    for (ExploredThread each : members) {
      if (each.status == Status.RUNNABLE || each.status == Status.WAITING) {
        each.giveBaton();
        return;
      }
    }
  }
}
