/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.spi.Renewal;
import org.jspecify.annotations.Nullable;

/** Makes one attempt at one request, on the calling thread. */
public interface Sender extends AutoCloseable {

  /**
   * Sends a request and returns its outcome; every failure is an outcome.
   *
   * @throws InterruptedException if the lane is being stopped
   */
  Outcome send(EncodedRequest request) throws InterruptedException;

  /**
   * Returns the renewal of the credentials that this sender uses; null if they do not expire. Only the sender of a lane
   * itself has one, not the senders around it.
   */
  default @Nullable Renewal renewal() {
    return null;
  }

  /** Aborts requests in flight, at once. */
  @Override
  void close();
}
