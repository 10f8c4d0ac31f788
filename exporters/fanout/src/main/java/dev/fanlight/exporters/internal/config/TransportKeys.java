/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.transport.TransportSettings;
import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Node;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a vendor is reached: its {@code tls}, {@code proxy} and {@code connect_timeout}. */
final class TransportKeys {

  private final ReadNode vendor;
  private final References references;

  TransportKeys(ReadNode vendor, References references) {
    this.vendor = vendor;
    this.references = references;
  }

  TransportSettings settings() {
    return new TransportSettings(
        vendor.get(CommonKeys.CONNECT_TIMEOUT),
        file(CommonKeys.CA),
        file(CommonKeys.CERTIFICATE),
        file(CommonKeys.PRIVATE_KEY),
        proxy(vendor.get(CommonKeys.PROXY).orElse(null)));
  }

  /** A PEM file; it counts by its content, so that a new certificate is a new version of the configuration. */
  private @Nullable Path file(Key<Optional<Path>> key) {
    Node tls = vendor.get(CommonKeys.TLS);
    Path given = tls.get(key).orElse(null);
    if (given == null) {
      return null;
    }
    Path file = references.inFolder(vendor.place(), given);
    try {
      references.noteFile(key.name(), file);
    } catch (IllegalArgumentException unreadable) {
      throw tls.refuse(key, ForeignText.ownMessage(unreadable));
    }
    return file;
  }

  private static TransportSettings.@Nullable Proxy proxy(@Nullable Node proxy) {
    if (proxy == null) {
      return null;
    }
    ProxyPassword password =
        proxy.get(CommonKeys.PROXY_PASSWORD).map(ProxyPassword::new).orElse(null);
    return new TransportSettings.Proxy(
        proxy.get(CommonKeys.PROXY_ADDRESS),
        proxy.get(CommonKeys.PROXY_USER).orElse(null),
        password);
  }
}
