/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.section;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The address at which the section {@code source} listens now; any thread. */
public final class RunningSources {

  private volatile @Nullable InetSocketAddress address;

  /** Creates one without an address. */
  public RunningSources() {}

  /** The address of OTLP over HTTP; null while the section does not run. */
  public @Nullable InetSocketAddress address() {
    return address;
  }

  void started(InetSocketAddress newAddress) {
    address = newAddress;
  }

  void ended(InetSocketAddress oldAddress) {
    if (oldAddress.equals(address)) {
      address = null;
    }
  }
}
