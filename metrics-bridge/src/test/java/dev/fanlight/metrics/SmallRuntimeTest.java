/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Java runtime put together by jlink may lack what we stand on: a sentence, not an error. */
class SmallRuntimeTest {

  @Test
  void without_management_it_serves_what_it_counts_and_says_what_is_missing() throws Exception {
    String told = run("java.base,java.logging");

    assertThat(told)
        .contains(
            "The metrics of the JVM are missing",
            "jlink --add-modules java.management",
            "metrics.jvm")
        .contains("port some", "traces_span_metrics_calls_total")
        .doesNotContain("NoClassDefFoundError", "/metrics is not served");
  }

  @Test
  void with_them_it_says_nothing() throws Exception {
    String told = run("java.base,java.logging,jdk.management");

    assertThat(told)
        .contains("port some", "traces_span_metrics_calls_total", "jvm_memory_used_bytes")
        .doesNotContain("metrics of the JVM are missing", "/metrics is not served");
  }

  /** Stands in for a linked runtime: the rest of the JDK's modules cannot be seen. */
  private static String run(String modules) throws Exception {
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--limit-modules",
            modules,
            "-cp",
            System.getProperty("java.class.path"),
            SmallRuntimeTest.class.getName()))
        .redirectErrorStream(true)
        .start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Runs inside. */
  public static void main(String[] args) {
    try (var bridge = MetricsBridge.builder().port(0).start();
        var application = new Application(bridge)) {
      application.end("a", Duration.ofMillis(1));
      write("port " + (bridge.port().isPresent() ? "some" : "none"));
      write(bridge.registry().scrape());
    }
  }

  @SuppressWarnings("SystemOut")
  private static void write(String line) {
    System.out.println(line);
  }
}
