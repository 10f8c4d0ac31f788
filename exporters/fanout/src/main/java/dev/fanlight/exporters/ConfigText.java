/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import java.util.List;
import java.util.Objects;

/**
 * A configuration that is given as text, in the form of the file.
 *
 * <p>A framework that keeps the keys among its own settings builds the text, and says for each line which setting the line
 * is made from. Messages then name the setting, and not the line of a text that the user never saw. Keys may be written
 * with dashes in place of underscores in such a text.
 *
 * @param name document name in messages
 * @param yaml YAML document with the keys of the file
 * @param origins origin of each line of the document, the first line first; empty if messages are to name the document
 * @since 0.1.0
 */
public record ConfigText(String name, String yaml, List<Origin> origins) {

  /** Copies the list. */
  public ConfigText {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(yaml, "yaml");
    origins = List.copyOf(origins);
  }

  /** Creates a configuration whose messages name the lines of the document. */
  public static ConfigText of(String name, String yaml) {
    return new ConfigText(name, yaml, List.of());
  }

  /** Returns the name alone: any value may be a secret. */
  @Override
  public String toString() {
    return name;
  }

  /**
   * The place of a setting that a line is made from.
   *
   * @param document name of the file or of another source
   * @param line line from 1; 0 if the source has no lines
   * @param column column from 1; 0 if the source has no lines
   */
  public record Origin(String document, int line, int column) {

    /** Requires a name. */
    public Origin {
      Objects.requireNonNull(document, "document");
    }
  }
}
