/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import dev.fanlight.exporters.internal.text.ForeignText;

/**
 * An error or warning about the file; never holds a value of it, because any value may be a secret in the wrong place.
 *
 * @param severity whether it disables a part of the configuration
 * @param place where it stands
 * @param path of the key, for example {@code vendors.honeycomb.api_key}; empty for the document as a whole
 * @param message the error and its cure
 * @param times the number of problems that it stands for, more than 1 for problems that are not listed
 */
public record Problem(
    Severity severity, SourceLocation place, String path, String message, int times) {

  /** Creates a problem that stands for itself only. */
  public Problem(Severity severity, SourceLocation place, String path, String message) {
    this(severity, place, path, message, 1);
  }

  /** The problems of a document that are not listed one by one. */
  public static Problem notListed(String document, int count) {
    return new Problem(
        Severity.ERROR,
        SourceLocation.of(document),
        "",
        count + " more problems are not listed",
        count);
  }

  /** Cleans texts that may repeat a name from the file. */
  public Problem {
    path = ForeignText.line(path);
    message = ForeignText.line(message);
  }

  /** Returns one line: place, key and message. */
  @Override
  public String toString() {
    String what = severity == Severity.WARNING ? "warning: " + message : message;
    return path.isEmpty() ? place + ": " + what : place + ": " + path + ": " + what;
  }

  /** The effect of a problem. */
  public enum Severity {
    /** Its vendor or section is skipped, or the whole version is refused. */
    ERROR,
    /** The configuration works; a detail should be checked. */
    WARNING
  }
}
