/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

/**
 * A sender of a vendor type that uses a client library instead of HTTP or gRPC; created by a
 * {@link VendorSenderFactory} for one lane.
 *
 * <p><b>Threads.</b> {@link #send} is called by the lane's threads, at most {@link SenderSettings#window()} at once, and
 * {@link #close} by any thread. While Fanlight calls a sender, instrumentation of the OpenTelemetry agent is suppressed on
 * the calling thread: the client library makes no spans and writes no propagation headers there. A sender that calls its
 * client on threads of its own, for example to open and close it, suppresses instrumentation there itself if the client
 * makes spans of that.
 *
 * <p><b>Errors.</b> Each failure is a {@link SendOutcome}. An exception is counted as a failure of the attempt, with the
 * name of its class alone.
 */
public interface VendorSender extends AutoCloseable {

  /**
   * Makes one attempt to deliver a batch, and waits for its outcome. Neither retries after the outcome nor keeps the batch:
   * the log of Fanlight is the only queue, and the lane decides on the next attempt.
   *
   * <p>Returns within {@link SenderSettings#timeout()} of the call; a later return delays this vendor, and no other one.
   *
   * @param batch the message, not compressed; not to be changed
   * @throws InterruptedException if the calling thread is interrupted, since the lane stops
   */
  SendOutcome send(EncodedBatch batch) throws InterruptedException;

  /**
   * Ends attempts in flight and closes the client, without waiting for the network. A send that is in flight returns any
   * outcome; a send after it returns {@link SendOutcome.Retryable}. Closing again has no effect.
   */
  @Override
  void close();
}
