/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** The address of this host in Zipkin spans: the first site-local address, as in the stock exporter. */
final class LocalAddress {

  private LocalAddress() {}

  /** Returns the first site-local address of the network interfaces. Does no DNS lookup and sends no packet. */
  static Optional<InetAddress> find() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(InetAddress::isSiteLocalAddress)
          .findFirst();
    } catch (SocketException ignored) {
      return Optional.empty(); // a sandbox without interfaces: spans have no local address
    }
  }
}
