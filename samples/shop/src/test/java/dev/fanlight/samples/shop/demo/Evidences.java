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
  CauseCounter customers = tally(60, 60, 120);
  CauseCounter logs = tally(60, 60, 120);
  CauseCounter metrics = tally(60, 60, 120);
  CauseCounter zipkin = tally(60, 60, 120);
  CauseCounter receiver = tally(60, 60, 120);
  List<String> different = List.of();
  long spansAtZipkin = 10_920;
  long spansAtReceiver = 10_920;
  long ended = 10_920;
  VendorLedger zipkinLedger = new VendorLedger("zipkin", 10_920, 10_920, 0, 0, 0, 0);
  VendorLedger receiverLedger = new VendorLedger("receiver", 7_000, 7_000, 0, 0, 0, 0);
  VendorLedger secondLedger = new VendorLedger("second", 3_920, 3_920, 0, 0, 0, 0);
  Optional<Duration> edited = Optional.of(Duration.ofSeconds(19));
  Optional<BackendCrash> crash = Optional.of(new BackendCrash(312));
  LatencyComparison pace = pace(23, 21);
  Optional<FailedLogin> exhibit = Optional.of(exhibit());

  RunEvidence build() {
    return new RunEvidence(
        Duration.ofSeconds(30),
        40,
        1_200,
        unanswered,
        customers,
        logs,
        metrics,
        new SpanComparison(1_200, spansAtZipkin, spansAtReceiver, different, zipkin, receiver),
        ended,
        zipkinLedger,
        receiverLedger,
        secondLedger,
        edited,
        crash,
        pace,
        exhibit);
  }

  static CauseCounter tally(long dns, long timeout, long scopes) {
    var tally = new CauseCounter();
    tally.add(FailureCause.DNS, dns);
    tally.add(FailureCause.TIMEOUT, timeout);
    tally.add(FailureCause.MISSING_SCOPES, scopes);
    return tally;
  }

  static LatencyComparison pace(long p99Before, long p99During) {
    return new LatencyComparison(
        Duration.ofSeconds(5),
        160,
        Duration.ofNanos(4_120_000),
        Duration.ofMillis(p99Before),
        161,
        Duration.ofNanos(4_080_000),
        Duration.ofMillis(p99During));
  }

  static FailedLogin exhibit() {
    return new FailedLogin(
        TRACE,
        FailureCause.DNS,
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
                Optional.of(FailureCause.DNS)),
            new LogLine(
                "frontend",
                "2026-11-23T09:59:43.055026768Z",
                "WARN",
                "login failed",
                TRACE,
                Optional.empty())),
        new MetricSample(
            "traces_span_metrics_calls_total{error_type=\"dns\",service_name=\"backend\","
                + "span_kind=\"SPAN_KIND_INTERNAL\",span_name=\"session.transfer\","
                + "status_code=\"STATUS_CODE_ERROR\"}",
            "traces_span_metrics_calls_total",
            Map.of("error_type", "dns"),
            60,
            Optional.of(TRACE)));
  }

  static ProcessPorts place() {
    return new ProcessPorts(
        8090,
        9411,
        4318,
        4319,
        new ProcessPorts.Home(8080, 9464),
        new ProcessPorts.Home(8081, 9465),
        new ProcessPorts.Home(8082, 9466));
  }
}
