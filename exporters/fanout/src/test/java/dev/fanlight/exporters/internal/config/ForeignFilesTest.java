/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are none: pipes, devices, folders, and files of a gigabyte. None of them holds up a start or a reload. */
class ForeignFilesTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @TempDir
  private Path folder;

  @BeforeEach
  void makeThem() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("pipe"));
    Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
    Files.createDirectory(folder.resolve("folder"));
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large").toString(), "rw")) {
      large.setLength(1L << 30);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "link", "zero", "folder", "large"})
  void one_is_refused_as_the_configuration(String name) {
    LoadResult loaded = load(ConfigSource.of(folder.resolve(name)));

    assertThat(loaded).isInstanceOf(LoadResult.Refused.class);
    assertThat(loaded.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message())
            .containsAnyOf("pipe, socket or device", "is a folder", "longer than 4 MiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "link", "zero", "folder", "large"})
  void one_is_refused_as_a_secret_and_as_a_certificate(String name) throws IOException {
    Path file = write("vendors:\n"
        + "  a: {type: otlp, headers: {k: '${file:" + name + "}'}}\n"
        + "  b: {type: otlp, tls: {ca: " + name + "}}\n"
        + "  c: {type: otlp}\n");

    LoadResult loaded = load(ConfigSource.of(file));

    assertThat(loaded.problems())
        .extracting(problem -> problem.place().line() + " " + problem.path())
        .containsExactly("2 vendors.a.headers.…", "3 vendors.b.tls.ca");
    assertThat(((LoadResult.Usable) loaded).configuration().fanout().lanes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "zero", "large"})
  void the_watcher_goes_on_after_one(String name) throws IOException {
    Path file = write("vendors: {a: {type: otlp}}");
    List<String> told = new ArrayList<>();
    ConfigLoader loader = surroundings.loader(ConfigSource.of(file));
    ConfigWatcher watcher = new ConfigWatcher(loader, loader.load(), SOON, new Told(told));
    poll(watcher);

    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve(name));
    poll(watcher);
    Files.delete(file);
    write("vendors: {b: {type: otlp}}");
    poll(watcher);

    assertThat(told).containsExactly("refused", "changed");
  }

  @Test
  void hashing_a_file_of_a_gigabyte_needs_no_gigabyte() {
    String hash = assertTimeoutPreemptively(
        SOON, () -> WatchedFiles.hash(Set.of(folder.resolve("large"), folder.resolve("pipe"))));

    assertThat(hash).hasSize(64);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_file_that_everybody_may_write_is_warned_of_once() throws Exception {
    Path file = write("vendors: {a: {type: otlp}}");
    new ProcessBuilder("chmod", "666", file.toString()).start().waitFor();

    LoadResult loaded = load(ConfigSource.of(file));

    assertThat(loaded.isSound()).isTrue();
    assertThat(loaded.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
      assertThat(problem.message())
          .contains("every user of this machine may write")
          .contains("chmod o-w");
    });
  }

  private void poll(ConfigWatcher watcher) {
    assertTimeoutPreemptively(SOON, () -> {
      for (int i = 0; i < 5; i++) {
        watcher.poll();
      }
    });
  }

  private LoadResult load(ConfigSource source) {
    return assertTimeoutPreemptively(SOON, () -> surroundings.load(source));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("fanlight.yaml"), text);
  }

  private record Told(List<String> told) implements ConfigWatcher.Listener {
    @Override
    public void changed(Configuration configuration, List<Problem> warnings) {
      told.add("changed");
    }

    @Override
    public void unchanged(List<Problem> warnings) {
      told.add("unchanged");
    }

    @Override
    public void restored(List<Problem> warnings) {
      told.add("restored");
    }

    @Override
    public void secretsRenewed() {
      told.add("secretsRenewed");
    }

    @Override
    public void refused(List<Problem> problems) {
      told.add("refused");
    }
  }
}
