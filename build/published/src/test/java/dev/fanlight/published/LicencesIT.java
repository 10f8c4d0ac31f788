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
import org.junit.jupiter.params.provider.MethodSource;

/** The licences that the published jars carry. */
class LicencesIT {

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

  @ParameterizedTest
  @MethodSource("dev.fanlight.published.PublishedModule#bundles")
  void a_bundle_names_the_licence_of_every_component_that_it_holds(PublishedModule module)
      throws Exception {
    Map<String, String> licences = bundledLicences(module);

    for (Dependency component : module.sbom().required()) {
      if (!component.isOurs()) {
        assertThat(licences).containsKey(component.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.fanlight.published.PublishedModule#bundles")
  void a_bundle_holds_each_licence_text_that_it_names(PublishedModule module) throws Exception {
    for (String texts : bundledLicences(module).values()) {
      for (String text : texts.split(",", -1)) {
        assertThat(text(module.bundle(), text.strip())).as(text).hasSizeGreaterThan(500);
      }
    }
  }

  @Test
  void the_command_keeps_the_notices_of_what_it_bundles() throws Exception {
    assertThat(text(PublishedModule.CLI.bundle(), "META-INF/NOTICE"))
        .contains("Micrometer", "Jackson JSON processor");
    assertThat(text(PublishedModule.AGENT_EXTENSION.bundle(), "META-INF/NOTICE"))
        .contains("Micrometer");
  }

  /** Component to the files with its licences, from the table in the jar. */
  private static Map<String, String> bundledLicences(PublishedModule module) throws IOException {
    Map<String, String> licences = new TreeMap<>();
    for (String line :
        text(module.bundle(), "META-INF/licenses/THIRD-PARTY.md").lines().toList()) {
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
