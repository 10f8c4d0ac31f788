/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ComparisonOptionsTest {
  @Test
  void both_kinds_log_the_same_number_of_lines() {
    ComparisonOptions options = ComparisonOptions.parse();

    assertThat(options.command(ThreadKind.VIRTUAL)).isEqualTo("VIRTUAL 20000 6");
    assertThat(options.command(ThreadKind.PLATFORM)).isEqualTo("PLATFORM 200 600");
  }

  @Test
  void an_unknown_option_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> ComparisonOptions.parse("treads=7"))
        .hasMessage("unknown option \"treads=7\"; give name=value with a name of"
            + " [lines, platform, rounds, virtual, warm]");
  }

  @Test
  void lines_that_cannot_be_divided_are_refused() {
    assertThatThrownBy(() -> ComparisonOptions.parse("virtual=7", "lines=3", "platform=2"))
        .hasMessage("7 × 3 lines cannot be divided among 2 platform threads;"
            + " change virtual, lines or platform");
  }

  @Test
  void a_jdk_without_virtual_threads_is_named_in_one_sentence() {
    assertThatThrownBy(() -> ThreadKind.check(17))
        .hasMessage("the benchmark \"threads\" needs virtual threads, and JDK 17 has no virtual"
            + " threads; run it with JDK 21 or later");
    assertThatCode(() -> ThreadKind.check(21)).doesNotThrowAnyException();
  }
}
