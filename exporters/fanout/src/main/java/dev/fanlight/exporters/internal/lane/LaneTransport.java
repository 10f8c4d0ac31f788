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
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to a lane's vendor: another one when its settings change. What is in flight goes on over the old one, which is
 * closed after that. Any thread.
 */
final class LaneTransport implements Transport {

  private final Function<TransportSettings, Transport> opening;

  @GuardedBy("this") private @Nullable Way now;

  @GuardedBy("this") private final Set<Way> before = new HashSet<>();

  @GuardedBy("this") private boolean closed;

  /** A transport that goes nowhere before {@link #use}. */
  LaneTransport(Function<TransportSettings, Transport> opening) {
    this.opening = opening;
  }

  /**
   * Requests go this way from now on.
   *
   * @throws IllegalArgumentException if there is none, for example for a broken certificate; all goes on as before
   */
  synchronized void use(TransportSettings settings) {
    Way old = now;
    if (closed || (old != null && old.settings.equals(settings))) {
      return;
    }
    now = new Way(settings, opening.apply(settings));
    if (old != null) {
      before.add(old);
      closeIfUnused(old);
    }
  }

  @Override
  public Exchange exchange(Request request) throws InterruptedException {
    Way way = enter();
    try {
      return way.transport.exchange(request);
    } finally {
      leave(way);
    }
  }

  private synchronized Way enter() {
    Way way = Objects.requireNonNull(now, "use() comes first");
    way.requests++;
    return way;
  }

  private synchronized void leave(Way way) {
    way.requests--;
    if (way != now) {
      closeIfUnused(way);
    }
  }

  @GuardedBy("this") private void closeIfUnused(Way old) {
    if (old.requests == 0) {
      before.remove(old);
      old.transport.close();
    }
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (now != null) {
      now.transport.close();
    }
    before.forEach(way -> way.transport.close());
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
