/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/** The {@code user/password} in front of an {@code @}, in connection strings that are no addresses. */
final class ConnectionLogin {

  private ConnectionLogin() {}

  /** Masks it in a connection string in which addresses and parameters are masked already. */
  static String masked(String connection) {
    int at = connection.lastIndexOf('@');
    if (at < 1 || connection.contains("://")) {
      return connection;
    }
    int start = connection.startsWith("jdbc:") ? behindDriver(connection) : 0;
    String login = connection.substring(Math.min(start, at), at);
    boolean isLogin = !login.isEmpty()
        && !login.equals(TextScan.MASK)
        && login.indexOf('=') < 0
        && login.indexOf(';') < 0;
    return isLogin
        ? connection.substring(0, start) + TextScan.MASK + connection.substring(at)
        : connection;
  }

  /** Behind {@code jdbc:oracle:thin:}. */
  private static int behindDriver(String connection) {
    int vendor = connection.indexOf(':');
    int driver = connection.indexOf(':', vendor + 1);
    return connection.indexOf(':', driver + 1) + 1;
  }
}
