/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A vendor type of a plugin that brings its own client: a {@link MemoryClient} that the test has set. */
public final class MemoryVendor implements VendorProvider {

  static volatile @Nullable MemoryClient client;

  /** Creates the type; called by the service loader. */
  public MemoryVendor() {}

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public String title() {
    return "Memory";
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return List.of();
  }

  @Override
  public Vendor create(ConfigNode node, Context context) {
    return Vendor.ofClient(
        context.wire("otlp"),
        URI.create("memory://here/spans"),
        settings -> Objects.requireNonNull(client).created(),
        Limits.NONE,
        null);
  }
}
