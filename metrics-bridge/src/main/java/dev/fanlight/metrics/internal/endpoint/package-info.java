/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The HTTP server of {@code /metrics} and {@code /healthz}, for peers that may be hostile. Internal, without compatibility
 * promises.
 *
 * <p><b>Promises.</b> A health probe over plain HTTP is answered within a second under any load by other peers, also from the
 * same address; over TLS it also waits for its turn among handshakes, of which another address has at most eight. The server
 * uses at most 64 file handles, and the memory of connections and answers is bounded. A lasting flood of connections uses a
 * few percent of a core, a flood of whole TLS hellos at most half a core. No thread waits for a peer.
 *
 * <p><b>Threads.</b>
 *
 * <ul>
 *   <li>{@code fanlight-metrics-endpoint}, one: {@link EndpointLoop}. It accepts, reads request heads, answers probes and
 *       invalid requests, writes answers and checks deadlines. It owns every connection and never blocks.
 *   <li>{@code fanlight-metrics-scrape}, up to two: {@link MetricsDrawer}. They check passwords and create the metrics (a
 *       <i>drawing</i>), and may block in a file or a collector. A drawing that takes longer than ten seconds is interrupted.
 *   <li>{@code fanlight-metrics-handshake}, up to one: it computes TLS handshakes and reads the files of the certificate.
 * </ul>
 *
 * <p>The scrape and handshake threads hand over their results to the endpoint's thread. {@link MetricsServer#close} ends all of
 * them.
 *
 * <p><b>Phases.</b> A connection is in one {@link ConnectionPhase} at a time. A phase has a deadline, a maximum number of
 * connections, and a maximum per peer. If a phase is full, {@link ConnectionTable} chooses the connection to close: the oldest
 * connection of the peer with the most connections.
 *
 * <p><b>Rates.</b> {@link PaceBudget} limits the rounds of the endpoint's thread, and thereby accepted connections and reads,
 * and the drawings of {@link ScrapeQueue}. {@link LoginDelays} limits the checks of passwords.
 */
@NullMarked
package dev.fanlight.metrics.internal.endpoint;

import org.jspecify.annotations.NullMarked;
