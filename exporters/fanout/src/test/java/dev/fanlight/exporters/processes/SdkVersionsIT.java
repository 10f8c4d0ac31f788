/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same class files on several versions of the SDK. The SDK with its autoconfiguration, Fanlight and its YAML library are
 * all that the application has.
 */
@Timeout(60)
class SdkVersionsIT {

  private static final Path SDKS =
      Path.of(Objects.requireNonNull(System.getProperty("fanlight.sdks")));

  @TempDir
  Path folder;

  static Stream<String> versions() throws IOException {
    try (Stream<Path> folders = Files.list(SDKS)) {
      List<String> versions =
          folders.map(each -> each.getFileName().toString()).sorted().toList();
      assertThat(versions).hasSizeGreaterThan(3).contains("1.49.0");
      return versions.stream();
    }
  }

  @ParameterizedTest(name = "SDK {0}")
  @MethodSource("versions")
  void spans_are_delivered_by_a_plain_and_by_a_configured_sdk(String version) throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      Path config = Files.writeString(
          folder.resolve("fanlight.yaml"),
          "vendors: {a: {type: otlp, endpoint: \"%s\"}}".formatted(vendor.endpoint()));
      List<String> lines = run(version, config);

      List<String> ended = lines.stream()
          .filter(line -> line.startsWith("ENDED "))
          .map(line -> line.substring("ENDED ".length()))
          .toList();
      assertThat(lines).contains("DONE");
      assertThat(ended).hasSize(2);
      assertThat(vendor.taken()).containsExactlyInAnyOrderElementsOf(ended);
      assertThat(lines)
          .filteredOn(line -> line.startsWith("LOG") && !line.contains("Fanlight sends spans"))
          .singleElement()
          .asString()
          .startsWith("LOG INFO OpenTelemetry's OTLP exporter is not on the class path")
          .contains("no metrics and no logs", "opentelemetry-exporter-otlp");
    }
  }

  private List<String> run(String version, Path config) throws Exception {
    List<String> arguments = List.of(
        "-XX:TieredStopAtLevel=1",
        "-Djava.util.logging.SimpleFormatter.format=LOG %4$s %5$s%n",
        "-Dfanlight.config=" + config,
        "-Dotel.service.name=alone",
        "-cp",
        classPath(version),
        BothWaysApplication.class.getName(),
        config.toString());
    try (ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"))) {
      jvm.awaitEnd();
      return jvm.lines();
    }
  }

  private static String classPath(String version) throws Exception {
    String separator = System.getProperty("path.separator");
    String ours =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String yaml = Arrays.stream(ours.split(separator, -1))
        .filter(entry -> entry.contains("snakeyaml-engine"))
        .collect(Collectors.joining(separator));
    return String.join(
        separator,
        locationOf(Fanlight.class),
        locationOf(BothWaysApplication.class),
        yaml,
        SDKS.resolve(version) + "/*");
  }

  private static String locationOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }
}
