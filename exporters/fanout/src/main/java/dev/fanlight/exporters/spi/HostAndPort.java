/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.net.IDN;
import java.net.URI;

/**
 * Host and port of an address, read by hand: {@link URI#getHost} knows no name with an underscore, and Docker Compose makes
 * such names.
 *
 * @param host name in ASCII, IPv4 address, or IPv6 address in brackets
 * @param port 1 to 65535, or -1 for the scheme's own
 */
record HostAndPort(String host, int port) {

  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_LABEL = 63;

  /**
   * The authority of an http or https address.
   *
   * @throws IllegalArgumentException if no request could be made with it
   */
  static HostAndPort of(URI address) {
    String scheme = address.getScheme();
    String authority = address.getRawAuthority();
    require("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    require(authority != null);
    authority =
        authority.substring(authority.lastIndexOf('@') + 1); // a credential, which is not sent
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > bracket;
    String host = hasPort ? authority.substring(0, colon) : authority;
    return new HostAndPort(host(host), hasPort ? port(authority.substring(colon + 1)) : -1);
  }

  private static String host(String host) {
    if (host.startsWith("[")) {
      require(host.length() > 2 && host.endsWith("]")); // the URI has checked its content
      return host;
    }
    String ascii = isAscii(host) ? host : IDN.toASCII(host);
    require(!ascii.isEmpty() && ascii.length() <= LONGEST_HOST && !ascii.startsWith("."));
    for (int i = 0; i < ascii.length(); i++) {
      require(isOfName(ascii.charAt(i)) && !ascii.startsWith("..", i));
    }
    String[] labels = ascii.split("\\.", -1);
    for (String label : labels) {
      require(label.length() <= LONGEST_LABEL);
    }
    require(!isNumber(labels[labels.length - 1]) || isIpv4(labels));
    return ascii;
  }

  /** Returns true if these are the parts of an IPv4 address, of which the last may stand for several (127.1). */
  private static boolean isIpv4(String[] parts) {
    if (parts.length > 4) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      int bits = i < parts.length - 1 ? 8 : 8 * (5 - parts.length);
      if (!isNumber(parts[i]) || Long.parseLong(parts[i]) >> bits != 0) {
        return false;
      }
    }
    return true;
  }

  /** No top-level domain is a number. */
  private static boolean isNumber(String label) {
    for (int i = 0; i < label.length(); i++) {
      if (label.charAt(i) < '0' || label.charAt(i) > '9') {
        return false;
      }
    }
    return !label.isEmpty() && label.length() <= 10;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_';
  }

  private static int port(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    require(text.length() <= 5);
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      require(c >= '0' && c <= '9');
      port = port * 10 + (c - '0');
    }
    require(port >= 1 && port <= 65_535);
    return port;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException(); // the caller names the expected form, and quotes no
      // value
    }
  }

  /** As it stands in an address. */
  @Override
  public String toString() {
    return port < 0 ? host : host + ":" + port;
  }
}
