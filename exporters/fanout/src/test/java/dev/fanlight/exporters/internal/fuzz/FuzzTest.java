/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.LongProof;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link FuzzApplication} plays more seeds. */
@LongProof
@Timeout(240)
class FuzzTest {

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");
  private static final int FACTOR = "full".equals(System.getProperty("fanlight.proof")) ? 30 : 1;

  @BeforeAll
  static void a_line_for_each_of_thousands_of_losses_is_of_no_use() {
    LOGGER.setUseParentHandlers(false);
  }

  @AfterAll
  static void later_tests_may_want_to_be_heard() {
    LOGGER.setUseParentHandlers(true);
  }

  @ParameterizedTest
  @EnumSource
  void foreign_bytes_break_no_rule(FuzzTargets target) throws Exception {
    FuzzRun run = FuzzRun.of(target.create(), 1, (long) FACTOR * target.inputsInTheBuild());

    assertThat(run.findings()).as(run.toString()).isEmpty();
  }
}
