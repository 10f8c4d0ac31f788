/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.internal.wire.OtlpWire;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.VendorProvider;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables, properties and plugins that a test sets. */
final class FakeSurroundings {

  private final Map<String, @Nullable String> variables = new HashMap<>();
  private final Map<String, @Nullable String> properties = new HashMap<>();
  private final Map<String, WireFormat> wires = new LinkedHashMap<>(Map.of("otlp", new OtlpWire()));
  private final Map<String, VendorProvider> vendors =
      new LinkedHashMap<>(PresetCatalogue.builtIn().providers());
  private final Map<String, SectionProvider> sections = new LinkedHashMap<>();

  FakeSurroundings variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  FakeSurroundings property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  FakeSurroundings vendor(VendorProvider provider) {
    vendors.put(provider.type(), provider);
    return this;
  }

  FakeSurroundings section(SectionProvider provider) {
    sections.put(provider.key(), provider);
    return this;
  }

  /** With the wires of other modules, by name only. */
  FakeSurroundings withWires() {
    wires.put("zipkin", new NamedWire("zipkin"));
    return this;
  }

  ConfigEnvironment surroundings() {
    return new ConfigEnvironment(variables::get, properties::get);
  }

  ConfigLoader loader(ConfigSource source) {
    PluginRegistry plugins =
        new PluginRegistry(PresetCatalogue.builtIn(), wires, vendors, sections);
    return ConfigLoader.of(source, surroundings(), plugins, Transports.CHECK);
  }

  LoadResult load(ConfigSource source) {
    return loader(source).load();
  }

  LoadResult load(String document) {
    return load(ConfigSource.ofText(document));
  }

  Configuration configuration(String document) {
    return usable(load(document));
  }

  static Configuration usable(LoadResult loaded) {
    if (loaded instanceof LoadResult.Usable usable && loaded.isSound()) {
      return usable.configuration();
    }
    throw new AssertionError(loaded.problems().toString());
  }

  private record NamedWire(String name) implements WireFormat {
    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public Encoder newEncoder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EncodedBatch join(List<EncodedBatch> batches) {
      throw new UnsupportedOperationException();
    }
  }
}
