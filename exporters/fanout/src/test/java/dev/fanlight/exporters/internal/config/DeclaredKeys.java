/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.ValueType.ListOf;
import dev.fanlight.exporters.spi.ValueType.MapOf;
import dev.fanlight.exporters.spi.ValueType.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every key that a file may have with the plugins of a class path, each in a small YAML text whose other keys are right.
 * Keys that are declared later are among them by themselves.
 */
public final class DeclaredKeys {

  /** Stands for the value in the texts. */
  public static final String VALUE = "@@";

  /** An existing file beside the YAML file, for keys that name one. */
  public static final String SAMPLE_FILE = "sample.pem";

  private static final String SAMPLE_ENDPOINT = "endpoint: 'http://127.0.0.1:1'";

  /** Types whose common keys are tried: any receiver, a preset, a plugin. */
  private static final Set<String> WITH_COMMON_KEYS = Set.of("otlp", "honeycomb", "zipkin");

  /** Keys that are valid only together. */
  private static final List<String> PAIR = List.of("certificate", "key");

  private static final ValueType<?> OTHER = ValueType.FLAG;

  private DeclaredKeys() {}

  /**
   * A key and a text that holds it.
   *
   * @param path of the key, for people
   * @param kind of the value, or of what surrounds it
   * @param yaml a flow mapping with {@link #VALUE} in place of the key's value
   */
  public record DeclaredKey(String path, ValueType<?> kind, String yaml) {

    /** Whether the value is a text or path that is no secret: part of a host name, for example. */
    public boolean isOfTexts() {
      return kind == ValueType.TEXT || kind == ValueType.PATH || kind == ValueType.ADDRESS;
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** The keys of the file but those of vendors; each text is a whole document. */
  public static List<DeclaredKey> ofFile(ClassLoader loader) {
    List<DeclaredKey> all = new ArrayList<>(in(FileKeys.ALL, ""));
    all.add(new DeclaredKey("vendors", OTHER, "{vendors: " + VALUE + "}"));
    all.add(new DeclaredKey("vendors.v", OTHER, "{vendors: {v: " + VALUE + "}}"));
    all.add(new DeclaredKey("unknown", OTHER, "{unknown: " + VALUE + "}"));
    PluginRegistry.of(loader, new Problems()).sections().forEach((name, section) -> {
      all.add(new DeclaredKey(name, OTHER, "{" + name + ": " + VALUE + "}"));
      in(SectionKeys.of(section), name + ".")
          .forEach(key -> all.add(
              new DeclaredKey(key.path(), key.kind(), "{" + name + ": " + key.yaml() + "}")));
    });
    return all;
  }

  /** The keys of vendors; each text stands for one vendor. */
  public static List<DeclaredKey> ofVendors(ClassLoader loader) {
    List<DeclaredKey> all = new ArrayList<>();
    PluginRegistry.of(loader, new Problems()).vendors().forEach((type, provider) -> {
      for (DeclaredKey key : in(provider.keys(), type + ".")) {
        all.add(with("type: " + type, key)); // the value may be a part of the type's own address
        all.add(with("type: " + type + ", " + SAMPLE_ENDPOINT, key));
      }
      if (WITH_COMMON_KEYS.contains(type)) {
        all.addAll(common(type, VendorReader.keys(provider)));
      }
    });
    all.add(new DeclaredKey("type", OTHER, "{type: " + VALUE + ", " + SAMPLE_ENDPOINT + "}"));
    return all;
  }

  private static List<DeclaredKey> common(String type, List<ConfigKey<?>> keys) {
    String head = "type: " + type;
    String here = head + ", " + SAMPLE_ENDPOINT;
    List<DeclaredKey> all = new ArrayList<>();
    for (DeclaredKey key : in(keys, type + ".")) {
      if (!key.path().endsWith(".type")) {
        all.add(with(key.path().endsWith(".endpoint") ? head : here, key));
      }
    }
    all.add(with(here, new DeclaredKey(type + ".unknown", OTHER, "{unknown: " + VALUE + "}")));
    all.add(with(here, header(type)));
    return all;
  }

  private static DeclaredKey header(String type) {
    return new DeclaredKey(
        type + ".headers.bad name", OTHER, "{headers: {'bad name': " + VALUE + "}}");
  }

  private static DeclaredKey with(String head, DeclaredKey key) {
    return new DeclaredKey(
        key.path(), key.kind(), "{" + head + ", " + key.yaml().substring(1));
  }

  private static List<DeclaredKey> in(List<ConfigKey<?>> keys, String path) {
    List<DeclaredKey> all = new ArrayList<>();
    for (ConfigKey<?> key : keys) {
      String others = others(keys, key);
      in(key.kind(), path + key.name())
          .forEach(value -> all.add(new DeclaredKey(
              value.path(), value.kind(), "{" + others + key.name() + ": " + value.yaml() + "}")));
    }
    return all;
  }

  private static Stream<DeclaredKey> in(ValueType<?> kind, String path) {
    if (kind instanceof ListOf<?> list) {
      return in(list.element(), path)
          .map(one -> new DeclaredKey(path, one.kind(), "[" + one.yaml() + "]"));
    }
    if (kind instanceof MapOf<?> map) {
      return in(map.value(), path + ".k")
          .map(one -> new DeclaredKey(one.path(), one.kind(), "{k: " + one.yaml() + "}"));
    }
    DeclaredKey itself = new DeclaredKey(path, kind, VALUE);
    return kind instanceof Mapping mapping
        ? Stream.concat(Stream.of(itself), in(mapping.keys(), path + ".").stream())
        : Stream.of(itself);
  }

  /** The keys without which this one is not looked at. */
  private static String others(List<ConfigKey<?>> keys, ConfigKey<?> but) {
    StringBuilder others = new StringBuilder();
    for (ConfigKey<?> key : keys) {
      boolean isPaired = PAIR.contains(but.name()) && PAIR.contains(key.name());
      if (key != but && (key.isRequired() || isPaired)) {
        others.append(key.name()).append(": ").append(sample(key.kind())).append(", ");
      }
    }
    return others.toString();
  }

  private static String sample(ValueType<?> kind) {
    if (kind == ValueType.PATH) {
      return SAMPLE_FILE;
    }
    return kind == ValueType.ADDRESS ? "'http://127.0.0.1:1'" : "'https://sample@127.0.0.1:1/1'";
  }
}
