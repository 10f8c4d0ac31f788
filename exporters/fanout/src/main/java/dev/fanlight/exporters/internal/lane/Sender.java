/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/** Makes one attempt at one request, on the calling thread. */
interface Sender extends AutoCloseable {

  /**
   * Sends and says how it ended; whatever goes wrong is an outcome.
   *
   * @throws InterruptedException if the lane is being stopped
   */
  Outcome send(EncodedRequest request) throws InterruptedException;

  /** Aborts what is in flight, at once. */
  @Override
  void close();
}
