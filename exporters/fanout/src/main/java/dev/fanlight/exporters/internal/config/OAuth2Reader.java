/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.OAuth2Settings;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reader of {@code oauth2}, which a vendor of any type may have. */
final class OAuth2Reader {

  private static final String AUTHORIZATION = "authorization";

  private final ReadNode vendor;

  OAuth2Reader(ReadNode vendor) {
    this.vendor = vendor;
  }

  /**
   * Returns the settings of the client; null if the vendor has none.
   *
   * @param made the vendor as its type created it
   * @throws IllegalArgumentException if the keys do not fit each other, at their location
   */
  @Nullable OAuth2Settings read(Vendor made) {
    ConfigNode node =
        vendor.getIfDeclared(CommonKeys.OAUTH2).orElse(Optional.empty()).orElse(null);
    if (node == null) {
      return null;
    }
    Secret secret = node.get(CommonKeys.CLIENT_SECRET).orElse(null);
    Secret assertion = node.get(CommonKeys.CLIENT_ASSERTION).orElse(null);
    if (secret != null && assertion != null) {
      throw node.refuse(
          CommonKeys.CLIENT_ASSERTION, "cannot stand beside client_secret; give one of them");
    }
    if (secret == null && assertion == null) {
      throw vendor.refuse(
          CommonKeys.OAUTH2, "has neither client_secret nor client_assertion; give one of them");
    }
    if (made.renewal() != null) {
      throw vendor.refuse(
          CommonKeys.OAUTH2,
          "cannot be used, since this type has credentials of its own; take it out, or use `type: otlp`");
    }
    refuseOtherAuthorization();
    return new OAuth2Settings(
        node.get(CommonKeys.TOKEN_URL),
        node.get(CommonKeys.CLIENT_ID),
        secret,
        assertion,
        node.get(CommonKeys.SCOPE).orElse(null));
  }

  private void refuseOtherAuthorization() {
    Map<String, Secret> headers = vendor.getIfDeclared(CommonKeys.HEADERS).orElse(Map.of());
    for (String name : headers.keySet()) {
      if (name.equalsIgnoreCase(AUTHORIZATION)) {
        throw vendor.refuse(
            CommonKeys.HEADERS,
            "has authorization, which oauth2 sets as well; take one of them out");
      }
    }
  }
}
