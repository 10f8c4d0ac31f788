/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.Renewal;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one {@link Renewal}, each on a thread of its own with a deadline: a renewal that ignores its interrupt costs
 * one thread, and no caller. One thread at a time.
 */
public final class RenewalCaller {

  /** The maximum time of one renewal. */
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final long MIN_NANOS = 1;

  private final Renewal renewal;
  private final String threadName;
  private final Threads threads;
  private final Duration deadline;
  private @Nullable Thread running;

  /**
   * A caller that has called nothing.
   *
   * @param lane name of the vendor, for the thread
   */
  public RenewalCaller(Renewal renewal, String lane, Threads threads, Duration deadline) {
    this.renewal = renewal;
    this.threadName = lane + "-renewal";
    this.threads = threads;
    this.deadline = deadline;
  }

  /**
   * Renews the credentials, and waits for it until the deadline.
   *
   * @throws InterruptedException if the calling thread was interrupted; the renewal is interrupted as well
   */
  public Result renew() throws InterruptedException {
    Thread before = running;
    if (before != null && !threads.join(before, MIN_NANOS)) {
      return new Result.Failed("the renewal before has not ended since its deadline");
    }
    Call call = new Call(renewal);
    Thread thread = threads.make(threadName, call);
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      return new Result.Failed("the system gives no thread for it; raise its limit");
    }
    running = thread;
    boolean hasEnded = false;
    try {
      hasEnded = threads.join(thread, deadline.toNanos());
    } finally {
      if (!hasEnded) {
        thread.interrupt();
      }
    }
    Result result = hasEnded ? call.result : null;
    return result == null
        ? new Result.Failed("no answer within " + deadline.toSeconds() + " s")
        : result;
  }

  /** The end of a renewal. */
  public sealed interface Result {

    /**
     * There are new credentials.
     *
     * @param lifetime for which they are valid; positive
     */
    record Renewed(Duration lifetime) implements Result {}

    /**
     * There are none.
     *
     * @param reason for the log; free of secrets
     */
    record Failed(String reason) implements Result {}
  }

  /** One call; a plugin may throw anything. */
  private static final class Call implements Runnable {

    private final Renewal renewal;
    volatile @Nullable Result result;

    Call(Renewal renewal) {
      this.renewal = renewal;
    }

    @Override
    public void run() {
      result = called();
    }

    private Result called() {
      try {
        Duration lifetime = renewal.renew();
        return lifetime.isNegative() || lifetime.isZero()
            ? new Result.Failed("the credentials have expired already")
            : new Result.Renewed(lifetime);
      } catch (IOException failed) {
        return new Result.Failed(ForeignText.message(failed));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new Result.Failed("it was interrupted");
      } catch (Throwable broken) { // the class alone: its message may hold anything
        return new Result.Failed("the renewal failed with " + broken.getClass().getName());
      }
    }
  }
}
