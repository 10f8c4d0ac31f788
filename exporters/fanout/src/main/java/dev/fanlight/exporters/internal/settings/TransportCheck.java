/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

/** The check that connections can be made with transport settings: the configuration does not know the engine. */
public interface TransportCheck {

  /**
   * Reads the certificates and keys; touches no network.
   *
   * @param isGrpc whether the vendor is sent gRPC
   * @throws IllegalArgumentException if a certificate or key cannot be read, or the proxy's address is not valid
   */
  void check(TransportSettings settings, boolean isGrpc);
}
