/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.net.URI;

/** Checks that all addresses of the file share. */
final class AddressRules {

  private AddressRules() {}

  /** Returns true if the address has more than a host. */
  static boolean hasPath(URI address) {
    String path = address.getRawPath();
    return path != null && !path.isEmpty() && !path.equals("/");
  }
}
