/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.VendorProvider;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The plugins on the class path.
 *
 * @param catalogue the built-in vendor types
 * @param wires by name
 * @param vendors by type, the built-in ones included
 * @param sections by key
 */
record PluginRegistry(
    PresetCatalogue catalogue,
    Map<String, WireFormat> wires,
    Map<String, VendorProvider> vendors,
    Map<String, SectionProvider> sections) {

  /** Returns all plugins that a class loader sees; a plugin that cannot be loaded is reported and skipped. */
  static PluginRegistry of(ClassLoader loader, Problems problems) {
    PresetCatalogue catalogue = PresetCatalogue.builtIn();
    Map<String, VendorProvider> vendors = new LinkedHashMap<>(catalogue.providers());
    vendors.putAll(load(VendorProvider.class, loader, problems)); // a plugin wins
    return new PluginRegistry(
        catalogue,
        load(WireFormat.class, loader, problems),
        vendors,
        load(SectionProvider.class, loader, problems));
  }

  private static <T> Map<String, T> load(Class<T> type, ClassLoader loader, Problems problems) {
    Map<String, T> found = new LinkedHashMap<>();
    Iterator<T> plugins = ServiceLoader.load(type, loader).iterator();
    while (true) { // a failing call has passed the provider at which it failed
      try {
        if (!plugins.hasNext()) {
          return found;
        }
        T plugin = plugins.next();
        found.putIfAbsent(nameOf(plugin), plugin);
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable broken) {
        problems.warning(
            SourceLocation.of("class path"),
            "",
            "a plugin cannot be loaded and is left out (" + ForeignText.described(broken)
                + "); check that its jar is whole and its version fits");
      }
    }
  }

  private static String nameOf(Object plugin) {
    if (plugin instanceof VendorProvider vendor) {
      return vendor.type();
    }
    return plugin instanceof WireFormat wire ? wire.name() : ((SectionProvider) plugin).key();
  }
}
