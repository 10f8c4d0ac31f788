/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.TextDocument;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration stands: files laid one over the other, and over them perhaps a document that is in no file.
 *
 * @param files the first is the base; later ones win by key, and null removes
 * @param document laid over the files, such as the text of {@code FANLIGHT_CONFIG_YAML}; or null
 */
public record ConfigSource(List<Path> files, @Nullable TextDocument document) {

  private static final String FILES_PROPERTY = "fanlight.config";
  private static final String FILES_VARIABLE = "FANLIGHT_CONFIG";
  static final String DOCUMENT_VARIABLE = "FANLIGHT_CONFIG_YAML";

  /** Copies the files. */
  public ConfigSource {
    files = List.copyOf(files);
  }

  /** Files, the base first. */
  public static ConfigSource of(Path... files) {
    return new ConfigSource(List.of(files), null);
  }

  /** A document that is in no file. */
  public static ConfigSource ofText(String document) {
    return new ConfigSource(List.of(), variable(document));
  }

  /** The same files with another document laid over them. */
  public ConfigSource with(TextDocument newDocument) {
    return new ConfigSource(files, newDocument);
  }

  private static TextDocument variable(String document) {
    return new TextDocument(DOCUMENT_VARIABLE, document, List.of());
  }

  /**
   * Returns the source that {@code -Dfanlight.config} or else {@code FANLIGHT_CONFIG} (files with commas between) and
   * {@code FANLIGHT_CONFIG_YAML} name; empty if none is set.
   */
  public static Optional<ConfigSource> find(ConfigEnvironment surroundings) {
    String property = surroundings.property(FILES_PROPERTY);
    String names = property != null ? property : surroundings.variable(FILES_VARIABLE);
    String document = surroundings.variable(DOCUMENT_VARIABLE);
    List<Path> files = names == null
        ? List.of()
        : Arrays.stream(names.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .toList();
    boolean isSomewhere = !files.isEmpty() || (document != null && !document.isBlank());
    return isSomewhere
        ? Optional.of(new ConfigSource(files, document == null ? null : variable(document)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return files + (document == null ? "" : " and " + document);
  }
}
