/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Node;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The catalogue's Honeycomb, and its classic keys: with one, the data set is named in a header; with another key it is
 * the service's name, and the header would be ignored.
 */
final class Honeycomb implements VendorProvider {

  // honeycombio/husky, IsClassicApiKey: a configuration key of 32 digits, or a classic ingest key
  // of 64
  private static final String CLASSIC = "[a-f0-9]{32}|hc[a-z]ic_[a-z0-9]{58}";

  private final Preset preset;

  Honeycomb(Preset preset) {
    this.preset = preset;
  }

  @Override
  public String type() {
    return preset.type();
  }

  @Override
  public String title() {
    return preset.title();
  }

  @Override
  public List<Key<?>> keys() {
    return preset.keys();
  }

  @Override
  public Vendor create(Node node, Context context) {
    Vendor vendor = preset.create(node, context);
    Secret key = Objects.requireNonNull(preset.value("api_key", node));
    if (!key.reveal().matches(CLASSIC)) {
      return vendor;
    }
    Secret dataset = preset.value("dataset", node);
    if (dataset == null) {
      throw node.refuse(
          preset.key("dataset"), "is missing; a classic key needs the data set's name");
    }
    Map<String, Secret> headers = Map.of("x-honeycomb-team", key, "x-honeycomb-dataset", dataset);
    return Vendors.with(vendor, vendor.endpoint(), Secret.headers(headers));
  }
}
