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
    List<SbomComponent> tested = module.sbom();

    List<SbomComponent> resolved = module.resolvedByConsumer();

    assertThat(resolved).isNotEmpty();
    assertThat(names(tested)).containsAll(names(resolved));
    assertThat(names(resolved)).containsAll(names(required(tested)));
  }

  private static List<SbomComponent> required(List<SbomComponent> components) {
    return components.stream().filter(component -> !component.isOptional()).toList();
  }

  private static List<String> names(List<SbomComponent> components) {
    return components.stream()
        .filter(component -> !component.isOurs())
        .map(SbomComponent::toString)
        .sorted()
        .toList();
  }
}
