/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import java.util.List;

/**
 * A document that is in no file.
 *
 * @param name in messages
 * @param text of the document
 * @param places the place to name for each line, the first line first; empty for the lines of the document itself
 */
public record TextDocument(String name, String text, List<SourceLocation> places) {

  /** Copies the list. */
  public TextDocument {
    places = List.copyOf(places);
  }

  /** Whether the document is made from settings of another kind. */
  public boolean isTranslated() {
    return !places.isEmpty();
  }

  /** Returns the place to name for a line and column of the document. */
  public SourceLocation place(int line, int column) {
    return line >= 1 && line <= places.size()
        ? places.get(line - 1)
        : new SourceLocation(name, line, column);
  }

  /** Returns the name alone: any value may be a secret. */
  @Override
  public String toString() {
    return name;
  }
}
