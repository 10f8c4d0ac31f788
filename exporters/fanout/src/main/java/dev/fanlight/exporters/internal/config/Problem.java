/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.text.ForeignText;

/**
 * Something wrong in the file; never holds a value of it, because any value may be a secret in the wrong place.
 *
 * @param severity whether it keeps something from working
 * @param place where it stands
 * @param path of the key, for example {@code vendors.honeycomb.api_key}; empty for the document as a whole
 * @param message what is wrong and how to mend it
 * @param times the number of problems that it stands for, more than 1 for those that are not listed
 */
public record Problem(Severity severity, Place place, String path, String message, int times) {

  /** One problem. */
  public Problem(Severity severity, Place place, String path, String message) {
    this(severity, place, path, message, 1);
  }

  /** The problems of a document that are not listed one by one. */
  static Problem notListed(String document, int count) {
    return new Problem(
        Severity.ERROR, Place.of(document), "", count + " more problems are not listed", count);
  }

  /** Cleans what may repeat a name from the file. */
  public Problem {
    path = ForeignText.line(path);
    message = ForeignText.line(message);
  }

  /** One line: place, key and message. */
  @Override
  public String toString() {
    String what = severity == Severity.WARNING ? "warning: " + message : message;
    return path.isEmpty() ? place + ": " + what : place + ": " + path + ": " + what;
  }

  /** Whether a problem keeps something from working. */
  public enum Severity {
    /** What it stands in is left out, or the whole version is refused. */
    ERROR,
    /** All works; something should be looked at. */
    WARNING
  }
}
