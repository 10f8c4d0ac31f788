/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The public API of the published libraries against the committed one. */
class PublicApiIT {
  private static final Path ACCEPTED = Path.of("src/test/resources/api");

  @ParameterizedTest
  @MethodSource("dev.fanlight.published.PublishedModule#libraries")
  void the_public_api_changes_only_with_the_committed_file(PublishedModule module)
      throws Exception {
    Path file = ACCEPTED.resolve(module.name().toLowerCase(Locale.ROOT) + ".txt");
    String api = PublicApi.of(mainJar(module));

    if ("update".equals(System.getProperty("fanlight.api"))) {
      Files.createDirectories(ACCEPTED);
      Files.writeString(file, api);
    }

    assertThat(api)
        .as(
            "The public API differs from build/published/%s; docs/releasing.md says how to accept it",
            file)
        .isEqualTo(Files.readString(file));
  }

  private static Path mainJar(PublishedModule module) throws Exception {
    return module.jars().stream()
        .filter(jar -> !jar.toString().matches(".*-(javadoc|sources|tests)[.]jar"))
        .min(Comparator.comparingInt(jar -> jar.toString().length()))
        .orElseThrow();
  }
}
