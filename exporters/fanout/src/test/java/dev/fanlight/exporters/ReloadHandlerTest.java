/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.Problem.Severity;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.testing.CapturedLog;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log lines about versions of the file. */
class ReloadHandlerTest {

  private static final Problem WARNING = new Problem(
      Severity.WARNING, new SourceLocation("fanlight.yaml", 2, 1), "rules", "does nothing");

  private final CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
  private final FanlightSpanProcessor switchboard =
      new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop());
  private final ReloadHandler reloading =
      new ReloadHandler(switchboard, "fanlight.yaml", List.of(WARNING));

  @AfterEach
  void close() {
    switchboard.close();
    log.close();
  }

  @Test
  void a_wrong_file_that_is_saved_again_and_again_is_told_once() {
    for (int line = 1; line <= 15; line++) {
      reloading.refused(List.of(error(line, "vendors.acme.type", "no such vendor type")));
    }
    reloading.refused(List.of(
        error(1, "vendors.acme.type", "no such vendor type"),
        error(9, "vendors.acme.windw", "no such key")));

    assertThat(log.lines())
        .containsExactly(
            "SEVERE fanlight.yaml:1:3: vendors.acme.type: no such vendor type",
            "WARNING fanlight.yaml was changed and is not right: nothing changes until it is",
            "SEVERE fanlight.yaml:9:3: vendors.acme.windw: no such key",
            "WARNING fanlight.yaml was changed and is not right: nothing changes until it is");
    assertThat(switchboard.reloads().refused()).isEqualTo(16);
  }

  @Test
  void a_file_that_is_refused_for_what_was_known_at_the_start_is_told() {
    reloading.refused(List.of(WARNING));

    assertThat(log.lines())
        .containsExactly(
            "WARNING fanlight.yaml was changed and is not right: nothing changes until it is");
  }

  @Test
  void of_many_problems_the_first_ten_errors_are_told_and_the_number_of_the_others() {
    List<Problem> problems = new ArrayList<>(List.of(new Problem(
        Severity.WARNING, new SourceLocation("fanlight.yaml", 1, 1), "x", "a warning")));
    for (int line = 1; line <= 500; line++) {
      problems.add(error(line, "vendors.v" + line, "no such vendor type"));
    }

    reloading.refused(problems);

    assertThat(log.lines()).hasSize(12);
    assertThat(log.lines().get(0)).contains("vendors.v1:");
    assertThat(log.lines().get(9)).contains("vendors.v10:");
    assertThat(log.lines().get(10))
        .isEqualTo("WARNING 491 more problems of the file; \"fanlight check\" lists them");
  }

  @Test
  void a_file_that_is_right_again_says_so_once_and_its_next_problem_is_told() {
    Problem error = error(3, "vendors.acme", "no such vendor type");
    reloading.refused(List.of(error));
    reloading.restored(List.of(WARNING));
    reloading.refused(List.of(error));

    assertThat(log.lines()).hasSize(5);
    assertThat(log.lines().get(2))
        .isEqualTo("INFO fanlight.yaml is right again and asks for what runs: nothing changes");
    assertThat(log.lines().get(3)).contains("no such vendor type");
    assertThat(switchboard.reloads().lastRefused()).isTrue();
  }

  @Test
  void a_renewed_secret_is_one_line() {
    reloading.secretsRenewed();
    reloading.unchanged(List.of(WARNING));

    assertThat(log.lines())
        .containsExactly("INFO a secret or certificate that fanlight.yaml reads from a file has"
            + " changed and is tried from now on");
  }

  private static Problem error(int line, String path, String message) {
    return new Problem(Severity.ERROR, new SourceLocation("fanlight.yaml", line, 3), path, message);
  }
}
