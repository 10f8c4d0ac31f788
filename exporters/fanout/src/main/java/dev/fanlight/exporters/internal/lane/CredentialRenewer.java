/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.send.RenewalCaller;
import dev.fanlight.exporters.internal.send.RenewalCaller.Result;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.Renewal;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The thread that renews the credentials of one lane. It is idle but for the renewals; each of these runs on a further
 * thread, so that it has a deadline whatever it does ({@link RenewalCaller}). All methods are safe on any thread.
 */
final class CredentialRenewer {

  /*
   * Sender threads call refused() with an outcome in hand; it only notes it and wakes the thread. The lane's lock is
   * never taken under this lock, and foreign code never runs under it: the lane reads isHeld(), which is one volatile
   * field, and is told to look by Listener.changed().
   */

  private static final long MAX_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Renewal renewal;
  private final String source;
  private final String lane;
  private final RenewalCaller caller;
  private final Listener listener;
  private final LaneLog notices;
  private final Threads threads;
  private final Clock clock;
  private final ReentrantLock lock;
  private final Condition changed;

  @GuardedBy("lock") private final RenewalSchedule schedule;

  @GuardedBy("lock") private @Nullable Thread thread;

  @GuardedBy("lock") private boolean isWarned;

  private volatile boolean isHeld = true;
  private volatile boolean isStarted;
  private volatile boolean isClosed;

  /**
   * A renewer that is not started.
   *
   * @param lane name of the vendor
   */
  CredentialRenewer(
      Renewal renewal,
      String lane,
      RenewalPolicy policy,
      Duration deadline,
      Listener listener,
      LaneLog notices,
      Threads threads,
      Clock clock) {
    this.renewal = renewal;
    this.source = source(renewal);
    this.lane = lane;
    this.caller = new RenewalCaller(renewal, lane, threads, deadline);
    this.listener = listener;
    this.notices = notices;
    this.threads = threads;
    this.clock = clock;
    this.lock = threads.newLock();
    this.changed = lock.newCondition();
    this.schedule = new RenewalSchedule(policy, threads::nextDouble, clock.nanoTime());
  }

  private static String source(Renewal renewal) {
    try {
      return String.valueOf(renewal.source());
    } catch (RuntimeException | Error broken) {
      return renewal.getClass().getName(); // a plugin's
    }
  }

  /** Returns true if it renews the credentials of this renewal. */
  @SuppressWarnings("ReferenceEquality") // the credentials are in that very object
  boolean isOf(@Nullable Renewal other) {
    return renewal == other;
  }

  /** Returns true if the lane must not send: there are no credentials that the vendor might accept. */
  boolean isHeld() {
    return isHeld;
  }

  /** Returns the origin of the credentials for messages. */
  String source() {
    return source;
  }

  /** Starts the thread, unless it runs or was closed. The system may have no thread to give; a later call tries again. */
  void start() {
    if (isStarted) {
      return;
    }
    lock.lock();
    try {
      if (thread == null && !isClosed) {
        Thread started = threads.make(lane + "-credentials", this::renewUntilClosed);
        started.start();
        thread = started;
        isStarted = true;
      }
    } catch (OutOfMemoryError noThread) {
      notices.say(
          Level.WARNING,
          "its credentials cannot be renewed, for the system gives no thread; raise its limit");
    } finally {
      lock.unlock();
    }
  }

  /**
   * The vendor has refused the credentials of a request.
   *
   * @param isHolding whether the lane waits for the renewal
   * @param requestNanos start of the request
   */
  void refused(boolean isHolding, long requestNanos) {
    lock.lock();
    try {
      long now = clock.nanoTime();
      schedule.refused(isHolding, requestNanos, now);
      updateLocked(now);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.changed();
  }

  /** Renews at once if the lane waits for it. */
  void hurry() {
    lock.lock();
    try {
      schedule.hurry(clock.nanoTime());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, and a renewal that runs; returns at once. */
  void close() {
    Thread running;
    lock.lock();
    try {
      isClosed = true;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.interrupt();
    }
    try {
      renewal.close();
    } catch (RuntimeException | Error ignored) {
      // a plugin's: the lane ends all the same
    }
  }

  /** Waits until the thread has ended; false at the deadline. */
  boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    Thread running;
    lock.lock();
    try {
      running = thread;
    } finally {
      lock.unlock();
    }
    return running == null || threads.join(running, deadlineNanos - clock.nanoTime());
  }

  private void renewUntilClosed() {
    try {
      while (!isClosed) {
        if (awaitDue()) {
          ended(caller.renew());
        }
        listener.changed();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a renewal is due, or the credentials expire. */
  @SuppressWarnings("WaitNotInLoop") // the caller's
  private boolean awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long now = clock.nanoTime();
      long nanos = Math.min(schedule.nanosToWait(now), schedule.nanosToExpiry(now));
      if (nanos > 0 && !isClosed) {
        changed.awaitNanos(Math.min(nanos, MAX_WAIT_NANOS));
      }
      now = clock.nanoTime();
      updateLocked(now);
      boolean isDue = !isClosed && schedule.nanosToWait(now) == 0;
      if (isDue) {
        schedule.begin(now);
      }
      return isDue;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void updateLocked(long now) {
    isHeld = schedule.isHeld(now);
  }

  private void ended(Result result) {
    if (result instanceof Result.Renewed renewed) {
      succeeded(renewed.lifetime());
    } else if (!isClosed) {
      failed(((Result.Failed) result).reason());
    }
  }

  private void succeeded(Duration lifetime) {
    boolean endsWait;
    lock.lock();
    try {
      long now = clock.nanoTime();
      schedule.succeeded(lifetime, now);
      updateLocked(now);
      endsWait = schedule.takeEndOfWait();
      isWarned = false;
    } finally {
      lock.unlock();
    }
    notices.credentialsRenewed(source);
    listener.renewed(endsWait);
  }

  private void failed(String reason) {
    boolean isMissing;
    boolean isDefinite;
    boolean warns;
    lock.lock();
    try {
      long now = clock.nanoTime();
      schedule.failed(now);
      updateLocked(now);
      isMissing = !schedule.isValid(now);
      isDefinite = !schedule.hadCredentials() && schedule.failures() > 1;
      warns = !isMissing && !isWarned && schedule.failures() > 2;
      isWarned |= warns;
    } finally {
      lock.unlock();
    }
    if (isMissing) {
      notices.credentialsMissing(source, reason, isDefinite);
      listener.failed();
    } else if (warns) {
      notices.say(
          Level.WARNING,
          "its credentials cannot be renewed: " + source + ": " + reason
              + ". The present ones are used until they expire; after that, its spans wait in the buffer.");
    }
  }

  /** Hears of changes. Called without a lock of the renewer, on any thread. */
  interface Listener {

    /** {@link #isHeld} may have another value. */
    void changed();

    /**
     * There are new credentials.
     *
     * @param endsWait whether the lane's wait after a refusal is over
     */
    void renewed(boolean endsWait);

    /** A renewal has failed, and there are no credentials. */
    void failed();
  }
}
