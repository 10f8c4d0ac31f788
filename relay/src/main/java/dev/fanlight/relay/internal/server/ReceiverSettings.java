/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how a receiver listens.
 *
 * @param host name or address to listen at
 * @param port 0 for any free port
 * @param tls serves HTTPS with it; empty for plain HTTP
 * @param maxBodyBytes maximum of a body, as it came and inflated
 * @param maxConnections open connections, all peers together; another peer than loopback has at most half of them
 * @param maxMemoryBytes of the requests that are read and handled at one time
 * @param stepTimeout maximum time for a handshake, a head or an answer; a body has three times as long
 * @param idleTimeout maximum time between two requests of a connection
 */
public record ReceiverSettings(
    String host,
    int port,
    Optional<SSLContext> tls,
    long maxBodyBytes,
    int maxConnections,
    long maxMemoryBytes,
    Duration stepTimeout,
    Duration idleTimeout) {}
