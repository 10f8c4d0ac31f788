/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.telemetry.AcmeVendor;
import com.acme.telemetry.client.AcmeClient;
import com.acme.telemetry.client.AcmeRoutes;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent with Fanlight inside, as the command writes it. */
@Timeout(120)
class OneJarAgentIT {
  private static final Path AGENT =
      Path.of(Objects.requireNonNull(System.getProperty("fanlight.agent"), "fanlight.agent"));

  @TempDir
  Path folder;

  @Test
  void one_jar_and_a_variable_send_spans_to_every_vendor_a_plugin_included() throws Exception {
    try (ScriptedVendor otlp = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor acme = ScriptedVendor.start(request -> Reply.OK)) {
      Path config = Files.writeString(folder.resolve("fanlight.yaml"), """
          vendors:
            otlp: {endpoint: "%s"}
            acme: {host: "http://127.0.0.1:%d"}
          """.formatted(
              otlp.endpoint(), URI.create(acme.endpoint()).getPort()));
      Path output = folder.resolve("fanlight-agent.jar");

      assertThat(command("agent", AGENT, "-o", output, "--with", plugin(), "--with", library()))
          .isEqualTo("0 written; run: FANLIGHT_CONFIG=fanlight.yaml java -javaagent:" + output
              + " -jar shop.jar\n");
      String log = run(config, output);

      assertThat(otlp.taken()).as(log).hasSize(2);
      assertThat(acme.taken()).containsExactlyInAnyOrderElementsOf(otlp.taken());
      assertThat(log).doesNotContain("WARN");
      assertThat(Files.getPosixFilePermissions(output))
          .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("ordinary"))));
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
      }
    }
  }

  @Test
  void a_jar_that_cannot_be_used_is_refused_and_nothing_is_written() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    Path output = folder.resolve("out.jar");

    assertThat(command("agent", library(), "-o", output))
        .contains("is not OpenTelemetry's Java agent");
    assertThat(command("agent", text, "-o", output)).contains("is not a jar");
    assertThat(command("agent", folder, "-o", output)).contains(folder + " is a folder; name");
    assertThat(command("agent", AGENT, "-o", output, "--with", folder))
        .contains(folder + " is a folder; check --with");
    assertThat(command("agent", folder.resolve("absent.jar"), "-o", output))
        .contains("there is no file");
    assertThat(command("agent", AGENT, "-o", output, "--with", library()))
        .contains("no jar of --with has a vendor type");
    assertThat(command("agent", AGENT, "-o", folder.resolve("absent/out.jar")))
        .contains("does not exist; create it first");
    assertThat(command("agent", AGENT, "-o", text)).contains("exists already");
    assertThat(output).doesNotExist();
  }

  private Path plugin() throws IOException {
    return jar(
        "acme-plugin.jar",
        Map.of(
            "META-INF/services/dev.fanlight.exporters.spi.VendorProvider",
            AcmeVendor.class.getName().getBytes(StandardCharsets.UTF_8)),
        AcmeVendor.class);
  }

  private Path library() throws IOException {
    return jar("acme-client.jar", Map.of(), AcmeClient.class, AcmeRoutes.class);
  }

  private Path jar(String name, Map<String, byte[]> entries, Class<?>... types) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
      for (Class<?> type : types) {
        String path = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new ZipEntry(path));
        try (InputStream in =
            Objects.requireNonNull(type.getClassLoader().getResourceAsStream(path), path)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }

  /** Runs the jar as a user does, and returns its exit code and its output. */
  private String command(Object... arguments) throws Exception {
    List<String> java = new ArrayList<>(List.of("-jar", System.getProperty("fanlight.jar")));
    Stream.of(arguments).map(Object::toString).forEach(java::add);
    Process process = java(java);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }

  private static String run(Path config, Path agent) throws Exception {
    Process process = java(List.of(
        "-javaagent:" + agent,
        "-Dfanlight.config=" + config,
        "-Dotel.service.name=shop",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
        "-cp",
        Path.of(SelfCallingApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI())
            .toString(),
        SelfCallingApplication.class.getName()));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Process java(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
