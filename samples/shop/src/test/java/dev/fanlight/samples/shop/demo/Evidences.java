/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence of a run, sound unless told otherwise. */
final class Evidences {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  long unanswered;
  Tally customers = tally(60, 60, 120);
  Tally logs = tally(60, 60, 120);
  Tally metrics = tally(60, 60, 120);
  Tally zipkin = tally(60, 60, 120);
  Tally receiver = tally(60, 60, 120);
  List<String> different = List.of();
  long spansAtZipkin = 10_920;
  long spansAtReceiver = 10_920;
  long ended = 10_920;
  Ledger zipkinLedger = new Ledger("zipkin", 10_920, 10_920, 0, 0, 0, 0);
  Ledger receiverLedger = new Ledger("receiver", 7_000, 7_000, 0, 0, 0, 0);
  Ledger secondLedger = new Ledger("second", 3_920, 3_920, 0, 0, 0, 0);
  Optional<Duration> edited = Optional.of(Duration.ofSeconds(19));
  Optional<Crash> crash = Optional.of(new Crash(312));
  Pace pace = pace(23, 21);
  Optional<Exhibit> exhibit = Optional.of(exhibit());

  Evidence build() {
    return new Evidence(
        Duration.ofSeconds(30),
        40,
        1_200,
        unanswered,
        customers,
        logs,
        metrics,
        new Comparison(1_200, spansAtZipkin, spansAtReceiver, different, zipkin, receiver),
        ended,
        zipkinLedger,
        receiverLedger,
        secondLedger,
        edited,
        crash,
        pace,
        exhibit);
  }

  static Tally tally(long dns, long timeout, long scopes) {
    var tally = new Tally();
    tally.add(Cause.DNS, dns);
    tally.add(Cause.TIMEOUT, timeout);
    tally.add(Cause.MISSING_SCOPES, scopes);
    return tally;
  }

  static Pace pace(long p99Before, long p99During) {
    return new Pace(
        Duration.ofSeconds(5),
        160,
        Duration.ofNanos(4_120_000),
        Duration.ofMillis(p99Before),
        161,
        Duration.ofNanos(4_080_000),
        Duration.ofMillis(p99During));
  }

  static Exhibit exhibit() {
    return new Exhibit(
        TRACE,
        Cause.DNS,
        URI.create("http://localhost:9411/zipkin/traces/" + TRACE),
        7,
        List.of(
            new LogLine(
                "account",
                "2026-11-23T09:59:43.042026768Z",
                "INFO",
                "legacy session opened",
                TRACE,
                Optional.empty()),
            new LogLine(
                "backend",
                "2026-11-23T09:59:43.052026768Z",
                "ERROR",
                "session transfer failed: account host does not resolve: account.invalid: Name or"
                    + " service not known",
                TRACE,
                Optional.of(Cause.DNS)),
            new LogLine(
                "frontend",
                "2026-11-23T09:59:43.055026768Z",
                "WARN",
                "login failed",
                TRACE,
                Optional.empty())),
        new Sample(
            "traces_span_metrics_calls_total{error_type=\"dns\",service_name=\"backend\","
                + "span_kind=\"SPAN_KIND_INTERNAL\",span_name=\"session.transfer\","
                + "status_code=\"STATUS_CODE_ERROR\"}",
            "traces_span_metrics_calls_total",
            Map.of("error_type", "dns"),
            60,
            Optional.of(TRACE)));
  }

  static Place place() {
    return new Place(
        9411,
        4318,
        4319,
        new Place.Home(8080, 9464),
        new Place.Home(8081, 9465),
        new Place.Home(8082, 9466));
  }
}
