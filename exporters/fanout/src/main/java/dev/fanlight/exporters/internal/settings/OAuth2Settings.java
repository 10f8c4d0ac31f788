/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import dev.fanlight.exporters.spi.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an OAuth 2.0 client that gets access tokens with its own credentials (RFC 6749, section 4.4). Equal
 * settings keep the token when the file changes.
 *
 * @param tokenUrl address of the token endpoint; http or https
 * @param clientId of the client
 * @param clientSecret its secret, or null if it has an assertion
 * @param clientAssertion a signed token in place of the secret (RFC 7523, section 2.2), or null
 * @param scope names of the scopes with blanks between them, or null for the default of the endpoint
 */
public record OAuth2Settings(
    URI tokenUrl,
    String clientId,
    @Nullable Secret clientSecret,
    @Nullable Secret clientAssertion,
    @Nullable String scope) {

  /** Checks that there is one way to authenticate the client. */
  public OAuth2Settings {
    if ((clientSecret == null) == (clientAssertion == null)) {
      throw new IllegalArgumentException("give client_secret or client_assertion, one of them");
    }
  }

  /** Without values: any of them may be a secret in the wrong place. */
  @Override
  public String toString() {
    return "OAuth2Settings{" + (clientSecret == null ? "assertion" : "secret") + "}";
  }
}
