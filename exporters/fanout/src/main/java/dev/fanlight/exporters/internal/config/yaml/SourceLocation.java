/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import dev.fanlight.exporters.internal.text.ForeignText;

/**
 * A place in a file.
 *
 * @param document name of the file as the user gave it, or of the variable that holds the document
 * @param line from 1; 0 for the document as a whole
 * @param column from 1; 0 for the document as a whole
 */
public record SourceLocation(String document, int line, int column) {

  /** The document as a whole. */
  public static SourceLocation of(String document) {
    return new SourceLocation(document, 0, 0);
  }

  /** As compilers write it, so that terminals and editors make a link of it: {@code fanlight.yaml:3:5}. */
  @Override
  public String toString() {
    String name = ForeignText.line(document);
    return line == 0 ? name : name + ":" + line + ":" + column;
  }
}
