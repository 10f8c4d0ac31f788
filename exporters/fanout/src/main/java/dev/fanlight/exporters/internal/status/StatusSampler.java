/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.pipeline.FanoutSample;
import dev.fanlight.exporters.internal.send.RequestTimes;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import io.opentelemetry.sdk.common.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the history of the last ten minutes. Any thread. */
public final class StatusSampler implements RequestTimes, AutoCloseable {

  private static final long TICK_NANOS = StatusSnapshot.HISTORY_INTERVAL.toNanos();
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<@Nullable FanoutSample> source;
  private final Clock clock;
  private final Threads threads = Threads.current();
  private final ReentrantLock lock = threads.newLock();
  private final Condition stopped = lock.newCondition();

  @GuardedBy("lock") private final Map<String, VendorHistory> vendors = new HashMap<>();

  @GuardedBy("lock") private @Nullable PipelineHistory pipeline;

  @GuardedBy("lock") private long lastTickNanos;

  @GuardedBy("lock") private @Nullable Thread thread;

  /**
   * A sampler that does not run.
   *
   * @param source of the counts; null while there is no fan-out
   */
  public StatusSampler(Supplier<@Nullable FanoutSample> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Starts the sampling if there is a fan-out and it does not run; the first sample is taken at once. */
  public void start() {
    lock.lock();
    try {
      if (thread != null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    FanoutSample first = source.get();
    if (first == null) {
      return;
    }
    lock.lock();
    try {
      if (thread == null) {
        beginLocked(first);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void beginLocked(FanoutSample first) {
    vendors.clear();
    pipeline = null;
    lastTickNanos = clock.nanoTime();
    addLocked(first, 1);
    Thread created = threads.make("status", this::run);
    try {
      created.start();
      thread = created;
    } catch (OutOfMemoryError noThread) {
      thread = null; // the next request for a status tries again
    }
  }

  private void run() {
    Thread self = Thread.currentThread();
    try {
      while (awaitTick(self) && sample()) {
        // sampled
      }
      forget(self);
    } catch (InterruptedException stop) {
      self.interrupt();
    }
  }

  /** Waits for the next tick; false if the thread is to end. */
  private boolean awaitTick(Thread self) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TICK_NANOS;
      while (thread == self && left > 0) {
        left = stopped.awaitNanos(left);
      }
      return thread == self;
    } finally {
      lock.unlock();
    }
  }

  /** A fan-out that was started again gets a thread of its own. */
  private void forget(Thread self) {
    lock.lock();
    try {
      thread = thread == self ? null : thread;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a sample if a tick has passed since the last one; false if there is no fan-out. */
  public boolean sample() {
    FanoutSample sample = source.get(); // not under our lock
    if (sample == null) {
      return false;
    }
    lock.lock();
    try {
      long ticks = (clock.nanoTime() - lastTickNanos + TICK_NANOS / 4) / TICK_NANOS;
      if (ticks > 0) {
        lastTickNanos += ticks * TICK_NANOS;
        addLocked(sample, ticks);
      }
    } finally {
      lock.unlock();
    }
    return true;
  }

  @GuardedBy("lock") private void addLocked(FanoutSample sample, long ticks) {
    if (pipeline == null) {
      pipeline = new PipelineHistory(sample);
    } else {
      pipeline.add(sample, ticks);
    }
    Set<String> running = new HashSet<>();
    for (LedgerSnapshot account : sample.accounts()) {
      if (account.state() == LedgerSnapshot.State.STOPPED) {
        continue;
      }
      running.add(account.vendor());
      VendorHistory history = vendors.get(account.vendor());
      if (history == null) {
        vendors.put(account.vendor(), new VendorHistory(account, clock.nanoTime()));
      } else {
        history.add(account, ticks);
      }
    }
    vendors.keySet().retainAll(running);
  }

  @Override
  public void ended(String vendor, @Nullable URI endpoint, Exchange exchange, long nanos) {
    if (exchange instanceof Exchange.Answer) {
      answered(vendor, nanos);
    }
  }

  @Override
  public void clientEnded(String vendor, String error, long nanos) {
    if (error.isEmpty()) {
      answered(vendor, nanos);
    }
  }

  private void answered(String vendor, long nanos) {
    lock.lock();
    try {
      VendorHistory history = vendors.get(vendor);
      if (history != null) {
        history.answerTimes().add(nanos, clock.nanoTime());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reads the history of a vendor; the function gets null if there is none, and must be quick. */
  <T> T ofVendor(String vendor, Function<@Nullable VendorHistory, T> reader) {
    lock.lock();
    try {
      return reader.apply(vendors.get(vendor));
    } finally {
      lock.unlock();
    }
  }

  /** Returns the time within which this share of a vendor's answers came; to be called within {@link #ofVendor}. */
  Duration answerTime(@Nullable VendorHistory history, double share) {
    return history == null
        ? Duration.ZERO
        : Duration.ofNanos(history.answerTimes().quantileNanos(share, clock.nanoTime()));
  }

  /** Reads the history of the pipeline; the function gets null if there is none, and must be quick. */
  <T> T ofPipeline(Function<@Nullable PipelineHistory, T> reader) {
    lock.lock();
    try {
      return reader.apply(pipeline);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the sampling and forgets the history; it can be started again. */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      running = thread;
      thread = null;
      vendors.clear();
      pipeline = null;
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      await(running);
    }
  }

  private void await(Thread running) {
    try {
      threads.join(running, JOIN_NANOS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
