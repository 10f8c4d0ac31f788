/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The evidence of a run, before the check.
 *
 * @param duration duration of the load
 * @param rate customers a second
 * @param logins number of visits
 * @param unanswered visits without an answer, or with an answer that the scenario does not expect
 * @param customers the causes that customers were told
 * @param logs the causes in the log lines
 * @param metrics the causes in the metrics
 * @param comparison both vendors, span by span
 * @param ended every span that ended, as the metrics count them
 * @param zipkin the ledger of Zipkin, summed over the services
 * @param receiver the ledger of the OTLP receiver that hung, and left when the files were edited
 * @param second the ledger of the receiver that replaced it
 * @param edited time of the edit of the files, after the start; empty if the run ended before
 * @param crash of the backend, near the end; empty if the run ended before the files were edited
 * @param pace latency before and during the hang
 * @param exhibit one failed login
 */
record RunEvidence(
    Duration duration,
    int rate,
    long logins,
    long unanswered,
    CauseCounter customers,
    CauseCounter logs,
    CauseCounter metrics,
    SpanComparison comparison,
    long ended,
    VendorLedger zipkin,
    VendorLedger receiver,
    VendorLedger second,
    Optional<Duration> edited,
    Optional<BackendCrash> crash,
    LatencyComparison pace,
    Optional<FailedLogin> exhibit) {

  List<VendorLedger> ledgers() {
    return List.of(zipkin, receiver, second);
  }
}
