/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.text.MessageLogger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;

/** Writes the problems of the file to the log: each once until the file is right, and the first ten at a time. */
final class ProblemLog {

  /*
   * An editor that saves every few seconds makes many wrong versions of one file. A problem is the same one if key and
   * message are the same: its line moves as the file is edited.
   */

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");
  private static final int MAX_LINES = 10;
  private static final int MAX_KNOWN = 1_000;

  private final Set<String> known = new HashSet<>();

  /** The problems of the start are known. */
  void addKnown(List<Problem> problems) {
    problems.forEach(problem -> known.add(identity(problem)));
  }

  /** Notes that the file is valid: later errors are reported again. Its warnings stay known. */
  void fileIsRight(List<Problem> warnings) {
    List<Problem> fresh = fresh(warnings);
    known.clear();
    write(fresh);
    addKnown(warnings);
  }

  /**
   * Writes the problems that were not written before.
   *
   * @return whether there were any
   */
  boolean writeNew(List<Problem> problems) {
    List<Problem> fresh = fresh(problems);
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    addKnown(fresh);
    write(fresh);
    return !fresh.isEmpty();
  }

  private List<Problem> fresh(List<Problem> problems) {
    List<Problem> fresh = new ArrayList<>();
    for (Problem problem : problems) {
      if (!known.contains(identity(problem))) {
        fresh.add(problem);
      }
    }
    return fresh;
  }

  private static String identity(Problem problem) {
    return problem.place().document() + "\n" + problem.path() + "\n" + problem.message();
  }

  /** Writes the first ten problems, one line each, errors first; no line holds a value of the file. */
  static void write(List<Problem> problems) {
    List<Problem> errorsFirst = new ArrayList<>(problems.size());
    add(problems, true, errorsFirst);
    add(problems, false, errorsFirst);
    int written = 0;
    int left = 0;
    for (Problem problem : errorsFirst) {
      if (written < MAX_LINES && problem.times() == 1) {
        LOGGER.log(isError(problem) ? Level.SEVERE : Level.WARNING, problem::toString);
        written++;
      } else {
        left += problem.times();
      }
    }
    if (left > 0) {
      LOGGER.log(Level.WARNING, left + " more problems of the file; \"fanlight check\" lists them");
    }
  }

  private static void add(List<Problem> problems, boolean areErrors, List<Problem> to) {
    for (Problem problem : problems) {
      if (isError(problem) == areErrors) {
        to.add(problem);
      }
    }
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }

  /** Returns the first ten problems and the number of further problems, as lines. */
  static String lines(List<Problem> problems) {
    StringBuilder lines = new StringBuilder();
    int written = 0;
    int left = 0;
    for (Problem problem : problems) {
      if (written < MAX_LINES && problem.times() == 1) {
        lines.append('\n').append(problem);
        written++;
      } else {
        left += problem.times();
      }
    }
    if (left > 0) {
      lines.append('\n').append(left).append(" more problems; \"fanlight check\" lists them");
    }
    return lines.toString();
  }
}
