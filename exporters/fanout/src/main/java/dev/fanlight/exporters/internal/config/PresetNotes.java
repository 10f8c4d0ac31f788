/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Kind;
import dev.fanlight.exporters.spi.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of an entry of the catalogue, from {@code evidence} on: what is there for people, and is not read when an
 * application starts.
 */
record PresetNotes(Node node) {

  private static final Key<Map<String, String>> EVIDENCE = Key.of(
      "evidence",
      Kind.map(Kind.oneOf("documented", "third_party", "inferred", "unverified")),
      Map.of(),
      "How each group of facts is known.");

  private static final Key<List<String>> NOTES =
      Key.of("notes", Kind.list(Kind.TEXT), List.of(), "What a user should know.");

  private static final Key<Optional<String>> SOURCE =
      Key.optional("source", Kind.TEXT, "Where the facts come from.");

  /** What the end of an entry holds. */
  static final List<Key<?>> FORMAT = List.of(EVIDENCE, NOTES, SOURCE);

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
