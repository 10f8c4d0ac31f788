/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TroubleScriptTest {

  @Test
  void the_seed_alone_decides() {
    assertThat(TroubleScript.create(7, 300)).isEqualTo(TroubleScript.create(7, 300));
    assertThat(TroubleScript.create(7, 300)).isNotEqualTo(TroubleScript.create(8, 300));
  }

  @Test
  void a_long_run_has_every_kind_of_trouble_and_spares_one_vendor() {
    List<Trouble> script = TroubleScript.create(7, 300);

    assertThat(kinds(script)).isEqualTo(EnumSet.allOf(TroubleKind.class));
    assertThat(script)
        .noneMatch(trouble -> trouble.vendor().equals(java.util.Optional.of(ChaosVendor.CONTROL)));
  }

  @Test
  void a_short_run_kills_the_generator_whatever_the_seed() {
    assertThat(LongStream.range(0, 200))
        .allMatch(
            seed -> kinds(TroubleScript.create(seed, 30)).contains(TroubleKind.KILL_GENERATOR));
  }

  private static Set<TroubleKind> kinds(List<Trouble> script) {
    return script.stream().map(Trouble::kind).collect(Collectors.toSet());
  }
}
