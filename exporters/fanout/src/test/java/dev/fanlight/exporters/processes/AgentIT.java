/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under the Java agent, which traces every HTTP client it knows, our own requests are not traced. */
class AgentIT {

  /** A minute in the full form. */
  private static final int IDLE_SECONDS =
      "full".equals(System.getProperty("fanlight.proof")) ? 60 : 8;

  @TempDir
  Path folder;

  @Test
  void an_idle_application_under_the_agent_sends_nothing() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      Path config = Files.writeString(
          folder.resolve("fanlight.yaml"),
          "batch: {delay: 100ms}\nvendors: {a: {type: otlp, endpoint: %s}}"
              .formatted(vendor.endpoint()));
      try (ChildJvm application = start(config, extension())) {
        application.awaitOutput("IDLE");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> vendor.taken().size() >= 2); // client and server
        int requests = vendor.received().size();

        assertThat(new CountDownLatch(1).await(IDLE_SECONDS, TimeUnit.SECONDS)).isFalse();

        assertThat(vendor.received()).as("%s", application.lines()).hasSize(requests);
        assertThat(application.lines())
            .noneMatch(line -> line.contains("WARN") || line.contains("Exception"));
      }
    }
  }

  private ChildJvm start(Path config, Path extension) throws IOException, URISyntaxException {
    return ChildJvm.start(
        List.of(),
        List.of(
            "-javaagent:"
                + Objects.requireNonNull(System.getProperty("fanlight.agent"), "fanlight.agent"),
            "-Dotel.javaagent.extensions=" + extension,
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none",
            "-Dotel.service.name=idle",
            "-Dfanlight.config=" + config,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            home(IdleApplication.class).toString(),
            IdleApplication.class.getName()),
        folder.resolve("application.log"));
  }

  /** One jar with the fan-out and the library it needs, as the agent wants it: it is found by its own service file. */
  private Path extension() throws IOException, URISyntaxException, ClassNotFoundException {
    Path jar = folder.resolve("extension.jar");
    Set<String> names = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      add(home(Fanlight.class), "", out, names);
      add(home(Class.forName("org.snakeyaml.engine.v2.api.Load")), "org", out, names);
    }
    return jar;
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void add(Path home, String below, JarOutputStream out, Set<String> names)
      throws IOException {
    if (Files.isDirectory(home)) {
      addTree(home, home, out, names);
    } else {
      try (FileSystem zip = FileSystems.newFileSystem(home)) {
        Path root = zip.getPath("/");
        addTree(root, root.resolve(below), out, names);
      }
    }
  }

  private static void addTree(Path root, Path tree, JarOutputStream out, Set<String> names)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(tree)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (!name.equals("META-INF/MANIFEST.MF")) {
        put(name, Files.readAllBytes(file), out, names);
      }
    }
  }

  private static void put(String name, byte[] content, JarOutputStream out, Set<String> names)
      throws IOException {
    if (names.add(name)) {
      out.putNextEntry(new JarEntry(name));
      out.write(content);
      out.closeEntry();
    }
  }
}
