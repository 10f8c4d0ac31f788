/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.transport.Exchange;
import java.net.URI;

/** Hears how each request ended, and after how long. Any thread; quick, and throws nothing. */
public interface RequestTimes {

  /**
   * A request has ended.
   *
   * @param vendor the lane's name
   */
  void ended(String vendor, URI endpoint, Exchange exchange, long nanos);
}
