/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.util.function.Function;

/** Makes what lanes send with. */
public final class Wires {

  private final Transports transports;
  private final RequestTimes times;
  private final Clock clock;

  /**
   * Wires over transports.
   *
   * @param clock the wall's, for the dates that vendors write
   */
  public Wires(Transports transports, RequestTimes times, Clock clock) {
    this.transports = transports;
    this.times = times;
    this.clock = clock;
  }

  /**
   * A maker of senders for one lane, as its settings change; it throws IllegalArgumentException where the vendor cannot
   * be reached as they say, for example for a broken certificate.
   */
  Function<LaneSettings, Sender> of(Vendor.Protocol protocol) {
    LaneTransport transport =
        new LaneTransport(protocol == Vendor.Protocol.GRPC ? transports::grpc : transports::http);
    return now -> {
      transport.prepare(now.transport());
      return new HttpSender(now, transport, times, clock);
    };
  }
}
