/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.boot.app.ShopApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The application in a process of its own, as its user starts it. */
final class RunningApplication implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  private final Process process;
  private final Path log;

  private RunningApplication(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static RunningApplication start(Path folder, Map<String, String> variables, String... arguments)
      throws IOException {
    return start(folder, jar -> true, variables, arguments);
  }

  /** Starts it with a part of the class path only. */
  static RunningApplication start(
      Path folder, Predicate<String> jars, Map<String, String> variables, String... arguments)
      throws IOException {
    return start(folder, List.of(), classPath(jars), variables, arguments);
  }

  /** Starts it with classes before its class path, and with options of the JVM. */
  static RunningApplication start(
      Path folder,
      List<String> options,
      String classPath,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        ShopApplication.class.getName(),
        "--server.port=0",
        "--spring.application.name=shop",
        "--management.tracing.sampling.probability=1.0",
        "--management.otlp.metrics.export.enabled=false"));
    command.addAll(1, options);
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, "application", ".log");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    return new RunningApplication(builder.start(), log);
  }

  /** Returns the class path of this test. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String classPath(Predicate<String> jars) {
    return Arrays.stream(classPath().split(Pattern.quote(System.getProperty("path.separator"))))
        .filter(entry -> jars.test(Path.of(entry).getFileName().toString()))
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  /** Waits until it serves requests. */
  RunningApplication serving() {
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the application has ended:\n" + text());
          }
        })
        .until(() -> PORT.matcher(text()).find());
    return this;
  }

  String get(String path) throws Exception {
    return getting(path).get(30, TimeUnit.SECONDS).body();
  }

  CompletableFuture<HttpResponse<String>> getting(String path) {
    Matcher port = PORT.matcher(text());
    assertThat(port.find()).isTrue();
    URI address = URI.create("http://127.0.0.1:" + port.group(1) + path);
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  String text() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines() {
    return text().lines().toList();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
