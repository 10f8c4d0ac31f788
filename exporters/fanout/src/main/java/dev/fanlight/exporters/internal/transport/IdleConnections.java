/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections between two requests: the last used first; a connection that is not fit any more is closed. Any
 * thread.
 *
 * <p>A connection in steady use is not kept for ever: after five minutes a new one takes its place, so that a name that
 * leads elsewhere, or a balancer with more machines behind it, is followed. At most ten a minute are replaced for age,
 * so that a wide window does not connect all at once.
 */
final class IdleConnections implements AutoCloseable {

  /** Below the limits of common servers and balancers (60 s), so that this side closes. */
  private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(50);

  private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_RENEWALS_A_MINUTE = 10;

  /** A lane's widest window. */
  private static final int CAPACITY = 64;

  private final Clock clock;
  private final Predicate<Connection> isCurrent;
  private final Object lock = new Object();

  @GuardedBy("lock") private final Deque<Connection> idle = new ArrayDeque<>();

  @GuardedBy("lock") private long minuteStartNanos;

  @GuardedBy("lock") private int renewalsThisMinute;

  @GuardedBy("lock") private boolean closed;

  /**
   * Creates an empty set of connections.
   *
   * @param isCurrent false for a connection that would be made otherwise now
   */
  IdleConnections(Clock clock, Predicate<Connection> isCurrent) {
    this.clock = clock;
    this.isCurrent = isCurrent;
    this.minuteStartNanos = clock.nanoTime();
  }

  /** A connection to the origin that the peer has not closed, or null. */
  @Nullable Connection take(Origin origin) {
    for (Connection next = poll(origin); next != null; next = poll(origin)) {
      boolean isFresh = next.idleNanos(clock.nanoTime()) < MAX_IDLE_NANOS;
      if (isFresh && isCurrent.test(next) && next.isQuiet()) {
        return next;
      }
      ExchangeAttempt.closeQuietly(next);
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

  /**
   * Keeps the connection for the next request, unless it is to be renewed; when full, the one that was idle longest goes.
   */
  void give(Connection connection) {
    long now = clock.nanoTime();
    connection.idleSince(now);
    Connection surplus;
    synchronized (lock) {
      if (closed || isRenewedLocked(connection, now)) {
        surplus = connection;
      } else {
        idle.addFirst(connection);
        surplus = idle.size() > CAPACITY ? idle.pollLast() : null;
      }
    }
    ExchangeAttempt.closeQuietly(surplus);
  }

  @GuardedBy("lock") private boolean isRenewedLocked(Connection connection, long now) {
    if (now - connection.openedNanos() < MAX_AGE_NANOS) {
      return false;
    }
    if (now - minuteStartNanos >= MINUTE_NANOS) {
      minuteStartNanos = now;
      renewalsThisMinute = 0;
    }
    return renewalsThisMinute++ < MAX_RENEWALS_A_MINUTE;
  }

  /** Closes the connections that were idle for too long or that the peer has closed; true if further ones are left. */
  boolean sweep() {
    List<Connection> unfit = new ArrayList<>();
    boolean isAnyLeft;
    synchronized (lock) {
      long now = clock.nanoTime();
      for (Iterator<Connection> all = idle.iterator(); all.hasNext(); ) {
        Connection next = all.next();
        if (next.idleNanos(now) >= MAX_IDLE_NANOS || !next.isQuiet()) { // neither waits for a peer
          all.remove();
          unfit.add(next);
        }
      }
      isAnyLeft = !idle.isEmpty();
    }
    unfit.forEach(ExchangeAttempt::closeQuietly);
    return isAnyLeft;
  }

  @Override
  public void close() {
    List<Connection> last;
    synchronized (lock) {
      closed = true;
      last = List.copyOf(idle);
      idle.clear();
    }
    last.forEach(ExchangeAttempt::closeQuietly);
  }
}
