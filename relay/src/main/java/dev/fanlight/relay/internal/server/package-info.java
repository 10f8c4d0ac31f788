/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A server of HTTP/1.1 for requests with bodies: one thread for each connection, a deadline for each step, and bounds for connections and memory. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.relay.internal.server;

import org.jspecify.annotations.NullMarked;
