/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The connections between two requests: the last used first, those that are not fit any more closed. Any thread. */
final class IdleConnections implements AutoCloseable {

  /** Below what servers and balancers commonly allow (60 s), so that it is us who close. */
  private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(50);

  /** A lane's widest window. */
  private static final int CAPACITY = 64;

  private final Clock clock;
  private final Predicate<Connection> isCurrent;
  private final Object lock = new Object();

  @GuardedBy("lock") private final Deque<Connection> idle = new ArrayDeque<>();

  @GuardedBy("lock") private boolean closed;

  /**
   * None yet.
   *
   * @param isCurrent false for a connection that would be made otherwise now
   */
  IdleConnections(Clock clock, Predicate<Connection> isCurrent) {
    this.clock = clock;
    this.isCurrent = isCurrent;
  }

  /** A connection to the origin that the peer has not closed, or null. */
  @Nullable Connection take(Origin origin) {
    for (Connection next = poll(origin); next != null; next = poll(origin)) {
      boolean isFresh = next.idleNanos(clock.nanoTime()) < MAX_IDLE_NANOS;
      if (isFresh && isCurrent.test(next) && next.isQuiet()) {
        return next;
      }
      Attempt.closeQuietly(next);
    }
    return null;
  }

  private @Nullable Connection poll(Origin origin) {
    synchronized (lock) {
      for (Iterator<Connection> all = idle.iterator(); all.hasNext(); ) {
        Connection next = all.next();
        if (next.origin().equals(origin)) {
          all.remove();
          return next;
        }
      }
      return null;
    }
  }

  /** Keeps the connection for the next request; when full, the one that was idle longest goes. */
  void give(Connection connection) {
    connection.idleSince(clock.nanoTime());
    Connection surplus = null;
    synchronized (lock) {
      if (closed) {
        surplus = connection;
      } else {
        idle.addFirst(connection);
        surplus = idle.size() > CAPACITY ? idle.pollLast() : null;
      }
    }
    Attempt.closeQuietly(surplus);
  }

  @Override
  public void close() {
    List<Connection> last;
    synchronized (lock) {
      closed = true;
      last = List.copyOf(idle);
      idle.clear();
    }
    last.forEach(Attempt::closeQuietly);
  }
}
