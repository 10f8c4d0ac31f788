/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxy for each origin: the configured one, or else the one of the JVM's system properties {@code http.proxyHost},
 * {@code https.proxyHost}, their {@code proxyPort} and {@code http.nonProxyHosts}. Any thread.
 */
final class ProxyRoute {

  /*
   * The properties are read with each connection, because an application may set them late. They mean the same as for
   * the JVM's own clients ("Networking Properties" of java.net): a pattern may begin or end with an asterisk, the
   * patterns for loopback are added unless http.nonProxyHosts is set and empty, and https has the same list. The default
   * ProxySelector is not asked: it is the application's code, and may block.
   */
  private static final String LOOPBACK = "localhost|127.*|[::1]|0.0.0.0|[::0]";

  private final @Nullable HttpProxy configured;

  ProxyRoute(@Nullable HttpProxy configured) {
    this.configured = configured;
  }

  /** Returns the proxy to the origin, or null for a direct connection. */
  @Nullable HttpProxy to(Origin origin) {
    return configured != null ? configured : ofProperties(origin);
  }

  private static @Nullable HttpProxy ofProperties(Origin origin) {
    String scheme = origin.secure() ? "https" : "http";
    String host = property(scheme + ".proxyHost");
    if (host == null || host.isEmpty() || isDirect(origin.host())) {
      return null;
    }
    int defaultPort = origin.secure() ? 443 : 80;
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    URI address;
    try {
      address = URI.create(
          "http://" + bracketed + ":" + port(property(scheme + ".proxyPort"), defaultPort));
    } catch (IllegalArgumentException noHost) {
      return null;
    }
    return new HttpProxy(new TransportSettings.Proxy(address, null, null));
  }

  private static int port(@Nullable String text, int defaultPort) {
    try {
      int port = text == null ? defaultPort : Integer.parseInt(text.strip());
      return port >= 1 && port <= 65_535 ? port : defaultPort;
    } catch (NumberFormatException none) {
      return defaultPort;
    }
  }

  private static boolean isDirect(String host) {
    String given = property("http.nonProxyHosts");
    if (given != null && given.isEmpty()) {
      return false;
    }
    String patterns = given == null ? LOOPBACK : given + "|" + LOOPBACK;
    String name = (host.indexOf(':') >= 0 ? "[" + host + "]" : host).toLowerCase(Locale.ROOT);
    for (String pattern : patterns.split("\\|", -1)) {
      if (matches(name, pattern.strip().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String name, String pattern) {
    if (pattern.isEmpty()) {
      return false;
    }
    boolean anyStart = pattern.startsWith("*");
    boolean anyEnd = pattern.length() > 1 && pattern.endsWith("*");
    String fixed = pattern.substring(anyStart ? 1 : 0, pattern.length() - (anyEnd ? 1 : 0));
    if (anyStart && anyEnd) {
      return name.contains(fixed);
    }
    return anyStart ? name.endsWith(fixed) : anyEnd ? name.startsWith(fixed) : name.equals(fixed);
  }

  private static @Nullable String property(String name) {
    try {
      return System.getProperty(name);
    } catch (SecurityException forbidden) {
      return null;
    }
  }
}
