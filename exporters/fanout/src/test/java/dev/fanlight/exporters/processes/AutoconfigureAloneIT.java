/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fanlight and the SDK's autoconfigure are all that an application has: no sender of OpenTelemetry's is there. */
@Timeout(60)
class AutoconfigureAloneIT {

  private static final Pattern SENDERS = Pattern.compile("sender-okhttp|okhttp|okio|kotlin|grpc-");

  @TempDir
  Path folder;

  @Test
  void the_application_starts_and_its_span_is_delivered() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      List<String> lines = run(vendor);

      assertThat(lines).contains("DONE");
      assertThat(vendor.taken()).hasSize(1);
      assertThat(lines)
          .filteredOn(line -> line.startsWith("LOG") && !line.contains("Fanlight sends spans"))
          .singleElement()
          .asString()
          .startsWith(
              "LOG INFO OpenTelemetry's OTLP exporter is not on the class path, or has no sender")
          .contains("metrics", "logs", "opentelemetry-exporter-otlp");
    }
  }

  @Test
  void an_exporter_that_was_chosen_is_left_as_it_is() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      List<String> lines = run(vendor, "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none");

      assertThat(lines).contains("DONE");
      assertThat(lines).filteredOn(line -> line.startsWith("LOG")).hasSize(1);
    }
  }

  private List<String> run(ScriptedVendor vendor, String... properties) throws Exception {
    Path config = Files.writeString(
        folder.resolve("fanlight.yaml"),
        "vendors: {a: {type: otlp, endpoint: \"%s\"}}".formatted(vendor.endpoint()));
    List<String> arguments = new ArrayList<>(List.of(
        "-Djava.util.logging.SimpleFormatter.format=LOG %4$s %5$s%n",
        "-Dfanlight.config=" + config, "-Dotel.service.name=alone"));
    arguments.addAll(List.of(properties));
    arguments.addAll(
        List.of("-cp", classPathWithoutSenders(), AutoconfiguredApplication.class.getName()));
    try (ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"))) {
      jvm.awaitEnd();
      return jvm.lines();
    }
  }

  private static String classPathWithoutSenders() throws IOException {
    String separator = System.getProperty("path.separator");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classPath.split(separator, -1))
        .filter(
            entry -> !SENDERS.matcher(Path.of(entry).getFileName().toString()).find())
        .collect(Collectors.joining(separator));
  }
}
