/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.VendorProvider;
import dev.fanlight.exporters.spi.WireFormat;

/** The environment of a vendor type while it creates a vendor. */
record TypeContext(String name, PluginRegistry plugins) implements VendorProvider.Context {

  @Override
  public WireFormat wire(String wire) {
    WireFormat found = plugins.wires().get(wire);
    if (found == null) {
      throw new IllegalArgumentException(
          ConfigEnvironment.isInAgent()
              ? "the wire format " + wire
                  + " is not in the agent; add its jar with `fanlight agent --with`"
              : "the wire format " + wire
                  + " is not on the class path; add the artifact dev.fanlight:fanlight-exporter-"
                  + wire);
    }
    return found;
  }
}
