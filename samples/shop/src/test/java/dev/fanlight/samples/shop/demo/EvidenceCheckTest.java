/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceCheckTest {
  private final Evidences evidence = new Evidences();

  @Test
  void sound_evidence_has_no_fault() {
    assertThat(faults()).isEmpty();
  }

  @Test
  void a_witness_that_counts_otherwise_is_named() {
    evidence.logs = Evidences.tally(60, 60, 119);

    assertThat(faults())
        .containsExactly(
            "120 customers were told \"suspended: missing scopes\", but the log lines count 119");
  }

  @Test
  void each_of_the_four_witnesses_is_held_against_the_customers() {
    evidence.customers = Evidences.tally(61, 60, 120);

    assertThat(faults())
        .hasSize(4)
        .anyMatch(fault -> fault.contains("the log lines count 60"))
        .anyMatch(fault -> fault.contains("the metrics count 60"))
        .anyMatch(fault -> fault.contains("Zipkin count 60"))
        .anyMatch(fault -> fault.contains("the OTLP receiver count 60"));
  }

  @Test
  void a_crash_that_had_nothing_to_lose_is_a_fault() {
    evidence.crash = Optional.of(new BackendCrash(0));

    assertThat(faults()).containsExactly("the backend was killed, but nothing waited on its disk");
  }

  @Test
  void a_cause_that_never_came_is_a_fault() {
    CauseCounter none = Evidences.tally(0, 60, 120);
    evidence.customers = none;
    evidence.logs = none;
    evidence.metrics = none;
    evidence.zipkin = none;
    evidence.receiver = none;

    assertThat(faults())
        .containsExactly(
            "no login failed because of \"account host does not resolve (DNS)\"; the run was too"
                + " short");
  }

  @Test
  void an_account_that_does_not_add_up_is_a_fault() {
    evidence.zipkinLedger = new VendorLedger("zipkin", 10_920, 10_919, 0, 0, 0, 0);
    evidence.spansAtZipkin = 10_919;

    assertThat(faults())
        .anyMatch(fault -> fault.startsWith("the account of zipkin does not add up"))
        .contains("zipkin was to get 10920 spans and got 10919");
  }

  @Test
  void a_loss_that_is_accounted_for_is_still_a_fault() {
    evidence.receiverLedger = new VendorLedger("receiver", 7_000, 6_980, 0, 20, 0, 0);
    evidence.spansAtReceiver = 10_900;

    assertThat(faults()).containsExactly("receiver was to get 7000 spans and got 6980");
  }

  @Test
  void spans_that_no_lane_received_are_a_fault() {
    evidence.ended = 10_921;

    assertThat(faults())
        .containsExactly(
            "10921 spans ended, but the lanes of zipkin received 10920",
            "10921 spans ended, but the lanes of the OTLP receivers received 10920");
  }

  @Test
  void a_span_that_both_the_leaver_and_the_newcomer_got_is_a_fault() {
    evidence.secondLedger = new VendorLedger("second", 3_921, 3_921, 0, 0, 0, 0);
    evidence.spansAtReceiver = 10_921;

    assertThat(faults())
        .containsExactly("10920 spans ended, but the lanes of the OTLP receivers received 10921");
  }

  @Test
  void traces_that_differ_are_a_fault_though_the_counts_agree() {
    evidence.different = List.of(Evidences.TRACE);

    assertThat(faults())
        .containsExactly(
            "1 of 1200 traces are not the same at Zipkin and the OTLP receivers, the first: "
                + Evidences.TRACE);
  }

  @Test
  void a_vendor_that_holds_less_than_was_delivered_is_a_fault() {
    evidence.spansAtReceiver = 10_919;

    assertThat(faults())
        .containsExactly("10920 spans were delivered to the OTLP receivers, and 10919 are there");
  }

  @Test
  void an_edit_that_has_no_effect_is_a_fault() {
    evidence.receiverLedger = new VendorLedger("receiver", 10_920, 10_920, 0, 0, 0, 0);
    evidence.secondLedger = new VendorLedger("second", 0, 0, 0, 0, 0, 0);

    assertThat(faults())
        .containsExactly("the files were edited, but the vendor \"second\" received nothing");
  }

  @Test
  void a_run_that_ends_before_the_edit_is_a_fault() {
    evidence.edited = Optional.empty();

    assertThat(faults()).containsExactly("the run was stopped before the files were edited");
  }

  @Test
  void an_application_that_notices_the_hang_is_a_fault() {
    evidence.pace = Evidences.pace(23, 1_047);

    assertThat(faults())
        .containsExactly("while the receiver hung, logins took 1047 ms (p99), before 23 ms");
  }

  @Test
  void a_run_that_ends_before_the_hang_is_a_fault() {
    evidence.pace = new LatencyComparison(
        evidence.pace.hang(),
        10,
        evidence.pace.medianBefore(),
        evidence.pace.p99Before(),
        0,
        evidence.pace.medianDuring(),
        evidence.pace.p99During());

    assertThat(faults()).hasSize(1).first().asString().contains("before the receiver hung");
  }

  @Test
  void a_customer_without_an_answer_is_a_fault() {
    evidence.unanswered = 1;

    assertThat(faults()).hasSize(1).first().asString().startsWith("1 of 1200 logins got no answer");
  }

  @Test
  void an_exemplar_that_leads_nowhere_is_a_fault() {
    FailedLogin found = Evidences.exhibit();
    evidence.exhibit = Optional.of(
        new FailedLogin(found.trace(), found.cause(), found.page(), 0, List.of(), found.series()));

    assertThat(faults())
        .containsExactly("trace " + Evidences.TRACE + " has 0 spans at Zipkin and 0 log lines");
  }

  @Test
  void metrics_without_an_exemplar_are_a_fault() {
    evidence.exhibit = Optional.empty();

    assertThat(faults())
        .containsExactly("no failed login was found that is an exemplar of a metric");
  }

  private List<String> faults() {
    return EvidenceCheck.faults(evidence.build());
  }
}
