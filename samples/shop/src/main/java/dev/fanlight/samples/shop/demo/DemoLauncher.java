/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts the demo in a JVM of its own from inside Maven's, and makes Maven wait for it: also after
 * Ctrl-C, and with the demo's exit code.
 */
public final class DemoLauncher {
  private DemoLauncher() {}

  /** Runs until the demo has ended, and ends with its exit code. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command());
    builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
    Process demo = builder.start(); // its standard input is a pipe: the demo is tethered as well
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endWith(demo), "demo-launch"));
    System.exit(demo.waitFor()); // the page is printed: the rest of Maven's build is not needed
  }

  /* Ctrl-C reaches Maven and the demo at once. Maven's end waits here for the last page. */
  private static void endWith(Process demo) {
    try {
      Runtime.getRuntime().halt(demo.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command() {
    var jdk = new JdkInstallation(
        Path.of(System.getProperty("java.home")), Runtime.version().feature(), classPath());
    List<String> command = new ArrayList<>(jdk.java());
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("demo."))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-Ddemo.terminal=" + isTerminal());
    command.add("-Ddemo.since=" + ManagementFactory.getRuntimeMXBean().getStartTime());
    command.addAll(List.of("-Xmx256m", "-cp", jdk.classPath(), Demo.class.getName()));
    return command;
  }

  private static String classPath() {
    if (DemoLauncher.class.getClassLoader() instanceof URLClassLoader maven) {
      return Arrays.stream(maven.getURLs())
          .map(DemoLauncher::path)
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
    return System.getProperty("java.class.path");
  }

  private static String path(URL url) {
    return Path.of(URI.create(url.toString())).toString();
  }

  /* From JDK 22 on there is a console also where there is no terminal, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull") // on 17 to 21 null is the answer
  private static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }
}
