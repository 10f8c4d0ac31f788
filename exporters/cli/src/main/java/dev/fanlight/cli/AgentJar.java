/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The jar of OpenTelemetry's Java agent, and the copy of it with an extension inside. */
final class AgentJar {

  /** The agent loads each jar in this folder as an extension. */
  private static final String EXTENSION = "extensions/fanlight-agent-extension.jar";

  private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";
  private static final int OLDEST_SDK_MINOR = 49;

  /** The places of the SDK's version in newer and older agents. */
  private static final List<String> VERSIONS = List.of(
      "inst/io/opentelemetry/sdk/common/version.properties",
      "inst/io/opentelemetry/sdk/version.properties");

  private AgentJar() {}

  /**
   * Writes a copy with the extension. The output appears whole or not at all.
   *
   * @throws RefusedJarException if the jar is not an agent that the extension runs in
   */
  static void write(Path agent, byte[] extension, Path output)
      throws IOException, RefusedJarException {
    try (ZipFile original = open(agent)) {
      check(agent, original);
      Path folder = Objects.requireNonNull(output.toAbsolutePath().getParent(), "folder");
      if (!Files.isDirectory(folder)) {
        throw new RefusedJarException("the folder " + folder + " does not exist; create it first");
      }
      // not a temporary file of the JDK, which its owner alone may read: the application may run as
      // another user
      Path unfinished = Files.createFile(folder.resolve("." + UUID.randomUUID() + ".tmp"));
      try {
        copy(original, extension, unfinished);
        Files.createFile(output); // fails if another process was faster
        Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  private static ZipFile open(Path agent) throws IOException, RefusedJarException {
    if (Files.isDirectory(agent)) {
      throw new RefusedJarException(
          agent + " is a folder; name the file opentelemetry-javaagent.jar");
    }
    try {
      return new ZipFile(agent.toString());
    } catch (NoSuchFileException absent) {
      throw new RefusedJarException("there is no file " + agent.toAbsolutePath()
          + "; download opentelemetry-javaagent.jar from Maven Central or its releases page");
    } catch (ZipException broken) {
      throw new RefusedJarException(agent + " is not a jar, or is cut off; download it again");
    }
  }

  private static void check(Path agent, ZipFile jar) throws IOException, RefusedJarException {
    ZipEntry manifest = jar.getEntry(JarFile.MANIFEST_NAME);
    if (manifest == null || !AGENT.equals(premainClass(jar, manifest))) {
      throw new RefusedJarException(
          agent + " is not OpenTelemetry's Java agent; name the file opentelemetry-javaagent.jar");
    }
    if (jar.getEntry(EXTENSION) != null) {
      throw new RefusedJarException(
          agent + " has Fanlight inside already; name the agent as OpenTelemetry publishes it");
    }
    String version = sdkVersion(jar);
    if (isTooOld(version)) {
      throw new RefusedJarException(
          agent + " has OpenTelemetry SDK " + version + ", and Fanlight needs 1." + OLDEST_SDK_MINOR
              + "; take version 2.15.0 of the agent or a newer one");
    }
  }

  private static String premainClass(ZipFile jar, ZipEntry manifest) throws IOException {
    try (InputStream in = jar.getInputStream(manifest)) {
      return String.valueOf(new Manifest(in).getMainAttributes().getValue("Premain-Class"));
    }
  }

  /** Returns the version of the SDK in the agent; empty if the agent does not say. */
  private static String sdkVersion(ZipFile jar) throws IOException {
    for (String name : VERSIONS) {
      ZipEntry entry = jar.getEntry(name);
      if (entry != null) {
        Properties properties = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
          properties.load(in);
        }
        return properties.getProperty("sdk.version", "");
      }
    }
    return "";
  }

  private static boolean isTooOld(String version) {
    String[] parts = version.split("[.-]", -1);
    try {
      return parts.length > 1
          && (Integer.parseInt(parts[0]) < 1
              || (Integer.parseInt(parts[0]) == 1
                  && Integer.parseInt(parts[1]) < OLDEST_SDK_MINOR));
    } catch (NumberFormatException unknown) {
      return false;
    }
  }

  private static void copy(ZipFile original, byte[] extension, Path to) throws IOException {
    try (OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Enumeration<? extends ZipEntry> entries = original.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        ZipEntry copied = new ZipEntry(entry.getName());
        copied.setTime(entry.getTime());
        out.putNextEntry(copied);
        try (InputStream in = original.getInputStream(entry)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
      out.putNextEntry(new ZipEntry(EXTENSION));
      out.write(extension);
      out.closeEntry();
    }
  }
}
