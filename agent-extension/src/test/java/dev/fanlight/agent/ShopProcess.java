/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.processes.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The shop of {@code src/test/application} in a process with the agent. */
final class ShopProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("listening on (http://[0-9.:]+)");
  private static final Path SOURCE = Path.of("src/test/application/ShopApplication.java");

  private final ChildJvm jvm;
  private final String address;

  private ShopProcess(ChildJvm jvm, String address) {
    this.jvm = jvm;
    this.address = address;
  }

  /**
   * Starts the application with the agent and the extension, and waits until it listens.
   *
   * @param properties further options of the command java
   */
  static ShopProcess start(Path folder, String... properties) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String libraries = libraries();
    assertThat(ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                SOURCE.toAbsolutePath().toString()))
        .isZero();
    List<String> arguments = new ArrayList<>(List.of(
        "-javaagent:" + property("fanlight.agent"),
        "-Dotel.javaagent.extensions=" + property("fanlight.extension"),
        "-Dotel.service.name=shop",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
        "-Dlogback.configurationFile="
            + Path.of("src/test/application/logback.xml").toAbsolutePath(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC"));
    arguments.addAll(List.of(properties));
    arguments.addAll(List.of(
        "-cp", classes + System.getProperty("path.separator") + libraries, "ShopApplication"));
    ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"));
    try {
      jvm.awaitOutput("listening on ");
      Matcher listening = ADDRESS.matcher(String.join("\n", jvm.lines()));
      assertThat(listening.find()).isTrue();
      return new ShopProcess(jvm, listening.group(1));
    } catch (RuntimeException | Error e) {
      jvm.close();
      throw e;
    }
  }

  private static String libraries() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(property("fanlight.libraries")))) {
      return jars.map(jar -> jar.toAbsolutePath().toString())
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  /** Sends a request and returns the body of the answer, when it is there. */
  CompletableFuture<String> get(String path) {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  List<String> lines() throws IOException {
    return jvm.lines();
  }

  /** Returns the only line that contains the text. */
  String line(String text) throws IOException {
    return lines().stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
  }

  void awaitOutput(String text) {
    jvm.awaitOutput(text);
  }

  /** Sends SIGTERM and waits for the end of the process. */
  int terminate() throws InterruptedException {
    jvm.terminate();
    return jvm.awaitExit();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
