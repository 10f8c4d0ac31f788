/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata for editors: the keys of the JSON schema under {@code fanlight}, and the starter's own properties. */
final class ConfigurationMetadata {
  private static final List<String[]> OWN = List.of(
      property(
          "fanlight.config",
          "String",
          "File of Fanlight, read again when it changes; several with commas between are laid one over the other. `classpath:` is read once. Without it, the other keys under `fanlight` are the configuration.",
          ""),
      property(
          "fanlight.health.down-when",
          "String",
          "Vendors that must be down for the health contributor to be DOWN.",
          "never"),
      property(
          "fanlight.log.mask-keys",
          "String",
          "Further keys whose values are masked in the JSON lines, separated by commas.",
          ""),
      property(
          "fanlight.log.profile",
          "String",
          "Profile of the JSON lines, such as `ecs`, `otel` or `datadog`.",
          "ecs"),
      property(
          "fanlight.log.trace-links",
          "Boolean",
          "Whether lines of sampled traces contain the URL of the trace at each vendor.",
          "false"),
      property(
          "fanlight.metrics.always-record",
          "Boolean",
          "Whether spans that the sampler drops are recorded for the span metrics alone.",
          "false"),
      property(
          "management.fanlight.tracing.export.enabled",
          "Boolean",
          "Whether Fanlight exports spans, with Spring Boot 3.5; by default as `management.tracing.enabled` says.",
          ""),
      property(
          "management.health.fanlight.enabled",
          "Boolean",
          "Whether the health contributor of Fanlight is there.",
          "true"),
      property(
          "management.tracing.export.fanlight.enabled",
          "Boolean",
          "Whether Fanlight exports spans, with Spring Boot 4; by default as `management.tracing.export.enabled` says.",
          ""));

  private final JsonNode schema;
  private final Map<String, Map<String, Object>> properties = new TreeMap<>();

  private ConfigurationMetadata(JsonNode schema) {
    this.schema = schema;
  }

  static String of(JsonNode schema) {
    ConfigurationMetadata metadata = new ConfigurationMetadata(schema);
    metadata.add("fanlight", schema);
    for (String[] own : OWN) {
      metadata.add(own[0], own[1], own[2], own[3]);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("properties", new ArrayList<>(metadata.properties.values()));
    document.put("hints", metadata.hints());
    return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
  }

  private void add(String path, JsonNode node) {
    node.path("properties").forEachEntry((key, child) -> {
      String name = path + "." + key.replace('_', '-');
      boolean isMapping = child.path("properties").isObject() && !key.equals("vendors");
      if (isMapping) {
        add(name, child);
      } else {
        add(
            name,
            type(child),
            child.path("description").asString(""),
            child.path("default").asString(""));
      }
    });
  }

  private void add(String name, String type, String description, String fallback) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("name", name);
    property.put("type", type.contains(".") ? type : "java.lang." + type);
    property.put("description", description);
    if (!fallback.isEmpty()) {
      property.put("defaultValue", type.equals("Boolean") ? Boolean.valueOf(fallback) : fallback);
    }
    properties.put(name, property);
  }

  private static String type(JsonNode child) {
    String first = child.path("anyOf").path(0).path("type").asString("");
    if (first.equals("boolean")) {
      return "Boolean";
    }
    if (first.equals("array")) {
      return "java.util.List<java.lang.String>";
    }
    return child.has("additionalProperties") || child.has("propertyNames")
        ? "java.util.Map<java.lang.String,java.lang.Object>"
        : "String";
  }

  private List<Map<String, Object>> hints() {
    List<String> types = new ArrayList<>();
    schema.at("/properties/vendors/properties").propertyNames().forEach(types::add);
    return List.of(
        hint("fanlight.vendors.keys", types),
        hint("fanlight.health.down-when", List.of("never", "any", "all")));
  }

  private static Map<String, Object> hint(String name, List<String> values) {
    Map<String, Object> hint = new LinkedHashMap<>();
    hint.put("name", name);
    hint.put("values", values.stream().map(value -> Map.of("value", value)).toList());
    hint.put("providers", List.of(Map.of("name", "any")));
    return hint;
  }

  private static String[] property(String... fields) {
    return fields;
  }
}
