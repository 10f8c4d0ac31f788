/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to a lane's vendor: another one when its settings change. Requests in flight continue over the old one,
 * which is closed after that. Any thread.
 */
final class LaneTransport {

  /*
   * prepare() opens a way, which may read files; the first request that asks for it makes the switch, which does not,
   * and the ways prepared before it go. A request for one that is gone uses the present one.
   *
   * Settings are not looked up by hash: the first hash, or comparison, of a record costs a start fifty classes.
   */

  private final Function<TransportSettings, Transport> opening;

  /** The prepared and used ones, in the order of their last request. */
  @GuardedBy("this") private final List<Way> ways = new ArrayList<>(2);

  @GuardedBy("this") private @Nullable Way now;

  /** Replaced ones with a request in flight. */
  @GuardedBy("this") private final Set<Way> before = new HashSet<>();

  @GuardedBy("this") private boolean closed;

  /** A transport that goes nowhere before {@link #prepare}. */
  LaneTransport(Function<TransportSettings, Transport> opening) {
    this.opening = opening;
  }

  /**
   * Has a way ready for requests with these settings. One thread at a time.
   *
   * @throws IllegalArgumentException if there is none, for example for a broken certificate; the transport is
   *     unchanged
   */
  void prepare(TransportSettings settings) {
    if (isReady(settings)) {
      return;
    }
    Way fresh = new Way(settings, opening.apply(settings));
    boolean isLate;
    synchronized (this) {
      isLate = closed;
      if (!isLate) {
        ways.add(fresh);
      }
    }
    if (isLate) {
      fresh.transport.close();
    }
  }

  private synchronized boolean isReady(TransportSettings settings) {
    Way known = findLocked(settings);
    if (known != null) {
      ways.remove(known);
      ways.add(known); // as the newest
    }
    return closed || known != null;
  }

  @SuppressWarnings("ReferenceEquality") // first: see above
  @GuardedBy("this") private @Nullable Way findLocked(TransportSettings settings) {
    for (Way way : ways) {
      if (way.settings == settings || way.settings.equals(settings)) {
        return way;
      }
    }
    return null;
  }

  /** As {@link Transport#exchange}, the way that was prepared for these settings. */
  Exchange exchange(TransportSettings settings, Request request) throws InterruptedException {
    Way way = enter(settings);
    try {
      return way.transport.exchange(request);
    } finally {
      leave(way);
    }
  }

  private Way enter(TransportSettings settings) {
    List<Way> unused = List.of();
    Way way;
    synchronized (this) {
      Way asked = findLocked(settings);
      way = Objects.requireNonNull(asked == null ? now : asked, "prepare() comes first");
      if (way != now) {
        unused = replacedByLocked(way);
        now = way;
      }
      way.requests++;
    }
    unused.forEach(each -> each.transport.close());
    return way;
  }

  /** Removes older ones; the caller closes those without a request in flight. */
  @GuardedBy("this") private List<Way> replacedByLocked(Way newer) {
    List<Way> unused = new ArrayList<>();
    Iterator<Way> oldestFirst = ways.iterator();
    for (Way way = oldestFirst.next(); way != newer; way = oldestFirst.next()) {
      oldestFirst.remove();
      (way.requests == 0 ? unused : before).add(way);
    }
    return unused;
  }

  private void leave(Way way) {
    boolean wasLast;
    synchronized (this) {
      way.requests--;
      wasLast = way.requests == 0 && before.remove(way);
    }
    if (wasLast) {
      way.transport.close();
    }
  }

  /** Aborts requests in flight, on every transport. */
  void close() {
    List<Way> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(ways);
      all.addAll(before);
    }
    all.forEach(way -> way.transport.close());
  }

  /** An open transport, and the requests in flight on it. */
  private static final class Way {
    final TransportSettings settings;
    final Transport transport;
    int requests;

    Way(TransportSettings settings, Transport transport) {
      this.settings = settings;
      this.transport = transport;
    }
  }
}
