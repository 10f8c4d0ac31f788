/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * The delays of peers that have sent wrong passwords. Confined to the endpoint's thread; no thread waits for a delay.
 *
 * <p>Three wrong passwords are free. Then the checks of one peer's passwords keep a distance that doubles from 100 ms to
 * 2 s. A right password, or ten minutes without a wrong one, ends the delay. The table has 1,024 peers. If it is full, the
 * peer whose last wrong password is the oldest is forgotten, so that no peer is delayed by the passwords of others.
 */
final class LoginDelays {
  /** The result for a password that would wait for too long. */
  static final long REFUSED = -1;

  static final Duration MAX_DELAY = Duration.ofSeconds(2);

  private static final Logger logger = Logger.getLogger(LoginDelays.class.getName());
  private static final int FREE = 3;
  static final int MAX_PEERS = 1_024;
  private static final int MAX_DOUBLINGS = 5;
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Map<PeerAddress, Failures> failuresByPeer =
      new LinkedHashMap<>(); // in the order of their last wrong passwords
  private boolean hasTold;
  private long toldNanos;
  private long untold;

  /** Returns the time after which a password of this peer may be checked, or {@link #REFUSED}. */
  long admit(PeerAddress peer, long now) {
    Failures failures = failuresByPeer.get(peer);
    if (failures == null || failures.count < FREE) {
      return 0;
    }
    long wait = Math.max(0, failures.nextNanos - now);
    if (wait > MAX_WAIT_NANOS) {
      return REFUSED;
    }
    failures.nextNanos = now + wait + delayNanos(failures.count);
    return wait;
  }

  private static long delayNanos(int failures) {
    return Math.min(FIRST_NANOS << Math.min(failures - FREE, MAX_DOUBLINGS), MAX_DELAY.toNanos());
  }

  /** Books a wrong password. */
  void failed(PeerAddress peer, long now) {
    Failures known = failuresByPeer.remove(peer);
    forgetOldest(now);
    Failures failures = known == null ? new Failures(now) : known;
    failuresByPeer.put(peer, failures);
    failures.count++;
    failures.lastNanos = now;
    if (failures.count >= FREE) {
      long next = now + delayNanos(failures.count);
      failures.nextNanos = next - failures.nextNanos > 0 ? next : failures.nextNanos;
    }
    tell(peer, now);
  }

  /** Removes the peers whose time is over, and one more if the table is full. */
  private void forgetOldest(long now) {
    Iterator<Failures> oldest = failuresByPeer.values().iterator();
    while (oldest.hasNext()) {
      boolean isOver = now - oldest.next().lastNanos > FORGET_NANOS;
      if (!isOver && failuresByPeer.size() < MAX_PEERS) {
        return;
      }
      oldest.remove();
    }
  }

  /** Books a right password. */
  void succeeded(PeerAddress peer) {
    failuresByPeer.remove(peer);
  }

  private void tell(PeerAddress peer, long now) {
    untold++;
    if (hasTold && now - toldNanos < REPEAT_NANOS) {
      return;
    }
    logger.warning("Wrong passwords for /metrics: " + untold + ", the last one from " + peer
        + ". If it is your Prometheus, give its scrape configuration the user and password of metrics.basic_auth;"
        + " else keep that peer away from the port. Next message in 5 min.");
    hasTold = true;
    toldNanos = now;
    untold = 0;
  }

  /** The wrong passwords of one peer. */
  private static final class Failures {
    private int count;
    private long lastNanos;
    private long nextNanos;

    Failures(long now) {
      this.lastNanos = now;
      this.nextNanos = now;
    }
  }
}
