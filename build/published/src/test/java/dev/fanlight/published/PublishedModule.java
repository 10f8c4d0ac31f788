/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A module whose artifacts are published. */
enum PublishedModule {
  EXPORTERS("exporters/fanout", "exporters"),
  ZIPKIN("exporters/zipkin", "zipkin"),
  KAFKA("exporters/kafka", "kafka"),
  LOGBACK_APPENDER("logback-appender", "logback-appender"),
  METRICS_BRIDGE("metrics-bridge", "metrics-bridge"),
  RELAY("relay", "relay"),
  SPRING_BOOT_STARTER("spring-boot-starter", "spring-boot-starter"),
  CLI("exporters/cli", ""),
  AGENT_EXTENSION("agent-extension", "");

  private static final Path ROOT = Path.of("../..");

  private final String folder;
  private final String consumer;

  PublishedModule(String folder, String consumer) {
    this.folder = folder;
    this.consumer = consumer;
  }

  /** Those that an application has among its dependencies: all but the two that bundle their libraries. */
  static Stream<PublishedModule> libraries() {
    return Stream.of(values()).filter(module -> !module.isBundle());
  }

  /** Returns the modules whose jar contains the libraries that it needs. */
  static Stream<PublishedModule> bundles() {
    return Stream.of(values()).filter(PublishedModule::isBundle);
  }

  private boolean isBundle() {
    return this == CLI || this == AGENT_EXTENSION;
  }

  /** Returns the jar of a bundle. */
  Path bundle() throws IOException {
    return jars().stream()
        .filter(jar -> !jar.toString().matches(".*-(javadoc|sources|tests)[.]jar"))
        .min(Comparator.comparingInt(jar -> jar.toString().length()))
        .orElseThrow();
  }

  Path target() {
    return ROOT.resolve(folder).resolve("target");
  }

  /** Every jar that the build made for the module. */
  List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(target())) {
      return files
          .filter(file -> file.getFileName().toString().matches("fanlight.*[.]jar"))
          .toList();
    }
  }

  Sbom sbom() throws IOException {
    return Sbom.read(target().resolve("sbom.json"));
  }

  /** What Maven resolves for an application that has this module as its only dependency. */
  List<Dependency> resolvedByConsumer() throws IOException {
    Path list =
        ROOT.resolve("build/consumers").resolve(consumer).resolve("target/dependencies.txt");
    return Files.readAllLines(list).stream()
        .map(String::strip)
        .filter(line -> line.contains(":jar:"))
        .map(Dependency::ofListed)
        .toList();
  }
}
