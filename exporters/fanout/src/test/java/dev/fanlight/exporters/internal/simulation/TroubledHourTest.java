/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.simulation.TroubledHour.Line;
import dev.fanlight.exporters.internal.simulation.TroubledHour.Sample;
import dev.fanlight.exporters.internal.simulation.TroubledHour.Trouble;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Eight vendors are in trouble at the same time, for most of an hour: an operator can go by the log. */
class TroubledHourTest {

  private static final int MAX_LINES = 12;

  private static TroubledHour hour;

  @BeforeAll
  static void pass() throws InterruptedException {
    hour = new TroubledHour().run();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "HEALTHY")
  void the_lines_about_a_vendor_are_within_its_budget(Trouble trouble) {
    List<Line> lines = hour.linesAbout(trouble);

    assertThat(lines).as("%s", lines).hasSizeBetween(1, MAX_LINES);
    assertThat(lines.get(0).second()).isGreaterThan(TroubledHour.WELL_SECONDS);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          HANGING     | had taken nothing for \\d+ min: no answer in 30 s from
          UNAVAILABLE | had taken nothing for \\d+ min: status 503 from
          REVOKED     | had taken nothing for \\d+ min: status 401 from
          LARGE_SPANS | lost spans: \\d+ too_large \\(
          BUSY        | had taken nothing for \\d+ min: status 429.* from
          RESETTING   | had taken nothing for \\d+ min: the connection was reset from
          UNRESOLVED  | had taken nothing for \\d+ min: the name does not resolve.*check the name and the DNS resolver
          SLOW        | lost spans: .*answers take 20 s; with window 1 that is [456] of [12][0-9] spans/s; raise "window"
          """)
  void the_last_line_tells_the_state_of_the_vendor_and_the_cause(Trouble trouble, String said) {
    List<Line> lines = hour.linesAbout(trouble);

    assertThat(lines.get(lines.size() - 1).text()).containsPattern(said);
  }

  @ParameterizedTest
  @EnumSource
  void each_loss_has_a_line_with_its_cause_within_half_a_minute(Trouble trouble) {
    Map<String, Double> losses = hour.firstLosses(trouble);

    assertThat(losses.isEmpty()).isEqualTo(trouble == Trouble.HEALTHY);
    losses.forEach((reason, second) -> assertThat(hour.linesAbout(trouble))
        .as("a line about %s, lost first at %s", reason, second)
        .anySatisfy(line -> {
          assertThat(line.second()).isLessThanOrEqualTo(second + 30);
          assertThat(line.text()).containsPattern("lost spans: .*\\d " + reason + " \\(\\w");
        }));
  }

  /** After half a minute of trouble, and the time for a request that is never answered; a refused span is told at once. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HEALTHY", "LARGE_SPANS"})
  void a_line_announces_the_loss_minutes_before(Trouble trouble) {
    Line first = hour.linesAbout(trouble).get(0);

    assertThat(first.second()).isLessThan(TroubledHour.WELL_SECONDS + 180);
    assertThat(hour.firstLosses(trouble).values())
        .allSatisfy(loss -> assertThat(first.second()).isLessThan(loss - 120));
  }

  @Test
  void the_healthy_vendor_gets_every_span_and_writes_no_line() {
    List<Sample> samples = hour.samples();
    Sample last = samples.get(samples.size() - 1);
    LedgerSnapshot healthy = last.ledgers().get(0);

    assertThat(healthy.vendor()).isEqualTo(Trouble.HEALTHY.vendor());
    assertThat(hour.linesAbout(Trouble.HEALTHY)).isEmpty();
    assertThat(healthy.received()).isGreaterThan(70_000);
    assertThat(healthy.delivered() + healthy.buffered()).isEqualTo(healthy.received());
    assertThat(last.queue().refused()).isZero();
    assertThat(samples).flatExtracting(Sample::ledgers).allMatch(LedgerSnapshot::addsUp);
  }
}
