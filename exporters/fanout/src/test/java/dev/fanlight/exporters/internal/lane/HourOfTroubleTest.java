/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.lane.VendorHour.Line;
import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Kind;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An hour of a vendor in trouble, on manual time over a whole lane: the log alone tells an operator what goes on. */
class HourOfTroubleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void the_log_of_an_hour_is_short_and_its_last_line_tells_the_state(
      String vendor, int spansPerSecond, VendorHour.Script script, String lastLine)
      throws InterruptedException {
    VendorHour hour = new VendorHour(vendor, spansPerSecond, HOUR, script).run();

    List<Line> lines = hour.lines();
    assertThat(hour.account().addsUp()).isTrue();
    assertThat(lines).as("lines: %s", lines).hasSizeBetween(1, LineBudget.LINES);
    assertThat(lines.get(lines.size() - 1).text()).matches(lastLine);
    for (Map.Entry<String, Double> loss : hour.firstLosses().entrySet()) {
      assertThat(lines)
          .as("a line about %s, lost first at %s", loss.getKey(), loss.getValue())
          .anySatisfy(line -> {
            assertThat(line.second()).isLessThanOrEqualTo(loss.getValue() + 30);
            assertThat(line.text()).matches(".*lost spans: .*\\d " + loss.getKey() + " \\(\\w.*");
          });
    }
    assertThat(lines)
        .filteredOn(line -> line.text().contains("lost spans"))
        .allSatisfy(line -> assertThat(line.text()).doesNotContainPattern("\\d [a-z_0-9]+[,.]"));
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        trouble(
            "down",
            100,
            (request, hour) -> hour.second() < 300
                ? ok(hour)
                : failed(
                    hour, Kind.UNREACHABLE, "connect", "connecting to down.example:4318 failed"),
            "lost spans: .*the vendor had taken nothing for \\d+ min: connecting to down.*"),
        trouble(
            "flapping",
            400,
            (request, hour) -> hour.second() % 120 < 60
                ? failed(hour, Kind.UNREACHABLE, "connect", "connection refused")
                : ok(hour),
            "its trouble comes and goes: 3 times .*"),
        trouble(
            "flapping_then_down",
            100,
            (request, hour) -> hour.second() % 120 < 60 || hour.second() > 2_400
                ? failed(hour, Kind.UNREACHABLE, "connect", "connection refused")
                : ok(hour),
            ".*ha[ds] taken nothing for \\d+ min: connection refused from flapping_then_down.*"),
        trouble(
            "revoked",
            100,
            (request, hour) -> hour.second() < 600
                ? ok(hour)
                : failed(hour, Kind.UNAUTHORISED, "http_401", "status 401"),
            "lost spans: .*had taken nothing for \\d+ min: status 401 from revoked.*"),
        trouble(
            "forbidding",
            100,
            (request, hour) -> hasBadSpan(request)
                ? failed(hour, Kind.FORBIDDEN, "http_403", "status 403")
                : ok(hour),
            "lost spans: \\d+ http_403 \\(status 403\\).*"),
        trouble(
            "busy",
            100,
            (request, hour) -> hour.second() < 1_800
                ? new Later(Kind.BUSY, "http_429", Duration.ofMinutes(2), false, "status 429")
                : ok(hour),
            "delivering again .*"),
        trouble(
            "slow",
            400,
            (request, hour) -> answered(hour, Duration.ofSeconds(9)),
            "lost spans: .*answers take 9 s; with window 1 that is 2\\d\\d of 400 spans/s; raise \"window\".*"),
        trouble(
            "hanging",
            100,
            (request, hour) -> {
              hour.pass(Duration.ofSeconds(10));
              return new Later(Kind.FAILURE, "timeout", Duration.ZERO, true, "no answer in 10 s");
            },
            "lost spans: .*had taken nothing for \\d+ min: no answer in 10 s from hanging.*"),
        trouble(
            "rejecting",
            100,
            (request, hour) ->
                hasBadSpan(request) ? new Rejected("http_400", "status 400: bad span") : ok(hour),
            "lost spans: \\d+ http_400 \\(status 400: bad span\\).*"),
        trouble(
            "untrusted",
            100,
            (request, hour) ->
                failed(hour, Kind.UNREACHABLE, "tls", "TLS: PKIX path building failed"),
            "lost spans: .*had taken nothing for \\d+ min: TLS: PKIX path building failed from.*"));
  }

  @Test
  void a_slow_vendor_is_told_before_it_loses_a_span() throws InterruptedException {
    VendorHour hour = new VendorHour(
            "slow", 400, HOUR, (request, now) -> answered(now, Duration.ofSeconds(9)))
        .run();

    double firstLoss = hour.firstLosses().getOrDefault("buffer_full", -1.0);
    Line first = hour.lines().get(0);
    assertThat(first.text())
        .startsWith("WARNING vendor \"slow\": is slow: answers take 9 s; with window 1 that is ");
    assertThat(first.second()).isLessThan(firstLoss - 60);
    assertThat(hour.firstSlow()).isBetween(30.0, first.second() + 1);
  }

  @Test
  void a_healthy_vendor_writes_nothing() throws InterruptedException {
    VendorHour hour = new VendorHour("healthy", 400, HOUR, (request, now) -> ok(now)).run();

    assertThat(hour.lines()).isEmpty();
    assertThat(hour.firstLosses()).isEmpty();
    assertThat(hour.firstSlow()).isNegative();
  }

  private static Arguments trouble(
      String vendor, int spansPerSecond, VendorHour.Script script, String lastLine) {
    String start = "(WARNING|INFO) vendor \"" + vendor + "\": ";
    return Arguments.of(vendor, spansPerSecond, script, start + lastLine);
  }

  private static Outcome ok(VendorHour hour) {
    return answered(hour, Duration.ofMillis(50));
  }

  private static Outcome answered(VendorHour hour, Duration after) {
    hour.pass(after);
    return new Delivered(0, "");
  }

  private static Outcome failed(VendorHour hour, Kind kind, String reason, String message) {
    hour.pass(Duration.ofMillis(20));
    return new Later(kind, reason, Duration.ZERO, false, message);
  }

  private static boolean hasBadSpan(EncodedRequest request) {
    for (byte span : request.body()) {
      if (span == 1) {
        return true;
      }
    }
    return false;
  }
}
