/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The parser's complaints in our words: the parser quotes the document, and the document may hold secrets. */
final class YamlAdvice {

  private static final List<Entry> ENTRIES = List.of(
      new Entry(
          "mapping values are not allowed",
          false,
          "a ':' where none may stand; check the indentation, look for a missing ':' in the line above, and quote a value"
              + " that holds ': '"),
      new Entry("'\\t(TAB)'", false, "a tab; indent with spaces"),
      new Entry(
          "cannot start any token",
          false,
          "a value may not begin with this character; quote the value"),
      new Entry(
          "could not find expected ':'",
          true,
          "a key without a ':' after it; add it, or indent the line if it belongs to the value above"),
      new Entry("unexpected end of stream", true, "a quote that is never closed"),
      new Entry(
          "expected ',' or ']'", true, "a '[' that is not closed, or a ',' is missing after it"),
      new Entry(
          "expected ',' or '}'", true, "a '{' that is not closed, or a ',' is missing after it"),
      new Entry(
          "expected <block end>",
          false,
          "this line does not line up with those above it; check the indentation, and whether a quote above is closed"),
      new Entry("escape", false, "an unknown escape after a backslash; use single quotes"),
      new Entry("alphabetic or numeric", false, "a value that begins with * or &; quote it"),
      new Entry(
          "expected the node content", false, "a value is missing here, or it must be quoted"),
      new Entry(
          "expected '<document start>'",
          false,
          "this line is not part of the mapping above; check the indentation"));

  private static final String UNKNOWN = "check the indentation and the quotes around here";

  private YamlAdvice() {}

  /** Returns the cure for a complaint; holds no words of the document. */
  static String on(MarkedYamlEngineException complaint) {
    return "not valid YAML: " + entry(complaint).map(Entry::advice).orElse(UNKNOWN);
  }

  /** Returns the position of the cure: for a construct that is never closed, its beginning. */
  static Optional<Mark> markOf(MarkedYamlEngineException complaint) {
    boolean isWhereItBegins = entry(complaint).map(Entry::isWhereItBegins).orElse(false);
    return isWhereItBegins
        ? complaint.getContextMark().or(complaint::getProblemMark)
        : complaint.getProblemMark().or(complaint::getContextMark);
  }

  private static Optional<Entry> entry(MarkedYamlEngineException complaint) {
    return ENTRIES.stream()
        .filter(entry -> complaint.getProblem().contains(entry.words))
        .findFirst();
  }

  /**
   * A complaint and its cure.
   *
   * @param words of the parser
   * @param isWhereItBegins whether to point to where the broken part begins rather than to where it broke
   * @param advice in our words
   */
  private record Entry(String words, boolean isWhereItBegins, String advice) {}
}
