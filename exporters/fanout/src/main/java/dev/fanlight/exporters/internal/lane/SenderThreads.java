/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.logging.Level;

/**
 * The sender threads of a lane, each with one request in flight. If the system gives no thread, the lane does with fewer,
 * and asks again whenever it gets a batch to send.
 */
final class SenderThreads {

  /** Without a limit, a wait loads ForkJoinPool. */
  private static final long MAX_WAIT_NANOS = TimeUnit.DAYS.toNanos(1);

  /** The maximum wait while a log line may be due without an event. */
  private static final long PENDING_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String lane;
  private final IntSupplier window;
  private final Threads system;
  private final ReentrantLock starting = Threads.current().newLock();

  @GuardedBy("starting") private final Map<Integer, Thread> threads = new LinkedHashMap<>(); // by number, from 1

  private volatile boolean someAreMissing;
  private final DeliverySchedule schedule;
  private final DeliveryExpiry expiry;
  private final AttemptRunner attempts;
  private final LaneHousekeeping housekeeping;
  private final LaneLog notices;
  private final Clock clock;

  SenderThreads(
      String lane,
      IntSupplier window,
      Threads system,
      DeliverySchedule schedule,
      DeliveryExpiry expiry,
      AttemptRunner attempts,
      LaneHousekeeping housekeeping,
      LaneLog notices,
      Clock clock) {
    this.lane = lane;
    this.window = window;
    this.system = system;
    this.schedule = schedule;
    this.expiry = expiry;
    this.attempts = attempts;
    this.housekeeping = housekeeping;
    this.notices = notices;
    this.clock = clock;
  }

  /** Starts the threads that do not run yet. */
  void start() {
    starting.lock();
    try {
      for (int number = 1; number <= window.getAsInt(); number++) {
        if (!threads.containsKey(number)) {
          int mine = number;
          Thread thread = system.make(lane + "-sender-" + number, () -> sendUntilStopped(mine));
          thread.start();
          threads.put(number, thread);
        }
      }
      someAreMissing = false;
    } catch (OutOfMemoryError e) {
      someAreMissing = true;
      notices.say(
          Level.WARNING,
          threads.size() + " of " + window.getAsInt()
              + " senders run, for the system gives no thread (" + ForeignText.message(e)
              + "). Raise its limit; the others are started as soon as it does.");
    } finally {
      starting.unlock();
    }
  }

  /** Wakes one thread for a new batch, and tries again to start missing threads. */
  void wakeOne() {
    if (someAreMissing) {
      start();
    }
    schedule.wakeOne();
  }

  private void sendUntilStopped(int number) {
    try (RequestPacker packer = new RequestPacker()) {
      while (!schedule.isStopped() && !isOneTooMany(number)) {
        sendNext(packer);
      }
    }
  }

  /**
   * Returns true if the window is narrower now than it was when this thread was started: it leaves, and its number is
   * free.
   */
  private boolean isOneTooMany(int number) {
    if (number <= window.getAsInt()) {
      return false;
    }
    starting.lock();
    try {
      if (number <= window.getAsInt()) {
        return false;
      }
      threads.remove(number);
    } finally {
      starting.unlock();
    }
    schedule.wakeOne(); // the batch that woke this one is for another thread
    return true;
  }

  private void sendNext(RequestPacker packer) {
    try {
      sendNext(packer, notices.isPending() ? PENDING_WAIT_NANOS : MAX_WAIT_NANOS);
    } catch (InterruptedException notNecessarilyUs) {
      // the lane is stopped before its senders are interrupted; a flag that foreign code left
      // behind ends no thread
    } catch (Throwable e) {
      failed(e);
    }
  }

  /**
   * Makes one attempt, if one may start within a time.
   *
   * @param maxWaitNanos 0 not to wait
   * @return whether an attempt was made
   */
  boolean sendNext(RequestPacker packer, long maxWaitNanos) throws InterruptedException {
    expiry.giveUpOld();
    housekeeping.run();
    Delivery delivery = schedule.next(maxWaitNanos);
    if (delivery == null) {
      return false;
    }
    attempts.attempt(delivery, packer);
    return true;
  }

  /** Handles a defect or a lack of memory: no batch was taken from the log, and this thread continues. */
  private void failed(Throwable e) {
    try {
      notices.say(
          Level.WARNING,
          "no batch could be taken from the buffer: " + ForeignText.described(e)
              + ". Its spans stay there, and it is tried again in a second. If this goes on, raise -Xmx where memory"
              + " is short, else report it.");
      schedule.pause();
    } catch (Throwable ignored) {
      // not even for that there is memory, or the lane is stopped: the loop looks
    }
  }

  /** Waits until all have ended; false at the deadline. */
  boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    for (Thread thread : running()) {
      if (!system.join(thread, deadlineNanos - clock.nanoTime())) {
        return false;
      }
    }
    return true;
  }

  /** Ends all waits; the schedule is stopped before. */
  void interrupt() {
    for (Thread thread : running()) {
      thread.interrupt();
    }
  }

  private List<Thread> running() {
    starting.lock();
    try {
      return new ArrayList<>(threads.values());
    } finally {
      starting.unlock();
    }
  }
}
