/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import dev.fanlight.exporters.internal.config.yaml.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems, so that all problems of a file are reported at once; used by one thread. */
public final class Problems {

  private static final int MOST =
      100; // a file of another kind needs no ten thousand lines to say so

  private final List<Problem> list = new ArrayList<>();
  private int errors;
  private int notListed;

  /** Creates an empty collection. */
  public Problems() {}

  /** Adds an error. */
  public void error(SourceLocation place, String path, String message) {
    add(new Problem(Severity.ERROR, place, path, message));
  }

  /** Adds a warning. */
  public void warning(SourceLocation place, String path, String message) {
    add(new Problem(Severity.WARNING, place, path, message));
  }

  /** Adds a problem; beyond a hundred, problems are only counted. */
  public void add(Problem problem) {
    if (problem.severity() == Severity.ERROR) {
      errors++;
    }
    if (list.size() < MOST) {
      list.add(problem);
    } else {
      notListed++;
    }
  }

  /** Returns the number of errors so far; a caller detects errors between two calls by the difference. */
  public int errors() {
    return errors;
  }

  /** In the order of the file. */
  public List<Problem> inOrder() {
    if (list.isEmpty()) {
      return List.of();
    }
    List<Problem> sorted = new ArrayList<>(list);
    sorted.sort(Comparator.comparing((Problem problem) -> problem.place().document())
        .thenComparingInt(problem -> problem.place().line())
        .thenComparingInt(problem -> problem.place().column()));
    if (notListed > 0) { // the last one gives way
      Problem last = sorted.remove(sorted.size() - 1);
      sorted.add(Problem.notListed(last.place().document(), notListed + 1));
    }
    return List.copyOf(sorted);
  }
}
