/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.net.URI;
import java.util.Locale;

/**
 * The destination of a connection: requests share a connection only if these values are equal.
 *
 * @param secure whether TLS is spoken
 * @param host name or address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Origin(boolean secure, String host, int port) {

  /** The origin of an http or https URI; the authority is read by hand, since names with an underscore are in use. */
  public static Origin of(URI uri) {
    boolean secure = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http" -> false;
      case "https" -> true;
      default ->
        throw new IllegalArgumentException(
            "\"" + uri.getScheme() + "\" is no scheme of an endpoint; use http or https");
    };
    String authority = String.valueOf(uri.getRawAuthority());
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    String port = hasPort ? hostAndPort.substring(colon + 1) : "";
    if (uri.getRawAuthority() == null || host.isEmpty()) {
      throw new IllegalArgumentException(
          "the endpoint names no host; write it as " + uri.getScheme() + "://host:port/path");
    }
    return new Origin(secure, withoutBrackets(host), port(port, secure));
  }

  /** The percent sign before the zone of an IPv6 address is encoded in a URI (RFC 6874). */
  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1).replace("%25", "%") : host;
  }

  private static int port(String port, boolean secure) {
    if (port.isEmpty()) {
      return secure ? 443 : 80;
    }
    try {
      int number = Integer.parseInt(port);
      if (number >= 1 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // said below, for both
    }
    throw new IllegalArgumentException(
        "\"" + port + "\" is no port; give a number from 1 to 65535, or none");
  }

  /** host:port, as CONNECT wants it. */
  public String authority() {
    return bracketed() + ":" + port;
  }

  /** The value of the Host header: without the port where it is the scheme's own. */
  String hostHeader() {
    return port == (secure ? 443 : 80) ? bracketed() : authority();
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
