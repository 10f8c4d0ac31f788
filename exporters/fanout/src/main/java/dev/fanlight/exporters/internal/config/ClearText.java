/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Warnings about a vendor with an {@code http} endpoint: TLS settings without effect, and credentials in clear. */
final class ClearText {

  private static final List<String> WORDS_OF_CREDENTIALS = List.of(
      "auth", "key", "token", "secret", "password", "credential", "cookie", "session", "license");

  private ClearText() {}

  /**
   * Adds the warnings.
   *
   * @param place of the vendor
   * @param keys of its type
   */
  static void warn(
      Vendor vendor,
      ReadNode node,
      SourceLocation place,
      List<ConfigKey<?>> keys,
      Problems problems) {
    warnOfTokenUrl(node, problems);
    if (!"http".equalsIgnoreCase(vendor.endpoint().getScheme())) {
      return;
    }
    if (node.has(CommonKeys.TLS)) {
      problems.warning(
          node.place(CommonKeys.TLS),
          KeyReader.under(node.path(), CommonKeys.TLS.name()),
          "has no effect, since the endpoint is http; write https, or take it out");
    }
    if (!isLoopback(vendor.endpoint().getRawAuthority()) && hasCredential(vendor, node, keys)) {
      problems.warning(
          node.has(CommonKeys.ENDPOINT) ? node.place(CommonKeys.ENDPOINT) : place,
          KeyReader.under(node.path(), CommonKeys.ENDPOINT.name()),
          "credentials go over the network in clear, since the endpoint is http; use https");
    }
  }

  private static void warnOfTokenUrl(ReadNode node, Problems problems) {
    ConfigNode oauth2 =
        node.getIfDeclared(CommonKeys.OAUTH2).orElse(Optional.empty()).orElse(null);
    if (!(oauth2 instanceof ReadNode keys)) {
      return;
    }
    URI tokenUrl = keys.get(CommonKeys.TOKEN_URL);
    if ("http".equalsIgnoreCase(tokenUrl.getScheme()) && !isLoopback(tokenUrl.getRawAuthority())) {
      problems.warning(
          keys.place(CommonKeys.TOKEN_URL),
          KeyReader.under(keys.path(), CommonKeys.TOKEN_URL.name()),
          "credentials go over the network in clear, since the token endpoint is http; use https");
    }
  }

  private static boolean isLoopback(String authority) {
    String host = authority.toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    host = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || (host.startsWith("127.") && isNumeric(host));
  }

  private static boolean isNumeric(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasCredential(Vendor vendor, ReadNode node, List<ConfigKey<?>> keys) {
    if (node.getIfDeclared(CommonKeys.OAUTH2).orElse(Optional.empty()).isPresent()
        || vendor.renewal() != null) {
      return true;
    }
    for (ConfigKey<?> key : keys) {
      if (key.kind() == ValueType.SECRET && node.has(key)) {
        return true;
      }
    }
    for (String header : vendor.headers().current().keySet()) {
      String name = header.toLowerCase(Locale.ROOT);
      for (String word : WORDS_OF_CREDENTIALS) {
        if (name.contains(word)) {
          return true;
        }
      }
    }
    return false;
  }
}
