/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a vendor type, for the documentation and the command line.
 *
 * @param type its name in the file
 * @param title the vendor's own name
 * @param status {@code active}, {@code preview}, {@code end_of_life} or {@code planned}; {@code plugin} for one of
 *     another jar
 * @param notice advice for the users of a type that is not active
 * @param keys its own keys
 * @param oneOf keys of which exactly one must be there
 * @param protocols the first is the default
 * @param addresses templates by protocol; empty where the user must name the address
 * @param example an address that a user might name
 * @param headers the names of the headers it sends
 * @param attributes the names of the resource attributes it adds
 * @param limits the maximum sizes and ages that it accepts
 * @param retryable statuses that are retried besides the usual ones
 * @param link template of a trace's page
 * @param evidence how each group of facts is known
 * @param notes advice for its users
 * @param source where the facts come from
 */
public record VendorType(
    String type,
    String title,
    String status,
    Optional<String> notice,
    List<ConfigKey<?>> keys,
    List<String> oneOf,
    List<Vendor.Protocol> protocols,
    Map<String, String> addresses,
    Optional<String> example,
    List<String> headers,
    List<String> attributes,
    Limits limits,
    List<Integer> retryable,
    Optional<String> link,
    Map<String, String> evidence,
    List<String> notes,
    Optional<String> source) {

  /** Returns true if Fanlight cannot send to it yet; the notice has the workaround. */
  public boolean isPlanned() {
    return status.equals("planned");
  }

  /** Every type that a class loader's plugins and the catalogue bring, in the catalogue's order. */
  public static List<VendorType> all(ClassLoader loader) {
    PluginRegistry plugins = PluginRegistry.of(loader, new Problems());
    Map<String, Preset> presets = plugins.catalogue().presets();
    List<VendorType> types = new ArrayList<>();
    plugins.vendors().forEach((type, provider) -> {
      Preset preset = presets.get(type);
      types.add(preset == null ? ofPlugin(provider) : ofPreset(preset.data(), preset.notes()));
    });
    return types;
  }

  /** Returns advice for a user who asks for a type that is unknown. */
  public static String advice(String name, List<VendorType> types) {
    String near = SpellingSuggestion.of(
            name, types.stream().map(VendorType::type).toList())
        .map(type -> "did you mean " + type + "? ")
        .orElse("");
    return "there is no vendor type " + name + "; " + near
        + "fanlight vendors lists the types, and otlp is any OTLP receiver";
  }

  /** Returns the keys of every vendor, for all types. */
  public static List<ConfigKey<?>> commonKeys() {
    return CommonKeys.ALL;
  }

  private static VendorType ofPreset(PresetData data, PresetNotes notes) {
    return new VendorType(
        data.type(),
        data.title(),
        data.status().toString(),
        data.notice(),
        data.parameters().stream().<ConfigKey<?>>map(Preset.Parameter::key).toList(),
        data.oneOf(),
        data.protocols(),
        data.addresses(),
        data.example(),
        List.copyOf(data.headers().keySet()),
        List.copyOf(data.attributes().keySet()),
        data.limits(),
        data.retryable(),
        data.link(),
        notes.evidence(),
        notes.notes(),
        notes.source());
  }

  private static VendorType ofPlugin(VendorProvider provider) {
    return new VendorType(
        provider.type(),
        provider.title(),
        "plugin",
        Optional.empty(),
        provider.keys(),
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        Limits.NONE,
        List.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty());
  }
}
