/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorAuditTest {

  @Test
  void a_kill_may_cost_the_queue_and_the_open_batch_and_no_more() {
    long most = GeneratorAudit.MOST_LOST_AT_KILL;

    assertThat(
            GeneratorAudit.problems("acme", List.of(life(1, 50_000, 50_000 - most), life(2, 9, 9))))
        .isEmpty();
    assertThat(GeneratorAudit.problems(
            "acme", List.of(life(1, 50_000, 50_000 - most - 1), life(2, 9, 9))))
        .hasSize(1);
  }

  @Test
  void an_orderly_end_may_cost_no_span() {
    assertThat(GeneratorAudit.problems("acme", List.of(life(1, 100, 99)))).hasSize(1);
  }

  @Test
  void a_ledger_may_not_receive_more_than_ended() {
    assertThat(GeneratorAudit.problems("acme", List.of(life(1, 100, 101)))).hasSize(1);
  }

  @Test
  void no_trouble_of_the_script_makes_a_batch_expire() {
    var ledger = new VendorLedger(9, 8, 0, 0, Map.of(), Map.of("expired", 1L));

    assertThat(DropPolicy.problems(ChaosVendor.HTTP, ledger, 3)).hasSize(1);
  }

  @Test
  void each_kill_may_tear_the_batch_that_is_being_written() {
    var ledger = new VendorLedger(4_000, 1_952, 0, 0, Map.of(), Map.of("torn", 2_048L));

    assertThat(DropPolicy.problems(ChaosVendor.CONTROL, ledger, 1)).isEmpty();
    assertThat(DropPolicy.problems(ChaosVendor.CONTROL, ledger, 0)).hasSize(1);
  }

  private static LifeTruth life(int life, long ended, long appended) {
    return new LifeTruth(life, ended, ended, new BitSet(), appended);
  }
}
