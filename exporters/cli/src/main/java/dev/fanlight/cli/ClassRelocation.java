/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The move of classes to packages below {@code dev.fanlight.shaded}, with every reference to them.
 *
 * <p>The packages of the added jars move, and so do the references to the libraries that the extension holds already. Packages
 * below {@code dev.fanlight} stay: plugins refer to the extension's classes there.
 */
final class ClassRelocation extends Remapper {

  /** The relocations of the extension's own build. */
  private static final Map<String, String> OF_EXTENSION = new TreeMap<>(Map.of(
      "org/snakeyaml/", "dev/fanlight/shaded/snakeyaml/",
      "io/micrometer/", "dev/fanlight/shaded/micrometer/",
      "io/prometheus/", "dev/fanlight/shaded/prometheus/",
      "org/HdrHistogram/", "dev/fanlight/shaded/hdrhistogram/",
      "org/jspecify/", "dev/fanlight/shaded/jspecify/"));

  private static final String OURS = "dev/fanlight/";
  private static final String SHADED = "dev/fanlight/shaded/";
  private static final String SERVICES = "META-INF/services/";

  private final Set<String> packages;

  private ClassRelocation(Set<String> packages) {
    super(Opcodes.ASM9);
    this.packages = packages;
  }

  /** Returns the relocation for jars with these entries. */
  static ClassRelocation of(Set<String> entries) {
    Set<String> packages = new HashSet<>();
    for (String entry : entries) {
      if (entry.endsWith(".class")) {
        packages.add(packageOf(entry));
      }
    }
    return new ClassRelocation(packages);
  }

  private static String packageOf(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** Returns the new path of a class file or of a resource beside class files. */
  String file(String path) {
    if (path.startsWith(OURS)) {
      return path;
    }
    for (Map.Entry<String, String> own : OF_EXTENSION.entrySet()) {
      if (path.startsWith(own.getKey())) {
        return own.getValue() + path.substring(own.getKey().length());
      }
    }
    return packages.contains(packageOf(path)) ? SHADED + path : path;
  }

  @Override
  public String map(String internalName) {
    return file(internalName);
  }

  /** Returns a text that names a class with its new name, for reflection; any other text unchanged. */
  @Override
  public Object mapValue(Object value) {
    if (value instanceof String text && text.indexOf('.') > 0 && text.indexOf('/') < 0) {
      return file(text.replace('.', '/')).replace('/', '.');
    }
    return super.mapValue(value);
  }

  /** Returns the new name of a service file. */
  String service(String path) {
    return SERVICES + name(path.substring(SERVICES.length()));
  }

  /** Returns the new content of a service file. */
  byte[] services(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(this::name)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String name(String type) {
    return file(type.replace('.', '/')).replace('/', '.');
  }

  /** Returns a class file with new names. */
  byte[] bytes(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new ClassRemapper(writer, this), 0);
    return writer.toByteArray();
  }
}
