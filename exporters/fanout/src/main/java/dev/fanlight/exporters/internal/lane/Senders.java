/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.threads.FanlightThread;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;

/** The threads of a lane, each with one request in flight. */
final class Senders {

  private final List<FanlightThread> threads = new ArrayList<>();
  private final Schedule schedule;
  private final Expiry expiry;
  private final Attempts attempts;
  private final Notices notices;
  private final Clock clock;

  Senders(
      String lane,
      int window,
      Schedule schedule,
      Expiry expiry,
      Attempts attempts,
      Notices notices,
      Clock clock) {
    this.schedule = schedule;
    this.expiry = expiry;
    this.attempts = attempts;
    this.notices = notices;
    this.clock = clock;
    for (int i = 1; i <= window; i++) {
      threads.add(new FanlightThread(lane + "-sender-" + i, this::sendUntilStopped));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void sendUntilStopped() {
    try (Packer packer = new Packer()) {
      while (!schedule.isStopped()) {
        sendNext(packer);
      }
    }
  }

  private void sendNext(Packer packer) {
    try {
      expiry.giveUpOld();
      Job job = schedule.next();
      if (job != null) {
        attempts.attempt(job, packer);
      }
    } catch (InterruptedException notNecessarilyUs) {
      // the lane is stopped before its senders are interrupted; a flag that foreign code left
      // behind ends nothing
    } catch (Throwable e) {
      notices.say(Level.WARNING, "a sender failed with " + e.getClass().getName() + " and goes on");
    }
  }

  /** Waits until all have ended; false at the deadline. */
  boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    for (Thread thread : threads) {
      long left = deadlineNanos - clock.nanoTime();
      if (left > 0) {
        thread.join(Math.max(1, left / 1_000_000));
      }
      if (thread.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** Ends all waits; the schedule is stopped before. */
  void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
