/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.ValueType.ListOf;
import dev.fanlight.exporters.spi.ValueType.MapOf;
import dev.fanlight.exporters.spi.ValueType.Mapping;
import dev.fanlight.exporters.spi.ValueType.Scalar;
import dev.fanlight.exporters.spi.VendorProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file's JSON Schema (draft 7), from the declarations that the file is read with. */
public final class JsonSchema {

  private static final String REFERENCE = "\\$\\{.+\\}";

  private final PluginRegistry plugins;

  private JsonSchema(PluginRegistry plugins) {
    this.plugins = plugins;
  }

  /** The schema with everything that a class loader's plugins bring. */
  public static String of(ClassLoader loader) {
    return JsonWriter.print(new JsonSchema(PluginRegistry.of(loader, new Problems())).file());
  }

  private Map<String, Object> file() {
    Map<String, Object> properties = properties(FileKeys.ALL);
    properties.put("vendors", vendors());
    plugins.sections().values().forEach(section -> properties.put(section.key(), section(section)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(
        "$schema", "http://json-schema.org/draft-07/schema#"); // the newest that every editor reads
    schema.put("title", "Fanlight");
    schema.put("description", "fanlight.yaml: one application's telemetry to many vendors.");
    schema.putAll(closed(properties, List.of()));
    schema.put("definitions", definitions());
    return schema;
  }

  private static Map<String, Object> section(SectionProvider section) {
    Map<String, Object> schema = ordered("description", section.doc());
    schema.putAll(object(SectionKeys.of(section)));
    return schema;
  }

  /** A vendor is of the type that it names, else of the type that its own name is. */
  private Map<String, Object> vendors() {
    Map<String, Object> byName = new LinkedHashMap<>();
    plugins
        .vendors()
        .keySet()
        .forEach(type -> byName.put(
            type,
            ordered(
                "if",
                ordered("required", List.of("type")),
                "then",
                ref("by_type"),
                "else",
                ref(type))));
    return ordered(
        "description",
        "Vendors by name; the name is also the type unless `type` says otherwise.",
        "type",
        List.of("object", "null"),
        "propertyNames",
        ordered("pattern", "^[a-z][a-z0-9_-]{0,62}$"),
        "properties",
        byName,
        "additionalProperties",
        ordered(
            "anyOf",
            List.of(
                ordered("type", "null"),
                ordered("required", List.of("type"), "allOf", List.of(ref("by_type"))))));
  }

  /** Keys and types once each: every vendor may have the former, and two places ask for the latter. */
  private Map<String, Object> definitions() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    properties(CommonKeys.ALL).forEach((name, schema) -> definitions.put(common(name), schema));
    List<Object> byType = new ArrayList<>();
    plugins.vendors().forEach((type, provider) -> {
      definitions.put(type, vendor(provider));
      byType.add(ordered("if", has("type", type), "then", ref(type)));
    });
    List<Object> types =
        List.of(ordered("enum", List.copyOf(plugins.vendors().keySet())), reference());
    definitions.put(
        "by_type",
        ordered("properties", ordered("type", ordered("anyOf", types)), "allOf", byType));
    return definitions;
  }

  private static String common(String key) {
    return "every_vendor_" + key;
  }

  private static Map<String, Object> vendor(VendorProvider provider) {
    List<ConfigKey<?>> keys = VendorReader.keys(provider);
    Map<String, Object> properties = properties(keys);
    CommonKeys.ALL.stream()
        .filter(keys::contains)
        .forEach(key -> properties.put(key.name(), ref(common(key.name()))));
    Map<String, Object> schema = ordered("title", provider.title());
    schema.putAll(closed(properties, required(keys)));
    return schema;
  }

  private static Map<String, Object> ref(String definition) {
    return ordered("$ref", "#/definitions/" + definition);
  }

  private static Map<String, Object> has(String key, String value) {
    return ordered("required", List.of(key), "properties", ordered(key, ordered("const", value)));
  }

  private static Map<String, Object> object(List<ConfigKey<?>> keys) {
    return closed(properties(keys), required(keys));
  }

  private static List<String> required(List<ConfigKey<?>> keys) {
    return keys.stream().filter(ConfigKey::isRequired).map(ConfigKey::name).toList();
  }

  private static Map<String, Object> closed(Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("object", "null"));
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> properties(List<ConfigKey<?>> keys) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (ConfigKey<?> key : keys) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("description", key.doc());
      schema.putAll(kind(key.kind()));
      KeyDocs.fallback(key).ifPresent(value -> schema.put("default", value));
      properties.put(key.name(), schema);
    }
    return properties;
  }

  private static Map<String, Object> kind(ValueType<?> kind) {
    if (kind instanceof Scalar<?> scalar) {
      return scalar(scalar);
    }
    if (kind instanceof ListOf<?> list) {
      Map<String, Object> items = ordered("type", "array", "items", kind(list.element()));
      return list.element() instanceof Scalar<?> one
          ? ordered("anyOf", List.of(items, scalar(one)))
          : items;
    }
    if (kind instanceof MapOf<?> map) {
      return ordered("type", List.of("object", "null"), "additionalProperties", kind(map.value()));
    }
    return object(((Mapping) kind).keys());
  }

  private static Map<String, Object> scalar(Scalar<?> scalar) {
    if (!scalar.words().isEmpty()) {
      return ordered("anyOf", List.of(ordered("enum", scalar.words()), reference()));
    }
    if (scalar.pattern().isPresent() || !scalar.jsonType().equals("string")) {
      List<Object> ways = new ArrayList<>();
      if (!scalar.jsonType().equals("string")) {
        ways.add(typed(scalar));
      }
      scalar
          .pattern()
          .ifPresent(pattern -> ways.add(ordered("type", "string", "pattern", pattern)));
      ways.add(reference());
      return ordered("anyOf", ways);
    }
    return ordered("type", List.of("string", "number", "boolean")); // a text need not be quoted
  }

  private static Map<String, Object> typed(Scalar<?> scalar) {
    Map<String, Object> typed = ordered("type", scalar.jsonType());
    scalar.min().ifPresent(min -> typed.put("minimum", Double.valueOf(min)));
    scalar.max().ifPresent(max -> typed.put("maximum", Double.valueOf(max)));
    return typed;
  }

  private static Map<String, Object> reference() {
    return ordered("type", "string", "pattern", REFERENCE);
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
