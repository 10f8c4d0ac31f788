/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.schedules;

import dev.fanlight.exporters.internal.threads.Threads;
import java.util.concurrent.locks.LockSupport;

/** A thread of an exploration: it runs only while it holds the baton. The JVM's thread serves many runs. */
final class ExploredThread extends Thread implements Threads.Member {

  /** Whether it may be chosen to run. */
  enum Status {
    NEW,
    RUNNABLE,
    WAITING,
    ENDED
  }

  // only the thread that holds the baton uses these

  Status status = Status.NEW;
  Runnable work = () -> {};
  String waitsFor = "";
  long wakeNanos = Long.MAX_VALUE;
  boolean hasTimedOut;
  boolean hasPermit;

  private volatile ExploredThreads threads;
  private volatile boolean hasBaton;

  ExploredThread(ExploredThreads threads, int number) {
    super(null, null, "explored-" + number, 0, false);
    setDaemon(true);
    this.threads = threads;
  }

  /** Makes it ready for another run. */
  void reset(ExploredThreads next, Runnable nextWork) {
    threads = next;
    work = nextWork;
    status = Status.NEW;
    waitsFor = "";
    wakeNanos = Long.MAX_VALUE;
    hasTimedOut = false;
    hasPermit = false;
  }

  @Override
  public ExploredThreads threads() {
    return threads;
  }

  @Override
  public void run() {
    while (true) {
      awaitBaton();
      threads.runAsThisThread(this);
    }
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the baton guards it
  public void start() {
    threads.started(this);
  }

  /** Does nothing: no scenario interrupts a thread, and a recall of the log may come late. */
  @Override
  public void interrupt() {}

  void giveBaton() {
    hasBaton = true;
    LockSupport.unpark(this);
  }

  /** Waits for the baton; this thread only. */
  void awaitBaton() {
    while (!hasBaton) {
      LockSupport.park(this);
    }
    hasBaton = false;
  }

  /** Starts the JVM's thread. */
  void startForGood() {
    super.start();
  }
}
