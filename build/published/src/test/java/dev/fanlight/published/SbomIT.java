/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The versions that were tested are the versions that an application gets. */
class SbomIT {

  @ParameterizedTest
  @MethodSource("dev.fanlight.published.PublishedModule#libraries")
  void a_consumer_resolves_the_versions_of_the_sbom(PublishedModule module) throws Exception {
    Sbom tested = module.sbom();

    List<Dependency> resolved = module.resolvedByConsumer();

    assertThat(libraries(resolved))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(libraries(tested.required()));
  }

  private static List<String> libraries(List<Dependency> dependencies) {
    return dependencies.stream()
        .filter(dependency -> !dependency.isOurs())
        .map(Dependency::toString)
        .toList();
  }
}
