/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.OAuth2Settings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Transport;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the senders of lanes. */
public final class SenderFactory {

  private final Function<Vendor.Protocol, Function<TransportSettings, Transport>> opening;
  private final RequestTimes times;
  private final Clock clock;

  /**
   * A factory over transports.
   *
   * @param clock the wall's, for the dates that vendors write
   */
  public SenderFactory(Transports transports, RequestTimes times, Clock clock) {
    this(
        protocol -> protocol == Vendor.Protocol.GRPC ? transports::grpc : transports::http,
        times,
        clock);
  }

  /** A factory over any transports; the lanes close them. */
  public SenderFactory(
      Function<Vendor.Protocol, Function<TransportSettings, Transport>> opening,
      RequestTimes times,
      Clock clock) {
    this.opening = opening;
    this.times = times;
    this.clock = clock;
  }

  /**
   * A maker of senders for one lane, as its settings change; it throws IllegalArgumentException where the vendor cannot
   * be reached as they say, for example for a broken certificate.
   */
  public Function<LaneSettings, Sender> of(Vendor vendor) {
    if (vendor.protocol() == Vendor.Protocol.CLIENT) {
      LaneClient client = new LaneClient(times, clock);
      return client::sender;
    }
    LaneTransport transport = new LaneTransport(opening.apply(vendor.protocol()));
    return new OfLane(transport);
  }

  /** The senders of one lane, one after the other. */
  private final class OfLane implements Function<LaneSettings, Sender> {

    private final LaneTransport transport;
    private @Nullable TokenClient tokens;

    OfLane(LaneTransport transport) {
      this.transport = transport;
    }

    @Override
    public Sender apply(LaneSettings now) {
      transport.prepare(now.transport());
      return new HttpSender(now, transport, tokens(now), times, clock);
    }

    /** Returns the client of before if it gets the same tokens: the lane need not wait for a new one. */
    private @Nullable TokenClient tokens(LaneSettings now) {
      OAuth2Settings settings = now.oauth2();
      if (settings == null) {
        tokens = null;
        return null;
      }
      TokenClient before = tokens;
      if (before != null && before.serves(now)) {
        return before;
      }
      TokenClient fresh = new TokenClient(
          settings, now.transport(), now.references(), opening.apply(Vendor.Protocol.HTTP));
      tokens = fresh;
      return fresh;
    }
  }
}
