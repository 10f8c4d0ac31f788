/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import java.util.List;

/** The keys of HTTP that have no effect on a vendor with its own client, and are refused there. */
final class ClientKeys {

  private static final List<ConfigKey<?>> OF_HTTP = List.of(
      CommonKeys.ENDPOINT,
      CommonKeys.PROTOCOL,
      CommonKeys.HEADERS,
      CommonKeys.OAUTH2,
      CommonKeys.COMPRESSION,
      CommonKeys.CONNECT_TIMEOUT,
      CommonKeys.TLS,
      CommonKeys.PROXY,
      CommonKeys.RETRYABLE);

  private ClientKeys() {}

  /**
   * Checks that a vendor with its own client has no key of HTTP; a key that its type declares is another one.
   *
   * @param own the keys of the type
   * @throws ReadNode.Refused if there is such a key
   */
  static void refuseHttp(ReadNode node, List<ConfigKey<?>> own) {
    for (ConfigKey<?> key : OF_HTTP) {
      if (!isOwn(key, own) && node.has(key)) {
        throw node.refuse(key, "has no effect, since this vendor has its own client; leave it out");
      }
    }
    ConfigNode limits = node.get(CommonKeys.LIMITS);
    if (node.has(CommonKeys.LIMITS) && limits.has(CommonKeys.LIMIT_REQUEST)) {
      throw limits.refuse(
          CommonKeys.LIMIT_REQUEST,
          "has no effect, since this vendor's client compresses; give limits.message");
    }
  }

  private static boolean isOwn(ConfigKey<?> key, List<ConfigKey<?>> own) {
    for (ConfigKey<?> each : own) {
      if (each.name().equals(key.name())) {
        return true;
      }
    }
    return false;
  }
}
