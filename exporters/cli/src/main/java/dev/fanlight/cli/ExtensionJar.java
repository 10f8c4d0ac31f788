/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The extension for the agent, to which plugins and their libraries are added.
 *
 * <p>All of it is one jar: each extension has a class loader of its own, and a plugin in a second jar is not found. The
 * classes of the added jars are relocated, because the agent has libraries of its own that would win.
 */
final class ExtensionJar {

  private static final String SERVICES = "META-INF/services/";
  private static final String OUR_SERVICES = SERVICES + "dev.fanlight.";

  private final Map<String, byte[]> entries;

  private ExtensionJar(Map<String, byte[]> entries) {
    this.entries = entries;
  }

  static ExtensionJar read(byte[] jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return new ExtensionJar(entries);
  }

  /**
   * Adds jars with plugins and with their libraries.
   *
   * @throws RefusedJarException if one of them cannot be used, or if there are jars and none of them has a plugin
   */
  void addAll(List<Path> jars) throws IOException, RefusedJarException {
    Map<String, byte[]> added = new LinkedHashMap<>();
    boolean hasPlugin = jars.isEmpty();
    for (Path jar : jars) {
      Map<String, byte[]> content = contentOf(jar);
      hasPlugin |= content.keySet().stream().anyMatch(name -> name.startsWith(OUR_SERVICES));
      content.forEach((name, bytes) -> added.merge(
          name, bytes, (one, other) -> name.startsWith(SERVICES) ? joined(one, other) : one));
    }
    if (!hasPlugin) {
      throw new RefusedJarException("no jar of --with has a vendor type or a section (a file "
          + OUR_SERVICES + "exporters.spi…); name the plugin's own jar as well");
    }
    ClassRelocation relocation = ClassRelocation.of(added.keySet());
    added.forEach((name, bytes) -> {
      if (name.startsWith(SERVICES)) {
        entries.merge(relocation.service(name), relocation.services(bytes), ExtensionJar::joined);
      } else {
        entries.putIfAbsent(
            relocation.file(name), name.endsWith(".class") ? relocation.bytes(bytes) : bytes);
      }
    });
  }

  private static Map<String, byte[]> contentOf(Path jar) throws IOException, RefusedJarException {
    if (Files.isDirectory(jar)) {
      throw new RefusedJarException(jar + " is a folder; check --with");
    }
    Map<String, byte[]> content = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(jar.toString())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (name.startsWith("io/opentelemetry/")) {
          throw new RefusedJarException(jar + " holds classes of OpenTelemetry, which the agent has"
              + " itself; name a jar without them");
        }
        if (!entry.isDirectory() && isWanted(name)) {
          try (InputStream in = file.getInputStream(entry)) {
            content.put(name, in.readAllBytes());
          }
        }
      }
      return content;
    } catch (NoSuchFileException absent) {
      throw new RefusedJarException("there is no file " + jar.toAbsolutePath() + "; check --with");
    } catch (ZipException broken) {
      throw new RefusedJarException(jar + " is not a jar, or is cut off; check --with");
    }
  }

  /** Returns false for the entries that describe the jar as a whole, and for classes of other Java versions, which the agent ignores. */
  private static boolean isWanted(String name) {
    return name.startsWith(SERVICES)
        || !(name.startsWith("META-INF/") || name.equals("module-info.class"));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    String text =
        new String(one, StandardCharsets.UTF_8) + "\n" + new String(other, StandardCharsets.UTF_8);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the jar. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
