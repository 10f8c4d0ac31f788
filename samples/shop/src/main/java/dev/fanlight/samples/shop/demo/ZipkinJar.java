/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import dev.fanlight.samples.shop.child.Tether;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The Zipkin server from Maven Central, unpacked once, and the command that starts it. */
final class ZipkinJar {
  private static final String LAUNCHER = "dev.fanlight.samples.shop.child.TetheredMain";

  private final Path folder;

  /**
   * @param folder folder of {@code zipkin-server-*-slim.jar} and of the files that are made from it
   */
  ZipkinJar(Path folder) {
    this.folder = folder;
  }

  /*
   * An unpacked jar starts in two thirds of the time, and with an archive of its classes (AppCDS) in
   * less than half. The archive is written as the first run ends, belongs to one JDK, and wants jars
   * on the class path and no folder: hence the jar for two classes of the sample.
   */
  List<String> command(JdkInstallation jdk, int port) throws IOException, InterruptedException {
    Path jar = unpacked(jdk);
    Path launcher = launcherJar();
    Path archive = folder.resolve("zipkin-" + Runtime.version() + ".jsa");
    List<String> command = new ArrayList<>(jdk.java());
    command.addAll(List.of("-Xmx512m", "-Xlog:disable", "-Xlog:all=error:stderr"));
    command.add(
        (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive);
    command.addAll(List.of(
        "-cp",
        launcher + java.io.File.pathSeparator + jar,
        LAUNCHER,
        "zipkin.server.ZipkinServer"));
    command.add("--armeria.ports[0].port=" + port);
    command.add("--armeria.ports[0].address=127.0.0.1");
    return command;
  }

  /** Returns the environment variables that configure Zipkin. */
  static Map<String, String> variables(int port) {
    return Map.of(
        "QUERY_PORT", Integer.toString(port),
        "STORAGE_TYPE", "mem",
        "MEM_MAX_SPANS", "200000",
        "SELF_TRACING_ENABLED", "false");
  }

  private Path unpacked(JdkInstallation jdk) throws IOException, InterruptedException {
    Path slim = slimJar();
    Path target = folder.resolve("unpacked");
    Path jar = target.resolve(slim.getFileName());
    if (Files.exists(jar)) {
      return jar;
    }
    Path fresh = Files.createTempDirectory(folder, "unpacking");
    List<String> command = new ArrayList<>(jdk.java());
    command.addAll(List.of("-Djarmode=tools", "-jar", slim.toString(), "extract"));
    command.addAll(List.of("--destination", fresh.toString(), "--force"));
    Path output = folder.resolve("unpack.txt");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    if (builder.start().waitFor() != 0) {
      throw new DemoFailed("Zipkin's jar " + slim + " could not be unpacked; see " + output);
    }
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE); // commit: from here it is whole
    } catch (FileSystemException e) {
      if (!Files.exists(jar)) {
        throw e;
      }
      delete(fresh); // another demo, started at the same time, was faster
    }
    return jar;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path slimJar() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().endsWith("-slim.jar"))
            .findFirst()
            .orElseThrow(() -> missing());
      }
    }
    throw missing();
  }

  private DemoFailed missing() {
    return new DemoFailed(
        "Zipkin's jar is not in " + folder + "; the build puts it there: ./mvnw -q -Pdemo");
  }

  private Path launcherJar() throws IOException {
    Path jar = folder.resolve("launcher.jar");
    if (!Files.exists(jar)) {
      Path fresh = Files.createTempFile(folder, "launcher", ".jar");
      try (OutputStream file = Files.newOutputStream(fresh);
          var out = new JarOutputStream(file)) {
        addClass(out, LAUNCHER);
        addClass(out, Tether.class.getName());
      }
      Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
    }
    return jar;
  }

  private static void addClass(JarOutputStream out, String name) throws IOException {
    String entry = name.replace('.', '/') + ".class";
    try (InputStream in = Tether.class.getClassLoader().getResourceAsStream(entry)) {
      if (in == null) {
        throw new IOException(entry + " is not on the class path");
      }
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
      out.closeEntry();
    }
  }
}
