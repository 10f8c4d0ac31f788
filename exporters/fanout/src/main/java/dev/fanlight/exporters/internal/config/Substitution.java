/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar with its references: {@code ${VAR}}, {@code ${VAR:-default}}, {@code ${file:/path}} and {@code $$}.
 *
 * <p>What a reference yields is text, never YAML. A variable that is set but empty takes the default, as in a shell.
 */
final class Substitution {

  private static final String FILE = "file:";
  private static final String OR = ":-";

  private final List<Part> parts;

  private Substitution(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * The references in a text.
   *
   * @param raw as it stands in the file
   * @param folder that relative paths start from
   * @throws IllegalArgumentException if a reference is malformed; the message does not quote it
   */
  static Substitution of(String raw, Path folder) {
    if (raw.indexOf('$') < 0) {
      return new Substitution(List.of(new Literal(raw)));
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      char following = at + 1 < raw.length() ? raw.charAt(at + 1) : ' ';
      if (c != '$' || (following != '$' && following != '{')) {
        literal.append(c);
      } else if (following == '$') {
        literal.append('$');
        at++;
      } else {
        int end = raw.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException(
              "a ${ is not closed; add the }, or write $${ for the characters themselves");
        }
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
        parts.add(reference(raw.substring(at + 2, end), folder));
        at = end;
      }
    }
    parts.add(new Literal(literal.toString()));
    return new Substitution(List.copyOf(parts));
  }

  private static Part reference(String inside, Path folder) {
    if (inside.startsWith(FILE)) {
      String path = inside.substring(FILE.length()).strip();
      if (path.isEmpty()) {
        throw new IllegalArgumentException("${file:} names no file; write ${file:/path/of/it}");
      }
      return new FromFile(
          folder.resolve(path)); // InvalidPathException is an IllegalArgumentException
    }
    int or = inside.indexOf(OR);
    String name = or < 0 ? inside : inside.substring(0, or);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "a ${…} names no variable; write ${NAME}, ${NAME:-default} or ${file:/path}, and $${ for the characters"
              + " themselves");
    }
    return new Variable(name, or < 0 ? null : inside.substring(or + OR.length()));
  }

  /**
   * The text with everything put in.
   *
   * @throws IllegalArgumentException if a variable or file is missing; the message names it
   */
  String resolve(Surroundings surroundings) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part.resolve(surroundings));
    }
    return text.toString();
  }

  /** The files it refers to. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof FromFile fromFile) {
        files.add(fromFile.file);
      }
    }
    return files;
  }

  private sealed interface Part {
    String resolve(Surroundings surroundings);
  }

  private record Literal(String text) implements Part {
    @Override
    public String resolve(Surroundings surroundings) {
      return text;
    }
  }

  private record Variable(String name, @Nullable String fallback) implements Part {
    @Override
    public String resolve(Surroundings surroundings) {
      String value = surroundings.variable(name);
      if (fallback != null) {
        return value == null || value.isEmpty() ? fallback : value;
      }
      if (value == null) {
        throw new IllegalArgumentException("the variable " + name
            + " is not set; set it, or give a default with ${" + name + ":-…}");
      }
      return value;
    }
  }

  private record FromFile(Path file) implements Part {
    @Override
    public String resolve(Surroundings surroundings) {
      String text = Surroundings.read(file);
      int end = text.length();
      while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
        end--; // editors and echo end a file with a line break
      }
      return text.substring(0, end);
    }
  }
}
