/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceBudgetTest {
  @ParameterizedTest(name = "clock starts at {0}")
  @ValueSource(longs = {0, 1_000_000, Long.MAX_VALUE - 20})
  void a_burst_is_free_and_lasting_work_waits(long start) {
    var budget = new PaceBudget(Duration.ofNanos(100), start);
    for (int i = 0; i < 10; i++) {
      assertThat(budget.nanosUntilReady(start)).isZero();
      budget.spend(10, start);
    }
    budget.spend(10, start);

    assertThat(budget.nanosUntilReady(start)).isEqualTo(10);
    assertThat(budget.nanosUntilReady(start + 10)).isZero();
  }

  @ParameterizedTest(name = "clock starts at {0}")
  @ValueSource(longs = {0, Long.MAX_VALUE - 20})
  void an_unused_budget_is_not_saved_beyond_one_burst(long start) {
    var budget = new PaceBudget(Duration.ofNanos(100), start);
    long later = start + 1_000_000;

    budget.spend(150, later);

    assertThat(budget.nanosUntilReady(later)).isEqualTo(50);
  }
}
