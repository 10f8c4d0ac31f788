/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.spi.Headers;
import java.util.Map;

/**
 * Headers that can be sent at any time: while a rotated secret makes an invalid header, the previous headers are used.
 * Any thread.
 */
final class UsableHeaders implements Headers {

  private final Headers headers;
  private final boolean isGrpc;
  private volatile Map<String, String> usable;

  /**
   * Headers and how they are now.
   *
   * @param current has been checked
   */
  UsableHeaders(Headers headers, Map<String, String> current, boolean isGrpc) {
    this.headers = headers;
    this.usable = current;
    this.isGrpc = isGrpc;
  }

  @Override
  public Map<String, String> current() {
    try {
      Map<String, String> now = headers.current();
      if (!now.equals(usable) && HeaderRules.fault(now, isGrpc) == null) {
        usable = now;
      }
    } catch (IllegalArgumentException ignored) {
      // the secret is of another form than its type needs; the reload of the file has said so
    }
    return usable;
  }

  @Override
  public void refresh() {
    headers.refresh();
  }

  @Override
  public String toString() {
    return headers.toString(); // names only
  }
}
