/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a whole JVM writes, from start to end. */
class ShutdownTest {
  /** Of sixteen digits, as a card's. */
  private static final long FIRST_NUMBER = 4_000_000_000_000_000L;

  @TempDir
  private Path folder;

  private Class<?> application = Application.class;

  /** An application that logs and returns. */
  static final class Application {
    private Application() {}

    public static void main(String[] args) {
      for (int i = 0; i < 5_000; i++) {
        LoggerFactory.getLogger("app").info("line {}", FIRST_NUMBER + i);
      }
    }
  }

  @Test
  void nothing_is_lost_when_main_returns_and_nothing_else_is_on_standard_output() throws Exception {
    List<Map<String, Object>> lines = run("console-async.xml", Map.of("OTEL_SERVICE_NAME", "app"));

    assertThat(lines)
        .hasSize(5_000)
        .allSatisfy(line -> assertThat(line).containsEntry("service.name", "app"));
    assertThat(stderr()).isEmpty();
  }

  /** An application whose own hook logs while, and after, logback's hook runs. */
  static final class LateApplication {
    private LateApplication() {}

    public static void main(String[] args) throws Exception {
      Logger logger = LoggerFactory.getLogger("app");
      logger.info("running");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(
              () -> {
                logger.info("closing 0");
                awaitLogbacksHook();
                for (int i = 1; i < 100; i++) {
                  logger.info("closing {}", i);
                }
              },
              "own-hook"));
      System.exit(0);
    }

    private static void awaitLogbacksHook() {
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("Logback shutdown hook"))
          .forEach(thread -> {
            try {
              thread.join();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        while (thread.getName().equals("fanlight-log-writer") && thread.isAlive()) {
          Thread.onSpinWait(); // logback's hook may not have started yet
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.xml", "console-async.xml"})
  void what_is_logged_while_the_jvm_ends_is_written(String include) throws Exception {
    application = LateApplication.class;

    List<Map<String, Object>> lines = run(include, Map.of());

    assertThat(lines).hasSize(101);
    assertThat(lines.get(100)).containsEntry("message", "closing 99");
  }

  @Test
  void what_logback_complains_about_is_on_standard_error() throws Exception {
    List<Map<String, Object>> lines = run("console.xml", Map.of("FANLIGHT_LOG_PROFILE", "elastic"));

    assertThat(lines).hasSize(5_000);
    assertThat(stderr()).contains("profile \"elastic\" is not known");
  }

  @Test
  void the_guides_example_of_a_configuration_by_hand_loses_nothing_either() throws Exception {
    runWith(exampleByHand(), Map.of());

    assertThat(lines("app.json"))
        .hasSize(5_000)
        .allSatisfy(line -> assertThat(line).containsEntry("message", "line ****"));
    assertThat(lines("stdout")).isEmpty();
    assertThat(stderr()).isEmpty();
  }

  private static String exampleByHand() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "logging.md"));
    String begin = "```xml\n";
    int from = guide.indexOf(begin, guide.indexOf("## Manual logback.xml")) + begin.length();
    return guide.substring(from, guide.indexOf("```", from));
  }

  private List<Map<String, Object>> run(String include, Map<String, String> environment)
      throws IOException, InterruptedException {
    runWith(
        "<configuration><include resource=\"dev/fanlight/logback/" + include
            + "\"/></configuration>",
        environment);
    return lines("stdout");
  }

  private void runWith(String configuration, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path config = folder.resolve("logback.xml");
    Files.writeString(config, configuration);
    var builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + config,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            application.getName())
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("stderr").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(OTEL|FANLIGHT|JAVA|JDK)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private List<Map<String, Object>> lines(String file) throws IOException {
    try (var lines = Files.lines(folder.resolve(file), UTF_8)) {
      return StrictJson.lines(lines);
    }
  }

  private String stderr() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }
}
