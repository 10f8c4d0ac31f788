/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of an entry of the catalogue, from {@code evidence} on: documentation, which is not read when an application
 * starts.
 */
record PresetNotes(ConfigNode node) {

  private static final ConfigKey<Map<String, String>> EVIDENCE = ConfigKey.of(
      "evidence",
      ValueType.map(ValueType.oneOf("documented", "third_party", "inferred", "unverified")),
      Map.of(),
      "How each group of facts is known.");

  private static final ConfigKey<List<String>> NOTES =
      ConfigKey.of("notes", ValueType.list(ValueType.TEXT), List.of(), "What a user should know.");

  private static final ConfigKey<Optional<String>> SOURCE =
      ConfigKey.optional("source", ValueType.TEXT, "Where the facts come from.");

  /** The keys of the end of an entry. */
  static final List<ConfigKey<?>> FORMAT = List.of(EVIDENCE, NOTES, SOURCE);

  Map<String, String> evidence() {
    return node.get(EVIDENCE);
  }

  List<String> notes() {
    return node.get(NOTES);
  }

  Optional<String> source() {
    return node.get(SOURCE);
  }
}
