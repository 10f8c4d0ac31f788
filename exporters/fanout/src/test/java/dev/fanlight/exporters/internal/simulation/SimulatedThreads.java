/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.SimulatedThread.Status;
import dev.fanlight.exporters.internal.threads.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads on simulated time, of which one runs at a time. A seed decides which one.
 *
 * <p>All methods are called by the thread that holds the baton, except {@link #run}.
 */
final class SimulatedThreads implements Threads {

  /*
   * A thread gives the baton away where it waits, and, with a certain chance, where it takes a lock, sends a signal or
   * starts a thread. Computing takes no time: time moves only when every thread waits, to the earliest moment at which a
   * wait ends.
   */

  private static final int MAX_STEPS_AT_ONE_MOMENT = 200_000;
  private static final int SPURIOUS = 128; // one wait of so many ends early
  private static final int CHANCES = 64;

  private final Random random;
  private final int switchChance;
  private final long suspensionNanos;
  private final EventHash hash = new EventHash();
  private final List<SimulatedThread> alive = new ArrayList<>();
  private final List<SimulatedThread> runnable = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private int created;
  private long nanos;
  private long steps;
  private long switches;
  private long stepsAtThisMoment;
  private volatile boolean isOver;
  private volatile String failure = "";

  /**
   * A scheduler.
   *
   * @param suspensionNanos maximum time for which a thread is suspended where it could give the baton away; 0 for never
   */
  SimulatedThreads(long seed, long suspensionNanos) {
    this.random = new Random(seed);
    this.switchChance = 1 + random.nextInt(CHANCES / 2);
    this.suspensionNanos = suspensionNanos;
  }

  /**
   * Runs the first thread of the simulation, and returns when it has ended. The others are stopped then.
   *
   * @return why the simulation could not go on; an empty string if it could
   */
  String run(Runnable main) throws InterruptedException {
    SimulatedThread first = make("main", main);
    first.start();
    first.giveBaton();
    end.await();
    isOver = true;
    for (SimulatedThread thread : alive) {
      thread.giveBaton();
    }
    for (SimulatedThread thread : List.copyOf(alive)) {
      thread.join();
    }
    return failure;
  }

  // ---- as production code sees it ----

  @Override
  public SimulatedThread make(String name, Runnable work) {
    SimulatedThread made = new SimulatedThread(this, created++, name, work);
    if (Thread.currentThread() instanceof SimulatedThread maker) {
      made.process = maker.process;
    }
    return made;
  }

  @Override
  public ReentrantLock newLock() {
    return new SimulatedLock(this);
  }

  @Override
  public void parkNanos(Object blocker, long maxNanos) {
    SimulatedThread me = current();
    if (!me.hasPermit && !me.isInterrupted() && maxNanos > 0) {
      block("park", maxNanos, true);
    }
    me.hasPermit = false;
  }

  @Override
  public void unpark(Thread thread) {
    if (thread instanceof SimulatedThread other && other.threads() == this) {
      other.hasPermit = true;
      if (other.waitsFor.equals("park")) {
        wake(other);
      }
      giveWay();
    }
  }

  @Override
  public boolean join(Thread thread, long maxNanos) throws InterruptedException {
    SimulatedThread other = (SimulatedThread) thread;
    long endNanos = nanos + maxNanos;
    while (other.status != Status.ENDED && endNanos - nanos > 0) {
      if (current().takeInterrupt()) {
        throw new InterruptedException();
      }
      block("join " + other.number, endNanos - nanos, true);
    }
    return other.status == Status.ENDED;
  }

  @Override
  public double nextDouble() {
    return random.nextDouble();
  }

  // ---- as the simulation sees it ----

  /** Returns the time since the simulation began. */
  long nanos() {
    return nanos;
  }

  long steps() {
    return steps;
  }

  long switches() {
    return switches;
  }

  /** Returns the number of threads that were started and have not ended. */
  int aliveThreads() {
    return alive.size();
  }

  EventHash hash() {
    return hash;
  }

  static SimulatedThread current() {
    return (SimulatedThread) Thread.currentThread();
  }

  /** Waits; returns early if the thread is interrupted, which leaves the flag up, or woken. */
  void sleep(String why, long maxNanos) {
    if (maxNanos > 0 && !current().isInterrupted()) {
      block(why, maxNanos, true);
    }
  }

  /** Ends the simulation because something is wrong. */
  SimulationEnded fail(String why) {
    if (!isOver) {
      failure = why;
    }
    isOver = true;
    end.countDown();
    return new SimulationEnded();
  }

  /** Ends the calling thread if its simulation is over or its process was killed. */
  void checkMayGoOn() {
    if (Thread.currentThread() instanceof SimulatedThread) {
      stopIfOver();
    }
  }

  /** Has another thread, which waits, go on at once in place of the calling one, which goes on no more. */
  Error yieldForEverTo(SimulatedThread other) {
    stopIfOver();
    SimulatedThread me = current();
    me.waitsFor = "the end";
    me.isInterruptible = false;
    me.wakeNanos = Long.MAX_VALUE;
    me.status = Status.WAITING;
    runnable.remove(me);
    wake(other);
    switchTo(other);
    return fail("a killed thread goes on");
  }

  /** Ends all threads of a process where they stand, one after the other, as a kill of the process does. */
  void kill(int process) {
    List<SimulatedThread> killed = new ArrayList<>(alive);
    killed.removeIf(thread -> thread.process != process);
    for (SimulatedThread thread : killed) {
      thread.isKilled = true;
      alive.remove(thread);
      runnable.remove(thread);
    }
    for (SimulatedThread thread : killed) {
      thread.giveBaton();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("a machine is not interrupted", e);
      }
    }
  }

  /** The calling thread may be stopped here, and another one go on. */
  void giveWay() {
    stopIfOver();
    steps++;
    if (suspensionNanos > 0 && random.nextInt(4_096) == 0 && current().neverBlocks == 0) {
      block("suspended", 1 + (long) (random.nextDouble() * suspensionNanos), false);
    } else if (runnable.size() > 1 && random.nextInt(CHANCES) < switchChance) {
      switchTo(pick());
    }
  }

  /** Stops the calling thread until it is woken or the time is over; perhaps earlier. */
  void block(String waitsFor, long maxNanos, boolean isInterruptible) {
    stopIfOver();
    SimulatedThread me = current();
    if (me.neverBlocks > 0) {
      throw fail("an application thread is blocked: " + waitsFor);
    }
    boolean isEarly = isInterruptible && random.nextInt(SPURIOUS) == 0;
    long wait =
        isEarly ? (long) (random.nextDouble() * Math.min(maxNanos, 1_000_000_000L)) : maxNanos;
    me.waitsFor = waitsFor;
    me.isInterruptible = isInterruptible;
    me.isTimedOut = false;
    me.wakeNanos = wait > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + wait;
    me.status = Status.WAITING;
    runnable.remove(me);
    switchTo(pick());
    me.waitsFor = "";
  }

  /** Lets a thread that waits go on. */
  void wake(SimulatedThread thread) {
    if (thread.status == Status.WAITING && !thread.isKilled) {
      thread.status = Status.RUNNABLE;
      runnable.add(thread);
    }
  }

  // ---- for the threads ----

  void started(SimulatedThread thread) {
    thread.status = Status.RUNNABLE;
    alive.add(thread);
    runnable.add(thread);
    if (Thread.currentThread() instanceof SimulatedThread) {
      giveWay();
    }
  }

  void interrupted(SimulatedThread thread) {
    if (thread.isInterruptible) {
      wake(thread);
    }
  }

  /** The life of a thread, on it. */
  void runAsThisThread(SimulatedThread thread, Runnable work) {
    thread.awaitBaton();
    try {
      if (!isOver && !thread.isKilled) {
        work.run();
      }
    } catch (SimulationEnded ignored) {
      // the end of all threads
    } catch (Throwable e) {
      if (thread.isKilled) {
        return; // it was on its way to its end
      }
      fail("thread " + thread.getName() + " ended with " + e + " at " + trace(e));
    }
    if (thread.number == 0) {
      end.countDown();
    }
    if (!isOver && thread.number != 0 && !thread.isKilled) {
      ended(thread);
    }
  }

  private static String trace(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return String.valueOf(List.of(trace).subList(0, Math.min(6, trace.length)));
  }

  private void ended(SimulatedThread thread) {
    thread.status = Status.ENDED;
    alive.remove(thread);
    runnable.remove(thread);
    String joined = "join " + thread.number;
    for (SimulatedThread other : alive) {
      if (other.waitsFor.equals(joined)) {
        wake(other);
      }
    }
    try {
      hand(pick());
    } catch (SimulationEnded ignored) {
      // no thread can go on: the failure is noted
    }
  }

  private void stopIfOver() {
    if (isOver || current().isKilled) {
      throw new SimulationEnded();
    }
  }

  private SimulatedThread pick() {
    switches++;
    if (++stepsAtThisMoment > MAX_STEPS_AT_ONE_MOMENT) {
      throw fail("time stands still: threads wake each other for ever; " + alive);
    }
    if (runnable.isEmpty()) {
      moveTime();
    }
    return runnable.get(random.nextInt(runnable.size()));
  }

  private void moveTime() {
    long next = Long.MAX_VALUE;
    for (SimulatedThread thread : alive) {
      next = Math.min(next, thread.wakeNanos);
    }
    if (next == Long.MAX_VALUE) {
      StringBuilder waits = new StringBuilder("deadlock:");
      alive.forEach(each -> waits
          .append(' ')
          .append(each.getName())
          .append(" (")
          .append(each.waitsFor)
          .append(')'));
      throw fail(waits.toString());
    }
    nanos = Math.max(nanos, next);
    stepsAtThisMoment = 0;
    for (SimulatedThread thread : alive) {
      if (thread.wakeNanos <= nanos) {
        thread.isTimedOut = true;
        wake(thread);
      }
    }
  }

  private void switchTo(SimulatedThread next) {
    SimulatedThread me = current();
    hash.add(nanos + 31L * next.number);
    next.wakeNanos = Long.MAX_VALUE;
    if (next != me) {
      next.giveBaton();
      me.awaitBaton();
      stopIfOver();
    }
  }

  private void hand(SimulatedThread next) {
    hash.add(nanos + 31L * next.number);
    next.wakeNanos = Long.MAX_VALUE;
    next.giveBaton();
  }
}
