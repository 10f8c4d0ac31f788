/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes text to the terminal: coloured if the terminal supports colours, tables with columns as wide as their content,
 * lines broken between words at the width of the terminal.
 */
final class TerminalWriter {

  private static final String GAP = "  ";

  /** Minimum width of a broken column. In a narrower one the text is not broken here, but by the terminal. */
  private static final int MIN_WIDTH = 24;

  private final PrintWriter out;
  private final Ansi ansi;
  private final int width;

  /** Creates a writer that breaks lines at the width of the terminal, or does not break lines of a pipe. */
  TerminalWriter(CommandSpec spec) {
    this(spec, isTerminal() ? spec.usageMessage().width() : Integer.MAX_VALUE);
  }

  TerminalWriter(CommandSpec spec, int width) {
    this.out = spec.commandLine().getOut();
    this.ansi = spec.commandLine().getColorScheme().ansi();
    this.width = width;
  }

  /** Tells whether the console is a terminal. JDK 22 and later have a console without one; {@code isTerminal} is not in JDK 17. */
  @SuppressWarnings("SystemConsoleNull") // the check knows the JDKs of the comment above
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException older) {
      return true;
    }
  }

  void line(String text) {
    out.println(text);
  }

  /** Writes a text, broken between words at the width of the terminal. */
  void text(String text) {
    line(folded(text, 0));
  }

  /** Writes a text unchanged, without a line break at its end. */
  void raw(String text) {
    out.print(text);
    out.flush();
  }

  String good(String text) {
    return styled("fg(green)", text);
  }

  String bad(String text) {
    return styled("fg(red)", text);
  }

  String careful(String text) {
    return styled("fg(yellow)", text);
  }

  String strong(String text) {
    return styled("bold", text);
  }

  private String styled(String style, String text) {
    // not by picocli's markup, which would read an "@|" in the text
    if (!ansi.enabled()) {
      return text;
    }
    var styles = Ansi.Style.parse(style);
    return Ansi.Style.on(styles)
        + text
        + Ansi.Style.reset.on(); // 21, "bold off", underlines elsewhere
  }

  /** Writes a heading and its rows with aligned columns; the last column is broken between words. */
  void table(List<String> heading, List<List<String>> rows) {
    int[] widths = IntStream.range(0, heading.size())
        .map(column -> IntStream.concat(
                IntStream.of(heading.get(column).length()),
                rows.stream().mapToInt(row -> plain(row.get(column)).length()))
            .max()
            .orElse(0))
        .toArray();
    line(strong(row(heading, widths)));
    rows.forEach(row -> line(row(row, widths)));
  }

  private String row(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    int last = cells.size() - 1;
    for (int i = 0; i < last; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - plain(cell).length())).append(GAP);
    }
    return line.append(folded(cells.get(last), plain(line.toString()).length()))
        .toString()
        .stripTrailing();
  }

  private String folded(String text, int indent) {
    int available = width - indent;
    if (available < MIN_WIDTH || plain(text).length() <= available) {
      return text;
    }
    StringBuilder lines = new StringBuilder();
    int used = 0;
    for (String word : text.split(" ", -1)) {
      int length = plain(word).length();
      if (used > 0 && used + 1 + length > available) {
        lines.append('\n').append(" ".repeat(indent));
        used = 0;
      } else if (used > 0) {
        lines.append(' ');
        used++;
      }
      lines.append(word);
      used += length;
    }
    return lines.toString();
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
