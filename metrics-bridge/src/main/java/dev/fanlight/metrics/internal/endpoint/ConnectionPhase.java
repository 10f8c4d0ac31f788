/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.time.Duration;

/** The steps of a connection. Each step has a maximum number of connections, in all and per peer, and a deadline. */
enum ConnectionPhase {
  /*
   * The maxima of the phases that wait for the peer, without CONNECTED, add up to 49. CONNECTED has the remaining part of 58:
   * its oldest connections are closed for connections of other phases. Six more handles are for connections that are being
   * accepted or closed; the endpoint's thread never uses more than 64.
   *
   * COMPUTING waits for this process and not for the peer. Peers choose the rate of whole hellos, and a newer hello is not
   * better than an older one of the same peer, so EndpointLoop limits this phase: by waiting, or by refusing hellos.
   */

  /** The peer has sent no byte yet. A probe or scraper sends its request when it connects. */
  CONNECTED(58, 48, Duration.ofSeconds(10)),

  /** The peer has sent a part of a request, or of a TLS hello. */
  REQUEST(6, 5, Duration.ofSeconds(10)),

  /** The server's part of a TLS handshake waits to be computed, or is. */
  COMPUTING(40, 40, Duration.ofSeconds(10)),

  /** The peer has the server's part of the handshake, and its own part or the first request is missing. */
  HANDSHAKE(24, 23, Duration.ofSeconds(10)),

  /** The request waits for the metrics. */
  SCRAPE(6, 5, Duration.ofSeconds(10)),

  /** The peer reads the answer. */
  ANSWER(6, 5, Duration.ofSeconds(10)),

  /** The peer has its answer and may send another request. Prometheus scrapes once a minute by default. */
  IDLE(5, 4, Duration.ofSeconds(90)),

  /** The peer has its last answer, and its remaining bytes are skipped, because a reset would discard the answer. */
  DISCARD(2, 2, Duration.ofSeconds(1));

  final int max;
  final int maxPerPeer;
  final long deadlineNanos;

  ConnectionPhase(int max, int maxPerPeer, Duration deadline) {
    this.max = max;
    this.maxPerPeer = maxPerPeer;
    this.deadlineNanos = deadline.toNanos();
  }
}
