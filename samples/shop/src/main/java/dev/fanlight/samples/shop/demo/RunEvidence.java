/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was asked, before anybody judges it.
 *
 * @param duration how long customers came
 * @param rate how many a second
 * @param logins how many came in all
 * @param unanswered how many got no answer, or one that the story does not know
 * @param customers the causes that customers were told
 * @param logs the causes in the log lines
 * @param metrics the causes in the metrics
 * @param comparison both vendors, span by span
 * @param ended every span that ended, as the metrics count them
 * @param zipkin the services' account for Zipkin
 * @param receiver the same for the OTLP receiver that hung, and left when the files were edited
 * @param second the same for the one that came in its place
 * @param edited when the files were edited, after the start; none if the run ended before
 * @param crash of the backend, near the end; none if the run ended before the files were edited
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
