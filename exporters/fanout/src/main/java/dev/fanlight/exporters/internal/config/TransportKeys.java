/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transport settings of a vendor: its {@code tls}, {@code proxy} and {@code connect_timeout}. */
final class TransportKeys {

  private final ReadNode vendor;
  private final ReferenceResolver references;

  TransportKeys(ReadNode vendor, ReferenceResolver references) {
    this.vendor = vendor;
    this.references = references;
  }

  /**
   * The settings that the keys describe.
   *
   * @throws ReadNode.Refused if a key's value cannot be used
   */
  TransportSettings settings() {
    Path certificate = file(CommonKeys.CERTIFICATE);
    Path key = file(CommonKeys.PRIVATE_KEY);
    if ((certificate == null) != (key == null)) {
      throw vendor
          .get(CommonKeys.TLS)
          .refuse(
              certificate == null ? CommonKeys.PRIVATE_KEY : CommonKeys.CERTIFICATE,
              "tls.certificate and tls.key come together; give both or neither");
    }
    return new TransportSettings(
        vendor.get(CommonKeys.CONNECT_TIMEOUT),
        file(CommonKeys.CA),
        certificate,
        key,
        proxy(vendor.get(CommonKeys.PROXY).orElse(null)));
  }

  /** Which key a complaint about the settings is about, by the file that it names. */
  IllegalArgumentException refusal(TransportSettings settings, String message) {
    ConfigNode tls = vendor.get(CommonKeys.TLS);
    if (isAbout(settings.clientKey(), message)) {
      return tls.refuse(CommonKeys.PRIVATE_KEY, message);
    }
    if (isAbout(settings.clientCertificate(), message)) {
      return tls.refuse(CommonKeys.CERTIFICATE, message);
    }
    if (isAbout(settings.trustedCertificates(), message)) {
      return tls.refuse(CommonKeys.CA, message);
    }
    return settings.proxy() == null
        ? new IllegalArgumentException(message)
        : vendor.refuse(CommonKeys.PROXY, message);
  }

  private static boolean isAbout(@Nullable Path file, String message) {
    return file != null && message.contains(file.toString());
  }

  /** A PEM file; it counts by its content, so that a new certificate is a new version of the configuration. */
  private @Nullable Path file(ConfigKey<Optional<Path>> key) {
    ConfigNode tls = vendor.get(CommonKeys.TLS);
    Path file = tls.get(key).orElse(null);
    if (file == null) {
      return null;
    }
    try {
      references.noteFile(key.name(), file);
    } catch (IllegalArgumentException unreadable) {
      throw tls.refuse(key, ForeignText.ownMessage(unreadable));
    }
    return file;
  }

  private static TransportSettings.@Nullable Proxy proxy(@Nullable ConfigNode proxy) {
    if (proxy == null) {
      return null;
    }
    URI address = proxy.get(CommonKeys.PROXY_ADDRESS);
    if (!"http".equals(address.getScheme()) || AddressRules.hasPath(address)) {
      throw proxy.refuse(
          CommonKeys.PROXY_ADDRESS,
          "expected http://host:port, without a path; https endpoints are reached through it as well");
    }
    String user = proxy.get(CommonKeys.PROXY_USER).orElse(null);
    if (user != null && user.indexOf(':') >= 0) {
      throw proxy.refuse(
          CommonKeys.PROXY_USER, "holds a colon, which the Basic scheme cannot send");
    }
    ProxyPassword password =
        proxy.get(CommonKeys.PROXY_PASSWORD).map(ProxyPassword::new).orElse(null);
    if (user == null && password != null) {
      throw proxy.refuse(CommonKeys.PROXY_PASSWORD, "is of no use without a user; give both");
    }
    return new TransportSettings.Proxy(address, user, password);
  }
}
