/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of connections to a vendor.
 *
 * @param connectTimeout per address of the host; positive
 * @param trustedCertificates PEM file of the authorities to trust instead of the JVM's, or null
 * @param clientCertificate PEM file of our certificate chain for mTLS, or null
 * @param clientKey PEM file (PKCS#8) of its key, or null
 * @param proxy the HTTP proxy, or null
 */
public record TransportSettings(
    Duration connectTimeout,
    @Nullable Path trustedCertificates,
    @Nullable Path clientCertificate,
    @Nullable Path clientKey,
    @Nullable Proxy proxy) {

  /** 5 s to connect, the JVM's authorities, no client certificate, no proxy. */
  public static final TransportSettings DEFAULT =
      new TransportSettings(Duration.ofSeconds(5), null, null, null, null);

  /** Checks that certificate and key come together. */
  public TransportSettings {
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new IllegalArgumentException(
          "tls.certificate and tls.key come together; give both or neither");
    }
  }

  /** Without paths and the proxy's address: any of them may be a secret in the wrong place. */
  @Override
  public String toString() {
    return "TransportSettings{" + (isPlain() ? "plain" : "tls or proxy") + "}";
  }

  /** Returns true if there is neither a file to be read nor a proxy. */
  public boolean isPlain() {
    return trustedCertificates == null && clientCertificate == null && proxy == null;
  }

  /**
   * An HTTP proxy.
   *
   * @param address http://host:port
   * @param user for Basic, or null
   * @param password for Basic, asked at each connection, or null
   */
  public record Proxy(
      URI address, @Nullable String user, @Nullable Supplier<String> password) {

    /** Without the address, user and password. */
    @Override
    public String toString() {
      return "Proxy{" + (user == null ? "without" : "with") + " user}";
    }

    /** Returns the value of Proxy-Authorization, with the current password, or null if the proxy needs none. */
    public @Nullable String authorization() {
      if (user == null) {
        return null;
      }
      String pair = user + ":" + (password == null ? "" : password.get());
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** The values that no message may repeat. */
    public List<String> secrets() {
      String authorization = authorization();
      return authorization == null ? List.of() : List.of(authorization);
    }
  }
}
