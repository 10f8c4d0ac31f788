/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.io.IOException;
import java.time.Duration;

/**
 * The renewal of credentials that expire. The credentials themselves stay with the vendor's {@link Headers} or {@link
 * Signer}, which use the newest ones.
 *
 * <p>Until the first renewal has succeeded, the vendor gets no request: its spans wait in the buffer, and neither {@link
 * Headers#current} nor {@link Signer#sign} is called by a lane. From then on, credentials are renewed when 80 % of their
 * life is over; and if the vendor answers with 401 or 403 at once, but at most every 30 s. A renewal that fails is tried
 * again after 1 s to 60 s. If the credentials expire meanwhile, spans wait again.
 */
public interface Renewal extends AutoCloseable {

  /**
   * Returns the origin of the credentials for messages, which say "waiting for credentials from" it, for example {@code
   * sts.eu-west-1.amazonaws.com}. Any thread; never blocks, and holds no secret.
   */
  String source();

  /**
   * Gets new credentials; may block. Called on a thread of its own, never by a sender or an application, one call at a
   * time. After 10 s the thread is interrupted and the renewal has failed; the next call waits until this one has returned.
   *
   * @return the time for which the credentials are valid from now on; positive
   * @throws IOException if there are none; its message is logged, so it must be free of secrets. Of other exceptions only
   *     the class is logged
   * @throws InterruptedException if the thread was interrupted
   */
  Duration renew() throws IOException, InterruptedException;

  /** Releases resources when the vendor's lane ends or has other settings. Default: no effect. */
  @Override
  default void close() {}
}
