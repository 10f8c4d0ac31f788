/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The peers that got an answer in the last ten minutes, probes and scrapers among them. The endpoint's thread only. */
final class AnsweredPeers {
  private static final long REMEMBERED_NANOS = Duration.ofMinutes(10).toNanos();

  /** Maximum number of peers. An attacker with more addresses replaces others by its own, of which one is as good here. */
  private static final int MAX = 16;

  private final Map<PeerAddress, Long> answeredNanos = new LinkedHashMap<>();

  /** Notes that a peer got an answer. */
  void add(PeerAddress peer, long now) {
    answeredNanos.remove(peer); // the newest are the last
    answeredNanos.put(peer, now);
    if (answeredNanos.size() > MAX) {
      answeredNanos.remove(answeredNanos.keySet().iterator().next());
    }
  }

  /** Tells whether there is a peer with another address. */
  boolean hasOther(PeerAddress than, long now) {
    for (Map.Entry<PeerAddress, Long> each : answeredNanos.entrySet()) {
      if (!each.getKey().equals(than) && now - each.getValue() < REMEMBERED_NANOS) {
        return true;
      }
    }
    return false;
  }
}
