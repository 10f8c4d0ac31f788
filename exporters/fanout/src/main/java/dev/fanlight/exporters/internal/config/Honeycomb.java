/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
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
  public List<ConfigKey<?>> keys() {
    return preset.keys();
  }

  @Override
  public Vendor create(ConfigNode node, Context context) {
    Vendor vendor = preset.create(node, context);
    Secret key = Objects.requireNonNull(preset.value("api_key", node));
    if (!isClassic(key.reveal())) {
      return vendor;
    }
    Secret dataset = preset.value("dataset", node);
    if (dataset == null) {
      throw node.refuse(
          preset.key("dataset"), "is missing; a classic key needs the data set's name");
    }
    Map<String, Secret> headers = Map.of("x-honeycomb-team", key, "x-honeycomb-dataset", dataset);
    return VendorCopies.with(vendor, vendor.endpoint(), Secret.headers(headers));
  }

  /** As IsClassicApiKey of honeycombio/husky: a key of 32 digits, or an ingest key like hcaic_ and 58 more. */
  private static boolean isClassic(String key) {
    if (key.length() == 32) {
      return areAll(key, 'f');
    }
    return key.length() == 64
        && key.startsWith("hc")
        && key.startsWith("ic_", 3)
        && key.charAt(2) >= 'a'
        && key.charAt(2) <= 'z'
        && areAll(key.substring(6), 'z');
  }

  /** Returns true if all characters are digits or letters from a to the last one. */
  private static boolean areAll(String text, char lastLetter) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= lastLetter))) {
        return false;
      }
    }
    return true;
  }
}
