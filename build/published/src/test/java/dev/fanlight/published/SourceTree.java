/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The modules and pages of this repository, by their paths from its root. */
final class SourceTree {
  private static final Path ROOT = Path.of("..", "..");
  private static final String SOURCES = "src/main/java";

  /** Folders without pages of ours: build output, version control, texts of licences. */
  private static final Set<String> IGNORED =
      Set.of("target", ".git", ".ft", ".idea", "node_modules", "licenses");

  private SourceTree() {}

  /** Returns the modules that have main code in Java. */
  static List<String> modules() {
    return folders(ROOT)
        .filter(folder -> Files.isDirectory(folder.resolve(SOURCES)))
        .map(SourceTree::name)
        .sorted()
        .toList();
  }

  /** Returns the pages in Markdown. */
  static List<String> pages() {
    return folders(ROOT)
        .flatMap(SourceTree::list)
        .filter(file -> file.toString().endsWith(".md"))
        .map(SourceTree::name)
        .sorted()
        .toList();
  }

  /** Returns the files of a module's main code. */
  static List<Path> sources(String module) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve(SOURCES))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the Java files of a module, tests included. */
  static List<Path> javaFiles(String module) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the packages of a module's main code. */
  static List<String> packages(String module) {
    Path sources = ROOT.resolve(module).resolve(SOURCES);
    return sources(module).stream()
        .map(file -> name(sources, file.resolveSibling("")).replace('/', '.'))
        .distinct()
        .toList();
  }

  /** Returns the main code of the type with a simple name. */
  static String sourceOf(String type) {
    return modules().stream()
        .flatMap(module -> sources(module).stream())
        .filter(file -> file.endsWith(type + ".java"))
        .map(SourceTree::read)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no type " + type));
  }

  static Path file(String name) {
    return ROOT.resolve(name).normalize();
  }

  static String read(String page) {
    return read(ROOT.resolve(page));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a folder and all folders below it, except sources and ignored folders. */
  private static Stream<Path> folders(Path folder) {
    return Stream.concat(
        Stream.of(folder),
        list(folder)
            .filter(Files::isDirectory)
            .filter(child -> !IGNORED.contains(child.getFileName().toString()))
            .filter(child -> !child.endsWith(SOURCES))
            .flatMap(SourceTree::folders));
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path path) {
    return name(ROOT, path);
  }

  private static String name(Path folder, Path path) {
    return folder.relativize(path).toString().replace('\\', '/');
  }
}
