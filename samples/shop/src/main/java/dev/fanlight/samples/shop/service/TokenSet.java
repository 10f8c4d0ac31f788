/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import java.util.Set;

/**
 * The tokens of a customer after a session transfer.
 *
 * @param access the OAuth access token
 * @param refresh the OAuth refresh token
 * @param scopes scopes of the access token
 */
record TokenSet(String access, String refresh, Set<String> scopes) {
  /** A session in the new shop needs at least these. */
  static final Set<String> MINIMUM = Set.of("shop:session", "shop:order");

  TokenSet {
    scopes = Set.copyOf(scopes);
  }

  boolean opensSession() {
    return scopes.containsAll(MINIMUM);
  }
}
