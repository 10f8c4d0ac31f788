/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The check of the evidence: each contradiction is a sentence; the list is empty if the evidence is consistent. */
final class EvidenceCheck {
  /* A blocked application would stand still for most of five seconds; a busy machine adds less. */
  private static final Duration NOISE = Duration.ofSeconds(1);

  private final RunEvidence evidence;
  private final List<String> faults = new ArrayList<>();

  private EvidenceCheck(RunEvidence evidence) {
    this.evidence = evidence;
  }

  static List<String> faults(RunEvidence evidence) {
    var checks = new EvidenceCheck(evidence);
    checks.everyCustomerWasAnswered();
    checks.theStoryIsToldAlike();
    checks.everySpanIsAccountedFor();
    checks.bothSidesHoldTheSameSpans();
    checks.theHangWasNotNoticed();
    checks.theEditTookEffect();
    checks.theCrashHadSomethingToLose();
    checks.oneLoginCanBeFollowed();
    return checks.faults;
  }

  private void everyCustomerWasAnswered() {
    if (evidence.unanswered() > 0) {
      fault(evidence.unanswered() + " of " + evidence.logins()
          + " logins got no answer, or one that the story does not know");
    }
  }

  private void theStoryIsToldAlike() {
    for (FailureCause cause : FailureCause.values()) {
      long told = evidence.customers().of(cause);
      if (told == 0) {
        fault("no login failed because of \"" + cause.words() + "\"; the run was too short");
      }
      compare(cause, told, evidence.logs(), "the log lines");
      compare(cause, told, evidence.metrics(), "the metrics");
      compare(cause, told, evidence.comparison().zipkin(), "Zipkin");
      compare(cause, told, evidence.comparison().receiver(), "the OTLP receiver");
    }
  }

  private void compare(FailureCause cause, long told, CauseCounter tally, String witness) {
    if (tally.of(cause) != told) {
      fault(told + " customers were told \"" + cause.words() + "\", but " + witness + " count "
          + tally.of(cause));
    }
  }

  private void everySpanIsAccountedFor() {
    for (VendorLedger ledger : evidence.ledgers()) {
      if (!ledger.addsUp()) {
        fault("the account of " + ledger.vendor() + " does not add up: " + ledger.received()
            + " received, " + ledger.delivered() + " delivered, " + ledger.rejected()
            + " rejected, " + ledger.dropped() + " dropped, " + ledger.filtered()
            + " filtered, " + ledger.buffered() + " buffered");
      }
      if (ledger.delivered() != ledger.received()) {
        fault(ledger.vendor() + " was to get " + ledger.received() + " spans and got "
            + ledger.delivered());
      }
    }
    received("zipkin", evidence.zipkin().received());
    received(
        "the OTLP receivers", evidence.receiver().received() + evidence.second().received());
  }

  private void received(String whose, long received) {
    if (received != evidence.ended()) {
      fault(evidence.ended() + " spans ended, but the lanes of " + whose + " received " + received);
    }
  }

  private void bothSidesHoldTheSameSpans() {
    SpanComparison comparison = evidence.comparison();
    if (!comparison.different().isEmpty()) {
      fault(comparison.different().size() + " of " + comparison.traces()
          + " traces are not the same at Zipkin and the OTLP receivers, the first: "
          + comparison.different().get(0));
    }
    held("zipkin", evidence.zipkin().delivered(), comparison.spansAtZipkin());
    held(
        "the OTLP receivers",
        evidence.receiver().delivered() + evidence.second().delivered(),
        comparison.spansAtReceiver());
  }

  private void held(String who, long delivered, long held) {
    if (held != delivered) {
      fault(delivered + " spans were delivered to " + who + ", and " + held + " are there");
    }
  }

  private void theEditTookEffect() {
    if (evidence.edited().isEmpty()) {
      fault("the run was stopped before the files were edited");
    } else if (evidence.second().received() == 0) {
      fault("the files were edited, but the vendor \"second\" received nothing");
    }
  }

  private void theCrashHadSomethingToLose() {
    evidence
        .crash()
        .filter(crash -> crash.waiting() == 0)
        .ifPresent(crash -> fault("the backend was killed, but nothing waited on its disk"));
  }

  private void theHangWasNotNoticed() {
    LatencyComparison pace = evidence.pace();
    if (pace.loginsBefore() == 0 || pace.loginsDuring() == 0) {
      fault("the run was stopped before the receiver hung, or no login succeeded then");
      return;
    }
    Duration most = pace.p99Before().multipliedBy(2).plus(NOISE);
    if (pace.p99During().compareTo(most) > 0) {
      fault("while the receiver hung, logins took " + pace.p99During().toMillis()
          + " ms (p99), before " + pace.p99Before().toMillis() + " ms");
    }
  }

  private void oneLoginCanBeFollowed() {
    if (evidence.exhibit().isEmpty()) {
      fault("no failed login was found that is an exemplar of a metric");
    }
    evidence
        .exhibit()
        .filter(exhibit -> exhibit.spans() == 0 || exhibit.lines().isEmpty())
        .ifPresent(exhibit -> fault("trace " + exhibit.trace() + " has " + exhibit.spans()
            + " spans at Zipkin and " + exhibit.lines().size() + " log lines"));
  }

  private void fault(String sentence) {
    faults.add(sentence);
  }
}
