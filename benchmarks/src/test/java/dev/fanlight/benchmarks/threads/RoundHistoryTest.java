/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundHistoryTest {
  @Test
  void a_row_has_medians_with_their_ranges_and_the_sum_of_dropped_lines() {
    var history = new RoundHistory();
    for (int round = 1; round <= 3; round++) {
      history.add(ThreadKind.VIRTUAL, new RoundResult(1_000, round * 1_000_000_000L, 3_000_000, 0));
      history.add(ThreadKind.PLATFORM, new RoundResult(1_000, 1_000_000_000, 2_000_000, 100));
    }

    assertThat(history.row("a"))
        .isEqualTo(
            "| a | 500 (333 to 1,000) | 900 (900 to 900) | 56 % | 3.00 / 2.00 µs | 0 / 300 |");
  }

  @Test
  void a_result_survives_its_line_of_text() {
    var result = new RoundResult(1, 2, 3, 4);

    assertThat(RoundResult.parse(result.format())).isEqualTo(result);
  }
}
