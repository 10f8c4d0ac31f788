/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The check of user and password. The supplier of the password is called at each request, so that the password may change. Any thread. */
public final class BasicAuth {
  private static final String SCHEME = "Basic ";

  private final String user;
  private final Supplier<String> password;

  /**
   * Creates the check of one user.
   *
   * @throws IllegalArgumentException if the user has a colon or a control character, which no client could send (RFC 7617,
   *     section 2)
   */
  public BasicAuth(String user, Supplier<String> password) {
    if (user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a user of basic auth may have no colon and no control character; give another user name");
    }
    this.user = user;
    this.password = password;
  }

  /** Returns whether the value of {@code Authorization} holds the user and the password; the supplier may block. */
  boolean allows(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] given;
    try {
      given = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException ignored) {
      return false; // not Base64
    }
    byte[] expected = (user + ":" + password.get()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, expected); // in constant time
  }
}
