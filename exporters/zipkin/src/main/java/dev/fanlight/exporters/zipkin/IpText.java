/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/** A parser and writer of IP addresses in the form of Zipkin: dotted for IPv4 and IPv4 in IPv6, RFC 5952 for IPv6. */
final class IpText {

  private static final int GROUPS = 8;

  private IpText() {}

  /** Returns the address in an attribute; empty if the text is not an IP literal. Does no DNS lookup. */
  static Optional<InetAddress> parse(String text) {
    if (!isIp4Literal(text) && !isIp6Literal(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text)); // a literal is parsed without a DNS lookup
    } catch (UnknownHostException ignored) {
      return Optional.empty(); // not an address, for example ":::"
    }
  }

  private static boolean isIp4Literal(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty()
          || part.length() > 3
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIp6Literal(String text) {
    return text.indexOf(':') >= 0
        && text.length() <= 45
        && text.chars().allMatch(c -> c == ':' || c == '.' || HexFormat.isHexDigit(c));
  }

  /** Writes {@code "ipv4":"…"} or {@code "ipv6":"…"}. */
  static void write(InetAddress address, JsonBuffer out) {
    if (address instanceof Inet4Address) {
      out.ascii("\"ipv4\":\"").ascii(address.getHostAddress()).ascii('"');
      return;
    }
    byte[] bytes = address.getAddress();
    out.ascii("\"ipv6\":\"").ascii(ip6(bytes)).ascii('"');
  }

  private static String ip6(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int zeros =
        0; // the longest run of zeros, if longer than one, becomes "::"; of equal runs the first
    int zerosFrom = -1;
    for (int from = 0; from < GROUPS; from++) {
      int to = from;
      while (to < GROUPS && groups[to] == 0) {
        to++;
      }
      if (to - from > Math.max(1, zeros)) {
        zeros = to - from;
        zerosFrom = from;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == zerosFrom) {
        text.append("::");
        i += zeros - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
