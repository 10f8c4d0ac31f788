/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The licences that the published jars carry. */
class LicencesIT {

  private static final Path COMMAND = PublishedModule.CLI.target().resolve("fanlight.jar");

  @ParameterizedTest
  @EnumSource
  void every_jar_holds_our_licence_and_notice(PublishedModule module) throws Exception {
    String licence = Files.readString(Path.of("../../LICENSE"));
    String notice = Files.readString(Path.of("../../NOTICE"));

    assertThat(module.jars()).isNotEmpty().allSatisfy(jar -> {
      assertThat(text(jar, "META-INF/LICENSE")).as(jar.toString()).isEqualTo(licence);
      assertThat(text(jar, "META-INF/NOTICE")).as(jar.toString()).contains(notice.strip());
    });
  }

  @Test
  void the_command_names_the_licence_of_every_component_that_it_bundles() throws Exception {
    Map<String, String> licences = bundledLicences();

    for (Dependency component : PublishedModule.CLI.sbom().all()) {
      if (!component.isOurs()) {
        assertThat(licences).containsKey(component.name());
      }
    }
  }

  @Test
  void the_command_holds_each_licence_text_that_it_names() throws Exception {
    for (String texts : bundledLicences().values()) {
      for (String text : texts.split(",", -1)) {
        assertThat(text(COMMAND, text.strip())).as(text).hasSizeGreaterThan(500);
      }
    }
  }

  @Test
  void the_command_keeps_the_notices_of_what_it_bundles() throws Exception {
    assertThat(text(COMMAND, "META-INF/NOTICE")).contains("Micrometer", "Jackson JSON processor");
  }

  /** Component to the files with its licences, from the table in the jar. */
  private static Map<String, String> bundledLicences() throws IOException {
    Map<String, String> licences = new TreeMap<>();
    for (String line : text(COMMAND, "META-INF/licenses/THIRD-PARTY.md").lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[3].contains("META-INF")) {
        licences.put(cells[1].strip(), cells[3].strip());
      }
    }
    assertThat(licences).isNotEmpty();
    return licences;
  }

  /** The text of an entry, an empty one if it is not there. */
  private static String text(Path jar, String name) throws IOException {
    try (JarFile file = new JarFile(jar.toString())) {
      ZipEntry entry = file.getEntry(name);
      if (entry == null) {
        return "";
      }
      try (InputStream in = file.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
