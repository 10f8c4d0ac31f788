/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that other users of the machine may change: each is used, with one warning. */
@DisabledOnOs(OS.WINDOWS)
class WritableFilesTest {

  private static final String WRITE = "every user of this machine may write this file";
  private static final String REPLACE = "every user of this machine may replace this file";

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @TempDir
  private Path folder;

  @BeforeEach
  void makeFiles() throws Exception {
    for (String name : List.of("open", "open/secret", "sticky", "sticky/secret", "own")) {
      Files.createDirectories(folder.resolve(name).getParent());
      if (name.contains("/") || name.equals("own")) {
        Files.writeString(folder.resolve(name), "s3cret");
        chmod("600", name);
      } else {
        Files.createDirectory(folder.resolve(name));
      }
    }
    chmod("777", "open");
    chmod("1777", "sticky");
    Files.createSymbolicLink(folder.resolve("open/link"), folder.resolve("own"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("open/secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "own, ''",
    "sticky/secret, ''",
    "open/secret, " + REPLACE,
    "open/link, " + REPLACE,
    "link, " + REPLACE,
  })
  void a_secret_in_a_folder(String name, String warning) throws Exception {
    assertThat(warnings("headers: {k: '${file:" + name + "}'}"))
        .isEqualTo(warning.isEmpty() ? "" : "vendors.v.headers.…: " + warning);
    assertThat(warnings("headers: {k: 'Bearer ${NOT_SET:-${file:" + name + "}}'}"))
        .isEqualTo(warning.isEmpty() ? "" : "vendors.v.headers.…: " + warning);
  }

  @ParameterizedTest
  @CsvSource({"'headers: {k: \"${file:own}\"}', headers.…", "'add: {k: \"${file:own}\"}', add.…"})
  void a_file_behind_a_reference(String key, String path) throws Exception {
    chmod("602", "own");

    assertThat(warnings(key)).isEqualTo("vendors.v." + path + ": " + WRITE);
  }

  @Test
  void a_file_behind_a_key_for_files() throws Exception {
    chmod("602", "own");

    LoadResult loaded = load("vendors: {v: {type: otlp, tls: {ca: own}}}");

    assertThat(loaded.problems())
        .anySatisfy(problem ->
            assertThat(problem.toString()).contains("vendors.v.tls.ca: warning: " + WRITE));
  }

  @Test
  void the_yaml_file_in_a_folder_of_all() throws Exception {
    chmod("777", ".");

    assertThat(load("vendors: {v: {type: otlp}}").problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.message()).contains(REPLACE, "chmod o-w on the folder"));
  }

  @Test
  void nothing_is_said_of_a_vendor_that_is_off() throws Exception {
    chmod("602", "own");

    assertThat(warnings("enabled: false, headers: {k: '${file:own}'}")).isEmpty();
  }

  private String warnings(String keys) throws IOException {
    LoadResult loaded = load("vendors: {v: {type: otlp, " + keys + "}}");
    assertThat(loaded.isSound()).isTrue();
    assertThat(loaded.problems()).hasSizeLessThan(2);
    return loaded.problems().isEmpty()
        ? ""
        : loaded.problems().get(0).path() + ": "
            + loaded.problems().get(0).message().replaceFirst("(, since|;) .*", "");
  }

  private LoadResult load(String document) throws IOException {
    return surroundings.load(
        ConfigSource.of(Files.writeString(folder.resolve("fanlight.yaml"), document)));
  }

  private void chmod(String mode, String name) throws Exception {
    Process chmod = new ProcessBuilder("chmod", mode, folder.resolve(name).toString()).start();
    assertThat(chmod.waitFor()).isZero();
  }
}
