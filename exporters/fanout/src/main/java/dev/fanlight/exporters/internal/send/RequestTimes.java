/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.transport.Exchange;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Hears how each request ended, and after how long. Any thread; quick, and never throws. */
public interface RequestTimes {

  /**
   * A request has ended.
   *
   * @param vendor the lane's name
   * @param endpoint of the vendor; null if it must not be shown
   */
  void ended(String vendor, @Nullable URI endpoint, Exchange exchange, long nanos);

  /**
   * An attempt of a vendor's own client has ended. Default: not heard.
   *
   * @param vendor the lane's name
   * @param error the reason for which the batch was not delivered; empty if it was
   */
  default void clientEnded(String vendor, String error, long nanos) {}
}
