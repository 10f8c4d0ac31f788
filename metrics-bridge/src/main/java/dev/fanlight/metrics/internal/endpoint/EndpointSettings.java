/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how {@code /metrics} is served.
 *
 * @param host address to listen at
 * @param port to listen at; 0 for any free one
 * @param path of the metrics, beginning with a slash
 * @param auth who may read them; null for everybody
 * @param tls for HTTPS; null for HTTP
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
          "the path has to begin with a slash, to have letters, digits and -._~/ only, and not to be /healthz; for"
              + " example /metrics");
    }
  }

  /** Whether a scraper asks for the path as it is written: no query, no escapes, no segments that are resolved. */
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
