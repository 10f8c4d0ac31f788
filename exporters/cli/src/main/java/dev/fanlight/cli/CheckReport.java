/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.Problem.Severity;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.util.List;
import java.util.Locale;

/** The result of a check as text. */
final class CheckReport {

  private final TerminalWriter screen;

  CheckReport(TerminalWriter screen) {
    this.screen = screen;
  }

  void write(LoadResult loaded, List<LaneSettings> lanes, boolean sent, List<ProbeResult> results) {
    loaded.problems().forEach(this::problem);
    summary(loaded);
    if (sent) {
      probes(results);
    } else if (!lanes.isEmpty()) {
      vendors(lanes);
    }
  }

  private void problem(Problem problem) {
    boolean isError = problem.severity() == Severity.ERROR;
    String text = problem.toString();
    screen.line(isError ? screen.bad(text) : screen.careful(text));
  }

  private void summary(LoadResult loaded) {
    long errors = loaded.problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .count();
    long warnings = loaded.problems().size() - errors;
    boolean isOff =
        loaded instanceof LoadResult.Usable usable && !usable.configuration().isEnabled();
    if (errors > 0) {
      screen.line(screen.bad(AmountFormat.count(errors, "error")) + ", "
          + AmountFormat.count(warnings, "warning"));
    } else {
      screen.line(screen.good("valid")
          + (warnings > 0 ? ", " + AmountFormat.count(warnings, "warning") : "")
          + (isOff ? ", and disabled" : ""));
    }
  }

  private void vendors(List<LaneSettings> lanes) {
    screen.line("");
    screen.table(
        List.of("VENDOR", "ENDPOINT", "FORMAT"),
        lanes.stream()
            .map(lane -> List.of(lane.name(), lane.shownOrigin(), format(lane)))
            .toList());
  }

  private static String format(LaneSettings lane) {
    return lane.vendor().wire().name() + " over "
        + lane.vendor().protocol().name().toLowerCase(Locale.ROOT);
  }

  private void probes(List<ProbeResult> results) {
    if (results.isEmpty()) {
      screen.line("no vendor is enabled");
      return;
    }
    screen.line("");
    screen.table(
        List.of("VENDOR", "ENDPOINT", "TIME", "RESULT"),
        results.stream()
            .map(result -> List.of(
                result.vendor(),
                result.origin(),
                result.roundTrip().toMillis() + " ms",
                result.isAccepted() ? screen.good(result.result()) : screen.bad(result.result())))
            .toList());
    results.forEach(this::afterwards);
  }

  private void afterwards(ProbeResult result) {
    result
        .advice()
        .ifPresent(advice -> screen.text(screen.careful(result.vendor() + ": ") + advice));
    if (result.isAccepted()) {
      result.link().ifPresent(link -> screen.line(result.vendor() + ": " + link));
    }
  }
}
