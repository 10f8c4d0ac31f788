/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the endpoint that serves {@code /metrics}.
 *
 * @param host address on which the endpoint listens
 * @param port port on which the endpoint listens; 0 for any free port
 * @param path path of the metrics, beginning with a slash
 * @param auth user and password of the scraper; null for no authentication
 * @param tls TLS context for HTTPS; null for HTTP
 */
public record EndpointSettings(
    String host,
    int port,
    String path,
    @Nullable BasicAuth auth,
    @Nullable SSLContext tls) {
  /** Checks host, port and path. */
  public EndpointSettings {
    ListenHost.check(host);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    if (!isPath(path) || path.equals("/healthz")) {
      throw new IllegalArgumentException(
          "the path has to begin with a slash, may have letters, digits and -._~/ only, and must not be /healthz; for"
              + " example /metrics");
    }
  }

  /** Tells whether a scraper requests the path unchanged: it has no query, no escapes and no segments that are resolved. */
  private static boolean isPath(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isPlain && "-._~/".indexOf(c) < 0) {
        return false;
      }
    }
    String segments = path + "/";
    return path.startsWith("/")
        && !segments.contains("/./")
        && !segments.contains("/../")
        && !path.startsWith("//");
  }
}
