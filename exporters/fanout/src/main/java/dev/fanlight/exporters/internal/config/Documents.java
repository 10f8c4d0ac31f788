/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

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
final class Documents {

  private final Problems problems;
  private final Map<String, Path> folders = new HashMap<>();
  private final Set<Path> files = new LinkedHashSet<>();

  Documents(Problems problems) {
    this.problems = problems;
  }

  /** Returns the tree of all documents; null if there is none or one cannot be read, which is reported. */
  @Nullable Value read(ConfigSource source) {
    Value merged = null;
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
      return Surroundings.read(file);
    } catch (IllegalArgumentException unreadable) {
      problems.error(Place.of(name), "", ForeignText.ownMessage(unreadable));
      return null;
    }
  }

  /** Any of them may send every span to a receiver of his own. */
  private void warnOfWriters(String name, Path file) {
    String fault = WriteAccess.fault(file);
    if (fault != null) {
      problems.warning(Place.of(name), "", "where spans and credentials go is not safe: " + fault);
    }
  }

  private @Nullable Value over(@Nullable Value below, String name, @Nullable String text) {
    return text == null ? below : over(below, new TextDocument(name, text, List.of()));
  }

  private Value over(@Nullable Value below, TextDocument document) {
    Value above =
        YamlDocument.read(document, problems).orElse(new Value.Empty(Place.of(document.name())));
    return below == null ? above : Overlay.of(below, above);
  }

  /** Returns the base folders of relative paths. */
  Folders folders() {
    return new Folders(Map.copyOf(folders));
  }

  Set<Path> files() {
    return files;
  }
}
