/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;

/** The public API of one jar: its exported types with their public and protected members, as {@code javap} prints them. */
final class PublicApi {

  private PublicApi() {}

  /** Returns one line a type or member, the types in the order of their names. */
  static String of(Path jar) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String type : types(jar)) {
      javap(jar, type)
          .lines()
          .filter(line -> !line.startsWith("Compiled from"))
          .forEach(lines::add);
    }
    return withoutHiddenTypes(lines);
  }

  private static List<String> types(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toString())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("dev/fanlight/") && name.endsWith(".class"))
          .filter(name -> !name.contains("/internal/") && !name.endsWith("-info.class"))
          .filter(name -> !name.matches(".*\\$\\d.*"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static String javap(Path jar, String type) {
    var out = new StringWriter();
    int code = ToolProvider.findFirst("javap")
        .orElseThrow(() -> new IllegalStateException("a JDK is needed: javap is not there"))
        .run(
            new PrintWriter(out, true),
            new PrintWriter(out, true),
            "-protected",
            "-cp",
            jar.toString(),
            type);
    if (code != 0) {
      throw new IllegalStateException("javap " + type + ": " + out);
    }
    return out.toString();
  }

  /** Drops the types that are not public or protected, with their members. */
  private static String withoutHiddenTypes(List<String> lines) {
    var api = new StringBuilder();
    boolean isVisible = false;
    for (String line : lines) {
      if (!line.startsWith(" ") && !line.equals("}")) {
        isVisible = line.startsWith("public ") || line.startsWith("protected ");
      }
      if (isVisible) {
        api.append(line).append('\n');
      }
    }
    return api.toString();
  }
}
