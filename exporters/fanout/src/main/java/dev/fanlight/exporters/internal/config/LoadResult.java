/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.Problem.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The result of reading the file. */
public sealed interface LoadResult {

  /** Returns all problems, errors and warnings, in the order of the file. */
  List<Problem> problems();

  /** The documents and every file that they name, whether it is there or not. */
  Set<Path> files();

  /** Returns true if no part of the file was skipped because of an error. */
  default boolean isSound() {
    for (Problem problem : problems()) { // no stream: this is on the path of the start
      if (problem.severity() == Severity.ERROR) {
        return false;
      }
    }
    return true;
  }

  /**
   * There is a configuration. If there are errors, the vendors and sections with errors are not part of the
   * configuration: a start uses it as it is, a running application keeps its current one.
   *
   * @param configuration without the vendors and sections that have errors
   * @param problems errors and warnings
   * @param files the documents and every file that they name
   */
  record Usable(Configuration configuration, List<Problem> problems, Set<Path> files)
      implements LoadResult {
    /** Copies the collections. */
    public Usable {
      problems = List.copyOf(problems);
      files = Set.copyOf(files);
    }

    /** Without the names of files: one may be a secret in the wrong place. */
    @Override
    public String toString() {
      return "Usable{" + configuration + ", " + problems + "}";
    }
  }

  /**
   * The reading gave no configuration: the document cannot be read, a part that all vendors share has an error, or the
   * file says {@code strict}.
   *
   * @param problems errors and warnings
   * @param files the documents and every file that they name
   * @param isStrict whether the document says {@code strict}, as far as it can be read
   */
  record Refused(List<Problem> problems, Set<Path> files, boolean isStrict) implements LoadResult {
    /** Copies the collections. */
    public Refused {
      problems = List.copyOf(problems);
      files = Set.copyOf(files);
    }

    /** Without the names of files. */
    @Override
    public String toString() {
      return "Refused{" + problems + "}";
    }
  }
}
