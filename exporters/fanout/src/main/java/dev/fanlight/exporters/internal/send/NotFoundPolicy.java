/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.NotFound;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The policy for a receiver that is not found (404, 405) at a path where it was: a rollout moves it for a moment, an
 * edit of a route for good. Any thread.
 */
final class NotFoundPolicy {

  /*
   * The first 404 within WINDOW after a success begins an episode. For WINDOW each is a failure that is tried again;
   * after that each is a rejection, until a request gets through.
   */
  static final Duration WINDOW = Duration.ofMinutes(10);

  private final Clock clock;
  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private boolean hasSucceeded;

  @GuardedBy("lock") private long lastSuccessNanos;

  @GuardedBy("lock") private boolean isMissing;

  @GuardedBy("lock") private long missingSinceNanos;

  NotFoundPolicy(Clock clock) {
    this.clock = clock;
  }

  /** Returns the outcome that a lane books: a retry or a rejection in place of {@link NotFound}, else the same. */
  Outcome apply(Outcome outcome) {
    if (outcome instanceof Delivered) {
      succeeded();
    } else if (outcome instanceof NotFound notFound) {
      return mayComeBack()
          ? new Later(Kind.FAILURE, notFound.reason(), Duration.ZERO, false, notFound.message())
          : new Rejected(notFound.reason(), notFound.message());
    }
    return outcome;
  }

  private void succeeded() {
    lock.lock();
    try {
      hasSucceeded = true;
      lastSuccessNanos = clock.nanoTime();
      isMissing = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayComeBack() {
    lock.lock();
    try {
      long now = clock.nanoTime();
      if (!isMissing && hasSucceeded && now - lastSuccessNanos <= WINDOW.toNanos()) {
        isMissing = true;
        missingSinceNanos = now;
      }
      return isMissing && now - missingSinceNanos <= WINDOW.toNanos();
    } finally {
      lock.unlock();
    }
  }
}
