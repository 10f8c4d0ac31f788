/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.boot.app.ShopApplication;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that Spring processed ahead of time, on the JVM: the switches of the day decide, and not those of the build. */
@Tag("newest-generation")
@Timeout(180)
class AheadOfTimeIT {
  private static final String SEPARATOR = System.getProperty("path.separator");

  @TempDir
  Path folder;

  @Test
  void it_sends_spans_and_obeys_the_switch_at_its_start() throws Exception {
    String classPath = processed();
    List<String> aot = List.of("-Dspring.aot.enabled=true");
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      Files.writeString(
          folder.resolve("fanlight.yaml"),
          "vendors: {a: {type: otlp, endpoint: \"%s\"}}".formatted(vendor.endpoint()));
      Map<String, String> variables = Map.of("FANLIGHT_CONFIG", "fanlight.yaml");

      try (RunningApplication off = RunningApplication.start(
              folder, aot, classPath, variables, "--fanlight.enabled=false")
          .serving()) {
        assertThat(off.get("/order")).isEqualTo("ordered");
        assertThat(off.text())
            .contains("AOT-processed")
            .contains("fanlight.enabled is false: Fanlight is switched off");
        off.terminate();
        assertThat(off.exitCode()).isEqualTo(143);
      }
      assertThat(vendor.received()).isEmpty();

      try (RunningApplication on =
          RunningApplication.start(folder, aot, classPath, variables).serving()) {
        assertThat(on.get("/order")).isEqualTo("ordered");
        await().until(() -> !vendor.taken().isEmpty());
        on.terminate();
        assertThat(on.exitCode()).isEqualTo(143);
      }
    }
  }

  /** Processes the application as the build plugins do, with Fanlight switched off; returns the class path of the result. */
  private String processed() throws Exception {
    Path sources = folder.resolve("sources");
    Path resources = folder.resolve("resources");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String own = RunningApplication.classPath();
    Process processor = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            own,
            "org.springframework.boot.SpringApplicationAotProcessor",
            ShopApplication.class.getName(),
            sources.toString(),
            resources.toString(),
            classes.toString(),
            "dev.fanlight",
            "shop",
            "--fanlight.enabled=false")
        .redirectErrorStream(true)
        .start();
    String output = new String(processor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(processor.waitFor()).as(output).isZero();
    List<String> arguments = new ArrayList<>(List.of(
        "-nowarn", "-proc:none", "-cp", classes + SEPARATOR + own, "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    return classes + SEPARATOR + resources + SEPARATOR + own;
  }
}
