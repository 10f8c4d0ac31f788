/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.acme.telemetry;

import com.acme.telemetry.client.AcmeClient;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A vendor type of another project, for OTLP over HTTP. */
public final class AcmeVendor implements VendorProvider {
  private static final ConfigKey<URI> HOST =
      ConfigKey.required("host", ValueType.ADDRESS, "Address of the receiver.");

  /** Creates the type; called by the service loader. */
  public AcmeVendor() {}

  @Override
  public String type() {
    return "acme";
  }

  @Override
  public String title() {
    return "Acme";
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return List.of(HOST);
  }

  @Override
  public Vendor create(ConfigNode node, Context context) {
    return new Vendor(
        context.wire("otlp"),
        Vendor.Protocol.HTTP,
        URI.create(node.get(HOST) + AcmeClient.path()),
        Map::of,
        null,
        Limits.NONE,
        Set.of(),
        null);
  }
}
