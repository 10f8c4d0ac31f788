/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.VendorProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The JSON types of the declared keys by their names, for a source of settings that has to be asked by type. Immutable. */
public final class ScalarTypeIndex {

  /** The type of texts, secrets among them, and of a name that is declared with several types. */
  public static final String STRING = "string";

  private final Map<String, String> types = new HashMap<>();

  private ScalarTypeIndex() {}

  /** Returns the index of all keys that a class loader's plugins declare. */
  public static ScalarTypeIndex of(ClassLoader loader) {
    PluginRegistry plugins = PluginRegistry.of(loader, new Problems());
    ScalarTypeIndex index = new ScalarTypeIndex();
    index.addAll(FileKeys.ALL);
    index.addAll(CommonKeys.ALL);
    for (SectionProvider section : plugins.sections().values()) {
      index.addAll(SectionKeys.of(section));
    }
    for (VendorProvider vendor : plugins.vendors().values()) {
      index.addAll(vendor.keys());
    }
    return index;
  }

  /** Returns {@code boolean}, {@code integer}, {@code number} or {@code string}. */
  public String typeOf(String key) {
    return types.getOrDefault(key, STRING);
  }

  private void addAll(List<ConfigKey<?>> keys) {
    for (ConfigKey<?> key : keys) {
      add(key.name(), key.kind());
    }
  }

  private void add(String name, ValueType<?> kind) {
    if (kind instanceof ValueType.Scalar<?> scalar) {
      types.merge(name, scalar.jsonType(), (one, other) -> one.equals(other) ? one : STRING);
    } else if (kind instanceof ValueType.ListOf<?> list) {
      add(name, list.element());
    } else if (kind instanceof ValueType.Mapping mapping) {
      addAll(mapping.keys());
    }
  }
}
