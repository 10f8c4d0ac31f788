/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

/** Makes one attempt at one request, on the calling thread. */
public interface Sender extends AutoCloseable {

  /**
   * Sends a request and returns its outcome; every failure is an outcome.
   *
   * @throws InterruptedException if the lane is being stopped
   */
  Outcome send(EncodedRequest request) throws InterruptedException;

  /** Aborts requests in flight, at once. */
  @Override
  void close();
}
