/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The HTTP server behind {@code /metrics} and {@code /healthz}, for peers that may be hostile. Promises nothing to users.
 *
 * <p><b>Promises.</b> A health probe over plain HTTP is answered within a second, whatever other peers do, also from the same
 * address; over TLS it waits for its turn among handshakes as well. There are at most 64 file handles, and the memory of
 * connections and answers is bounded. A lasting flood of connections costs a few percent of a core, one of whole TLS hellos
 * at most half a core. No thread waits for a peer.
 *
 * <p><b>Threads.</b>
 *
 * <ul>
 *   <li>{@code fanlight-metrics-endpoint}, one: {@link EndpointLoop}. It accepts, reads request heads, answers probes and
 *       refusals, writes answers, keeps deadlines. It owns every connection and never blocks.
 *   <li>{@code fanlight-metrics-scrape}, up to two: {@link MetricsDrawer}. They check passwords and draw metrics, and may
 *       block in a file or a collector. A drawing that lasts for longer than ten seconds is interrupted.
 *   <li>{@code fanlight-metrics-handshake}, up to one: the computations of TLS handshakes, which read the files of the
 *       certificate too.
 * </ul>
 *
 * <p>The last two hand their results over to the first. {@link MetricsServer#close} ends all of them.
 *
 * <p><b>Steps.</b> A connection is in one {@link Phase} at a time. The phase has a deadline and a maximum, in all and per
 * peer; {@link ConnectionTable} chooses who leaves when it is full: the oldest connection of the peer with the most.
 *
 * <p><b>Rates.</b> {@link PaceBudget} bounds the rounds of the endpoint's thread, and with them accepted connections and
 * reads, and the drawings of {@link ScrapeQueue}. {@link LoginDelays} bounds the checks of passwords.
 */
@NullMarked
package dev.fanlight.metrics.internal.endpoint;

import org.jspecify.annotations.NullMarked;
