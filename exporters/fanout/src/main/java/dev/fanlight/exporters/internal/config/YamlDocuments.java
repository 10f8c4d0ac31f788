/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.DocumentOverlay;
import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.TextDocument;
import dev.fanlight.exporters.internal.config.yaml.YamlDocument;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.files.WriteAccess;
import dev.fanlight.exporters.internal.text.ForeignText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents of a configuration, read and laid one over the other. */
final class YamlDocuments {

  private final Problems problems;
  private final Map<String, Path> folders = new HashMap<>();
  private final Set<Path> files = new LinkedHashSet<>();

  YamlDocuments(Problems problems) {
    this.problems = problems;
  }

  /** Returns the tree of all documents; null if there is none or one cannot be read, which is reported. */
  @Nullable YamlValue read(ConfigSource source) {
    YamlValue merged = null;
    for (Path file : source.files()) {
      String name = file.toString();
      files.add(file);
      Path parent = file.toAbsolutePath().getParent();
      folders.put(name, parent == null ? Path.of("") : parent);
      String text = text(name, file);
      if (text != null) {
        warnOfWriters(name, file);
      }
      merged = over(merged, name, text);
    }
    TextDocument document = source.document();
    return document == null ? merged : over(merged, document);
  }

  private @Nullable String text(String name, Path file) {
    try {
      return ConfigEnvironment.read(file);
    } catch (IllegalArgumentException unreadable) {
      problems.error(SourceLocation.of(name), "", ForeignText.ownMessage(unreadable));
      return null;
    }
  }

  /** Any of them may send every span to a receiver of his own. */
  private void warnOfWriters(String name, Path file) {
    String fault = WriteAccess.fault(file);
    if (fault != null) {
      problems.warning(
          SourceLocation.of(name), "", "where spans and credentials go is not safe: " + fault);
    }
  }

  private @Nullable YamlValue over(@Nullable YamlValue below, String name, @Nullable String text) {
    return text == null ? below : over(below, new TextDocument(name, text, List.of()));
  }

  private YamlValue over(@Nullable YamlValue below, TextDocument document) {
    YamlValue above = YamlDocument.read(document, problems)
        .orElse(new YamlValue.Empty(SourceLocation.of(document.name())));
    return below == null ? above : DocumentOverlay.of(below, above);
  }

  /** Returns the base folders of relative paths. */
  BaseFolders folders() {
    return new BaseFolders(Map.copyOf(folders));
  }

  Set<Path> files() {
    return files;
  }
}
