/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The keys of another plugin's section: its own, and the switch that every section has. */
final class SectionKeys {

  private static final ConfigKey<Boolean> ENABLED =
      ConfigKey.of("enabled", ValueType.FLAG, true, "Whether the section is on.");

  private SectionKeys() {}

  static List<ConfigKey<?>> of(SectionProvider provider) {
    List<ConfigKey<?>> keys = new ArrayList<>();
    keys.add(ENABLED);
    keys.addAll(provider.keys());
    return keys;
  }
}
