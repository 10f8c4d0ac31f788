/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scalar with its references: {@code ${VAR}}, {@code ${VAR:-default}}, {@code ${file:/path}} and {@code $$}. A default
 * may hold references in its turn.
 *
 * <p>A resolved reference is text, never YAML. A variable that is set but empty takes the default, as in a shell.
 */
final class ScalarReferences {

  /*
   * Read from left to right once, so the time is linear in the text. Longer results than MOST_CHARACTERS are refused as
   * they grow: a short file may refer to a long variable thousands of times.
   */

  private static final String FILE = "file:";
  private static final int MOST_NESTED = 8;
  private static final int MOST_CHARACTERS = 1 << 20;

  private final List<Part> parts;

  private ScalarReferences(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * The references in a text.
   *
   * @param raw as it stands in the file
   * @param folder that relative paths start from
   * @throws IllegalArgumentException if a reference is malformed; the message does not quote it
   */
  static ScalarReferences of(String raw, Path folder) {
    if (raw.indexOf('$') < 0) {
      return new ScalarReferences(List.of(new Literal(raw)));
    }
    return new Reading(raw, folder).text(0);
  }

  /**
   * The text with everything put in.
   *
   * @param yielded gets the text of each reference, and the reference's name
   * @throws IllegalArgumentException if a variable or file is missing; the message names it
   */
  String resolve(ConfigEnvironment surroundings, Map<String, String> yielded) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      String resolved = part.resolve(surroundings);
      text.append(resolved);
      if (!(part instanceof Literal)) {
        yielded.put(resolved, part.shown());
      }
      if (text.length() > MOST_CHARACTERS) {
        throw new IllegalArgumentException("is longer than 1 MiB once its ${…} is put in");
      }
    }
    return text.toString();
  }

  /** Returns true if the text has a reference. */
  boolean isReferring() {
    for (Part part : parts) {
      if (!(part instanceof Literal)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the text for messages: references by their names, in place of their values. */
  String shown() {
    StringBuilder shown = new StringBuilder();
    for (Part part : parts) {
      shown.append(part.shown());
    }
    return shown.toString();
  }

  /** The files it refers to, in defaults as well. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    addFiles(files);
    return files;
  }

  private void addFiles(List<Path> files) {
    for (Part part : parts) {
      if (part instanceof FromFile fromFile) {
        files.add(fromFile.file);
      } else if (part instanceof Variable variable && variable.fallback != null) {
        variable.fallback.addFiles(files);
      }
    }
  }

  /** A pass over a text. */
  private static final class Reading {

    private final String raw;
    private final Path folder;
    private int at;

    Reading(String raw, Path folder) {
      this.raw = raw;
      this.folder = folder;
    }

    /** Up to the end, or within a default up to its closing brace. */
    ScalarReferences text(int depth) {
      if (depth > MOST_NESTED) {
        throw new IllegalArgumentException(
            "defaults within defaults are nested deeper than " + MOST_NESTED + " levels");
      }
      List<Part> parts = new ArrayList<>();
      StringBuilder literal = new StringBuilder();
      while (at < raw.length() && !(depth > 0 && raw.charAt(at) == '}')) {
        if (raw.startsWith("${", at)) {
          parts.add(new Literal(literal.toString()));
          literal.setLength(0);
          at += 2;
          parts.add(reference(depth));
        } else {
          literal.append(raw.charAt(at));
          at += raw.startsWith("$$", at) ? 2 : 1;
        }
      }
      parts.add(new Literal(literal.toString()));
      return new ScalarReferences(List.copyOf(parts));
    }

    private Part reference(int depth) {
      return raw.startsWith(FILE, at) ? file() : variable(depth);
    }

    private Part file() {
      int end = raw.indexOf('}', at);
      if (end < 0) {
        throw notClosed();
      }
      String path = raw.substring(at + FILE.length(), end).strip();
      at = end + 1;
      if (path.isEmpty()) {
        throw new IllegalArgumentException("${file:} names no file; write ${file:/path/of/it}");
      }
      if (path.startsWith("~")) {
        throw new IllegalArgumentException(
            "${file:~…} is not read as a shell does; write the folder in place of ~");
      }
      return new FromFile(
          path, folder.resolve(path)); // InvalidPathException is an IllegalArgumentException
    }

    private Part variable(int depth) {
      int begin = at;
      while (at < raw.length() && isOfName(raw.charAt(at), at - begin)) {
        at++;
      }
      String name = raw.substring(begin, at);
      ScalarReferences fallback = null;
      if (!name.isEmpty() && raw.startsWith(":-", at)) {
        at += 2;
        fallback = text(depth + 1);
      }
      if (at == raw.length() || (name.isEmpty() && raw.indexOf('}', at) < 0)) {
        throw notClosed();
      }
      if (name.isEmpty() || raw.charAt(at) != '}') {
        throw new IllegalArgumentException(
            "a ${…} names no variable; write ${NAME}, ${NAME:-default} or ${file:/path}, and $${ for the characters"
                + " themselves");
      }
      at++;
      return new Variable(name, fallback);
    }

    private static boolean isOfName(char c, int index) {
      boolean isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
      return isLetter || (index > 0 && c >= '0' && c <= '9');
    }

    private static IllegalArgumentException notClosed() {
      return new IllegalArgumentException(
          "a ${ is not closed; add the }, or write $${ for the characters themselves");
    }
  }

  private sealed interface Part {
    String resolve(ConfigEnvironment surroundings);

    String shown();
  }

  private record Literal(String text) implements Part {
    @Override
    public String resolve(ConfigEnvironment surroundings) {
      return text;
    }

    @Override
    public String shown() {
      return text;
    }
  }

  private record Variable(String name, @Nullable ScalarReferences fallback) implements Part {
    @Override
    public String resolve(ConfigEnvironment surroundings) {
      String value = surroundings.variable(name);
      if (fallback != null) {
        return value == null || value.isEmpty()
            ? fallback.resolve(surroundings, new HashMap<>())
            : withoutLineBreaksAtEnd(value);
      }
      if (value == null) {
        throw new IllegalArgumentException("the variable " + name
            + " is not set; set it, or give a default with ${" + name + ":-…}");
      }
      return withoutLineBreaksAtEnd(value);
    }

    @Override
    public String shown() {
      return "${" + name + "}";
    }
  }

  private record FromFile(String name, Path file) implements Part {
    @Override
    public String resolve(ConfigEnvironment surroundings) {
      String text = ConfigEnvironment.read(file);
      int begin = text.startsWith("\uFEFF") ? 1 : 0; // a byte order mark, as some editors write it
      return withoutLineBreaksAtEnd(text.substring(begin));
    }

    @Override
    public String shown() {
      return "${" + FILE + name + "}";
    }
  }

  /** Editors, echo and block scalars end a text with a line break that is no part of it. */
  static String withoutLineBreaksAtEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
