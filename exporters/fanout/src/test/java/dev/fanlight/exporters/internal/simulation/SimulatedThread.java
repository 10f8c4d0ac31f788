/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.threads.Threads;
import java.util.concurrent.locks.LockSupport;

/** A thread of a simulation: it runs only while it holds the baton. */
final class SimulatedThread extends Thread implements Threads.Member {

  /*
   * The JVM's interrupt flag would end the wait for the baton. So it is taken down before that wait, and put up again
   * after it; an interrupt by another thread is noted meanwhile.
   */

  /** Whether it may be chosen to run. */
  enum Status {
    NEW,
    RUNNABLE,
    WAITING,
    ENDED
  }

  final int number;

  // only the thread that holds the baton uses these

  Status status = Status.NEW;
  long wakeNanos = Long.MAX_VALUE;
  boolean isTimedOut;
  boolean isInterruptible;
  boolean hasPermit;
  String waitsFor = "";
  int neverBlocks;

  /** The process that the thread belongs to: that of the thread that made it. 0 is the machine. */
  int process;

  /** Whether the process was killed: the thread can only end. */
  boolean isKilled;

  private final SimulatedThreads threads;
  private boolean isInterrupted;
  private volatile boolean hasBaton;

  SimulatedThread(SimulatedThreads threads, int number, String name, Runnable work) {
    super(null, work, "simulated-" + name, 0, false);
    setDaemon(true);
    this.threads = threads;
    this.number = number;
  }

  @Override
  public SimulatedThreads threads() {
    return threads;
  }

  @Override
  @SuppressWarnings("DoNotCall") // this is the thread that was started
  public void run() {
    threads.runAsThisThread(this, super::run);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the baton guards it
  public void start() {
    threads.checkMayGoOn();
    super.start();
    threads.started(this);
  }

  @Override
  public void interrupt() {
    if (Thread.currentThread() == this) {
      super.interrupt();
    } else {
      isInterrupted = true;
      threads.interrupted(this);
    }
  }

  @Override
  public boolean isInterrupted() {
    return Thread.currentThread() == this ? super.isInterrupted() : isInterrupted;
  }

  /** Takes the interrupt flag down; this thread only. */
  boolean takeInterrupt() {
    return Thread.interrupted();
  }

  void giveBaton() {
    hasBaton = true;
    LockSupport.unpark(this);
  }

  /** Waits for the baton; this thread only. */
  void awaitBaton() {
    boolean wasInterrupted = Thread.interrupted();
    while (!hasBaton) {
      LockSupport.park(this);
    }
    hasBaton = false;
    if (wasInterrupted || isInterrupted) {
      isInterrupted = false;
      super.interrupt();
    }
  }
}
