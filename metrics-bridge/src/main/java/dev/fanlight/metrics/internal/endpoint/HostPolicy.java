/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accepted values of {@code Host}. Immutable.
 *
 * <p>Browsers on the machine can reach a listener on loopback. A web page with a host name that resolves to 127.0.0.1 (DNS
 * rebinding) could read the metrics, but its requests have the host name of the page. A request without {@code Host}
 * cannot come from a browser.
 */
final class HostPolicy {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  private final boolean isLoopback;
  private final String configured;

  HostPolicy(boolean isLoopback, String configured) {
    this.isLoopback = isLoopback;
    this.configured = name(
        configured.contains(":") && !configured.startsWith("[")
            ? "[" + configured + "]"
            : configured);
  }

  boolean allows(@Nullable String host) {
    if (!isLoopback || host == null) {
      return true;
    }
    String name = name(host);
    return LOCAL.contains(name) || name.equals(configured);
  }

  /** Returns the host without its port, in lower case. */
  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']') && isNumber(host, colon + 1);
    String name = hasPort ? host.substring(0, colon) : host;
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isNumber(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
