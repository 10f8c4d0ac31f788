/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The check of the host to listen at. A host name is not resolved. */
final class ListenHost {
  private static final int MAX_NUMBERS = 4;
  private static final int MAX_DIGITS = 10;

  private ListenHost() {}

  /**
   * Checks a host.
   *
   * @throws IllegalArgumentException if it is empty, or looks like an address and is none
   */
  static void check(String host) {
    if (host.isBlank()) {
      throw new IllegalArgumentException(
          "the host is empty; give localhost, 0.0.0.0 or an address of this machine");
    }
    if (host.indexOf(':') >= 0 || host.startsWith("[")) {
      checkIpv6(host);
    } else if (isNumeric(host) && !isIpv4(host.split("\\.", -1))) {
      throw new IllegalArgumentException("the host \"" + host
          + "\" is no IPv4 address; give four numbers of 0 to 255, for example 127.0.0.1");
    }
  }

  /** Checks an address with colons, which the JDK resolves without a name service. */
  private static void checkIpv6(String host) {
    try {
      InetAddress.getByName(host.startsWith("[") || host.endsWith("]") ? host : "[" + host + "]");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "the host \"" + host + "\" is no IPv6 address; give for example ::1, without a port", e);
    }
  }

  private static boolean isNumeric(String host) {
    return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /** Returns whether the JDK reads these numbers as an address; the last may stand for several (127.1). */
  private static boolean isIpv4(String[] numbers) {
    if (numbers.length > MAX_NUMBERS) {
      return false;
    }
    for (int i = 0; i < numbers.length; i++) {
      int bits = i < numbers.length - 1 ? 8 : 8 * (MAX_NUMBERS + 1 - numbers.length);
      boolean hasDigits = !numbers[i].isEmpty() && numbers[i].length() <= MAX_DIGITS;
      if (!hasDigits || Long.parseLong(numbers[i]) >> bits != 0) {
        return false;
      }
    }
    return true;
  }
}
