/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The client of a lane: opened by the first attempt, opened again after it was discarded, closed at the end. Any thread. */
final class ProducerLifecycle {

  /*
   * The constructor of the client asks name servers, which may hang, and its close joins its network thread. Both run on
   * daemon threads of their own, at most one that opens. A client that opens too late, after the close, is closed at once.
   */

  private static final long CLOSE_WAIT_MILLIS = 500;

  private final String vendor;
  private final Supplier<Producer<byte[], byte[]>> opener;
  private final Clock clock;

  @GuardedBy("this") private @Nullable Producer<byte[], byte[]> open;

  @GuardedBy("this") private @Nullable Opening opening;

  @GuardedBy("this") private final Set<Thread> closers = new HashSet<>();

  @GuardedBy("this") private boolean closed;

  ProducerLifecycle(String vendor, Supplier<Producer<byte[], byte[]>> opener, Clock clock) {
    this.vendor = vendor;
    this.opener = opener;
    this.clock = clock;
  }

  /**
   * Returns the client, opened before or now; null if it is not open at the deadline, or if this object is closed.
   *
   * @throws RuntimeException if the client cannot be opened; the next call tries again
   */
  @Nullable Producer<byte[], byte[]> get(long deadlineNanos) throws InterruptedException {
    Opening pending;
    synchronized (this) {
      if (closed) {
        return null;
      }
      if (open != null) {
        return open;
      }
      if (opening == null) {
        opening = new Opening();
        start("-client-open", opening);
      }
      pending = opening;
    }
    if (!pending.ended.await(deadlineNanos - clock.nanoTime(), TimeUnit.NANOSECONDS)) {
      return null;
    }
    RuntimeException failure = pending.failure;
    if (failure != null) {
      throw failure;
    }
    synchronized (this) {
      return open;
    }
  }

  /** Closes a client that cannot be used any more; records that it holds fail. The next attempt opens another one. */
  synchronized void discard(Producer<byte[], byte[]> producer) {
    if (open == producer) {
      open = null;
      closeOnThread(producer);
    }
  }

  /** Closes the client; records that it holds fail. Waits for half a second at most. */
  void close() {
    Set<Thread> ending;
    synchronized (this) {
      closed = true;
      if (open != null) {
        closeOnThread(open);
        open = null;
      }
      if (opening != null) {
        opening.ended.countDown(); // its attempts end; its client is closed when it is there
      }
      ending = new HashSet<>(closers);
    }
    long deadline = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MILLIS);
    try {
      for (Thread closer : ending) {
        closer.join(Math.max(1, (deadline - clock.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // the threads end by themselves
    }
  }

  @GuardedBy("this") private void closeOnThread(Producer<byte[], byte[]> producer) {
    closers.removeIf(closer -> !closer.isAlive());
    closers.add(start("-client-close", () -> close(producer)));
  }

  private static void close(Producer<byte[], byte[]> producer) {
    try {
      producer.close(Duration.ZERO);
    } catch (RuntimeException ignored) {
      // it is of no use any more
    }
  }

  private Thread start(String role, Runnable work) {
    Thread thread = new Thread(null, work, "fanlight-" + vendor + role, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(
        ProducerLifecycle.class.getClassLoader()); // the client finds its classes by it
    thread.start();
    return thread;
  }

  /** One opening of the client. */
  private final class Opening implements Runnable {
    final CountDownLatch ended = new CountDownLatch(1);
    volatile @Nullable RuntimeException failure;

    @Override
    public void run() {
      Producer<byte[], byte[]> made = null;
      try {
        made = opener.get();
      } catch (RuntimeException e) {
        failure = e;
      } catch (LinkageError | OutOfMemoryError e) {
        failure = new IllegalStateException("the client cannot be opened", e);
      }
      boolean isLate;
      synchronized (ProducerLifecycle.this) {
        opening = null;
        isLate = closed;
        open = isLate ? null : made;
      }
      ended.countDown();
      if (isLate && made != null) {
        close(made);
      }
    }
  }
}
