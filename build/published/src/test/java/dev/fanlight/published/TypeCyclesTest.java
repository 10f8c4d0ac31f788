/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A type can be read, tested and moved with the types that it depends on: within a package these must be few. */
class TypeCyclesTest {

  private static final int MAX_TYPES = 4;

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = "AGENT_EXTENSION") // it has no code of its own
  void no_cycle_within_a_package_has_more_than_four_types(PublishedModule module) {
    TypeCycles cycles = TypeCycles.of(module.target().resolve("classes"));

    assertThat(cycles.types()).isPositive();
    assertThat(cycles.largerThan(MAX_TYPES)).isEmpty();
  }

  @Test
  void a_cycle_is_drawn_with_its_dependencies() {
    TypeCycles cycles = TypeCycles.of(Path.of("no-classes"));
    cycles.add("p.A", "p.B");
    cycles.add("p.B", "p.C");
    cycles.add("p.C", "p.A");
    cycles.add("p.C", "p.D");

    assertThat(cycles.largerThan(3)).isEmpty();
    assertThat(cycles.largerThan(2)).containsExactly("3 types\n  p.A -> B\n  p.B -> C\n  p.C -> A");
  }
}
