/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transport to the vendor that the first request names by its host. */
final class RoutedTransport implements Transport {

  private final List<SimulatedVendor> vendors;
  private @Nullable Transport transport;
  private boolean isClosed;

  RoutedTransport(List<SimulatedVendor> vendors) {
    this.vendors = vendors;
  }

  @Override
  public Exchange exchange(Request request) throws InterruptedException {
    Transport way = transport;
    if (way == null) {
      String host = request.uri().getHost();
      int number = Integer.parseInt(host, 1, host.indexOf('.'), 10);
      way = vendors.get(number).newTransport();
      transport = way;
    }
    return isClosed
        ? new Exchange.Failure(Exchange.Cause.IO, false, "closed")
        : way.exchange(request);
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public void close() {
    isClosed = true;
    if (transport != null) {
      transport.close();
    }
  }
}
