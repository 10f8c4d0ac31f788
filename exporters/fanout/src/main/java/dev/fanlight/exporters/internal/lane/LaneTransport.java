/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import dev.fanlight.exporters.internal.transport.TransportSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way to a lane's vendor: another one when its settings change. What is in flight goes on over the old one, which is
 * closed after that. Any thread.
 */
final class LaneTransport {

  /*
   * prepare() opens a way, which may read files; the first request that asks for it makes the switch, which does not.
   * Who asks for a way that was replaced goes the new one.
   */

  private final Function<TransportSettings, Transport> opening;

  @GuardedBy("this") private @Nullable Way now;

  @GuardedBy("this") private @Nullable Way next;

  @GuardedBy("this") private final Set<Way> before = new HashSet<>();

  @GuardedBy("this") private boolean closed;

  /** A transport that goes nowhere before {@link #prepare}. */
  LaneTransport(Function<TransportSettings, Transport> opening) {
    this.opening = opening;
  }

  /**
   * Has a way ready for requests with these settings.
   *
   * @throws IllegalArgumentException if there is none, for example for a broken certificate; all goes on as before
   */
  void prepare(TransportSettings settings) {
    if (isReady(settings)) {
      return;
    }
    Way fresh = new Way(settings, opening.apply(settings));
    Way unused = null;
    synchronized (this) {
      if (closed) {
        unused = fresh;
      } else if (now == null) {
        now = fresh;
      } else {
        unused = next;
        next = fresh;
      }
    }
    close(unused);
  }

  private synchronized boolean isReady(TransportSettings settings) {
    return closed || isFor(next == null ? now : next, settings);
  }

  private static boolean isFor(@Nullable Way way, TransportSettings settings) {
    return way != null && way.settings.equals(settings);
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
    Way unused = null;
    Way way;
    synchronized (this) {
      if (isFor(next, settings)) {
        unused = replacedLocked();
        now = next;
        next = null;
      }
      way = Objects.requireNonNull(now, "prepare() comes first");
      way.requests++;
    }
    close(unused);
    return way;
  }

  /** The old one, if nothing is in flight on it. */
  @GuardedBy("this") private @Nullable Way replacedLocked() {
    Way old = now;
    if (old == null || old.requests == 0) {
      return old;
    }
    before.add(old);
    return null;
  }

  private void leave(Way way) {
    boolean wasLast;
    synchronized (this) {
      way.requests--;
      wasLast = way.requests == 0 && before.remove(way);
    }
    close(wasLast ? way : null);
  }

  private static void close(@Nullable Way way) {
    if (way != null) {
      way.transport.close();
    }
  }

  /** Aborts what is in flight, on every way. */
  void close() {
    List<Way> all;
    synchronized (this) {
      closed = true;
      all = Stream.concat(Stream.of(now, next), before.stream())
          .filter(Objects::nonNull)
          .toList();
    }
    all.forEach(LaneTransport::close);
  }

  /** One of them, and the requests in flight on it. */
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
