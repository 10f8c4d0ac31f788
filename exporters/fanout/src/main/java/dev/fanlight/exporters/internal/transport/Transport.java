/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

/**
 * Sends a request on the calling thread and blocks for its answer.
 *
 * <p>Any number of threads; each holds at most one connection, kept alive between calls. It never re-sends by itself,
 * follows no redirect, and no JVM-global setting (cookie handler, authenticator, host name verifier, proxy properties)
 * affects it.
 */
public interface Transport extends AutoCloseable {

  /**
   * Makes one exchange; never throws for an event of the network.
   *
   * @throws InterruptedException if the thread was interrupted while it waited; the connection is closed, and the
   *     request may have arrived
   */
  Exchange exchange(Request request) throws InterruptedException;

  /** Returns true if it was closed; requests only fail then. */
  boolean isClosed();

  /** Aborts requests in flight and closes every connection, at once; idempotent. */
  @Override
  void close();
}
