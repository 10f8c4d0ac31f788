/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** For each vendor type of the catalogue the least that a user must write, and everything else that belongs to it. */
final class Samples {

  private Samples() {}

  private static final Map<String, Preset> PRESETS = PresetCatalogue.builtIn().presets();

  static Set<String> types() {
    return PRESETS.keySet();
  }

  /** The vendor's keys; each secret is {@code s3cret-of-<type>}. */
  static String least(String type) {
    Preset preset = Objects.requireNonNull(PRESETS.get(type));
    Map<String, String> keys = new LinkedHashMap<>();
    preset.keys().stream()
        .filter(key -> key.isRequired() || preset.data().oneOf().indexOf(key.name()) == 0)
        .forEach(key ->
            keys.put(key.name(), value(type, key.name(), key.kind().name().equals("secret"))));
    preset
        .data()
        .example()
        .filter(example -> preset.data().http().isEmpty())
        .ifPresent(example -> keys.put("endpoint", example));
    if (type.equals("dynatrace")) {
      keys.put("environment_id", "abc12345");
    }
    StringBuilder document = new StringBuilder();
    keys.forEach(
        (key, value) -> document.append(key).append(": '").append(value).append("'\n"));
    return document.toString();
  }

  static String secretOf(String type) {
    return "s3cret-of-" + type;
  }

  private static String value(String type, String key, boolean isSecret) {
    if (key.equals("dsn")) {
      return "https://" + secretOf(type) + "@o1.ingest.example.com/42";
    }
    if (key.equals("source_url")) {
      return "https://in.example.com/" + secretOf(type);
    }
    return isSecret ? secretOf(type) : "some-" + key.replace('_', '-');
  }

  /** A whole file with this one vendor. */
  static String file(String type, String keys) {
    return "vendors:\n  " + type + ":\n" + keys.indent(4).stripTrailing() + "\n";
  }
}
