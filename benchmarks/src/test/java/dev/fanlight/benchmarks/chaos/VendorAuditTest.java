/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VendorAuditTest {

  private static final List<Disturbance> CALM = List.of();

  /** Two lives: the first ended 10 spans and was killed with two of them in the queue; the second ended 5. */
  private static final List<LifeTruth> LIVES =
      List.of(new LifeTruth(1, 10, 10, new BitSet(), 8), new LifeTruth(2, 5, 5, new BitSet(), 5));

  private static final List<String> SOUND =
      List.of("T 7.11 1000 1:1-5", "A 7.11 1010", "T 7.12 2000 1:6-8,2:1-5", "A 7.12 2010");

  @Test
  void a_vendor_that_got_every_span_once_is_sound() {
    assertThat(problems(SOUND, ledger(13, 13, Map.of(), Map.of()))).isEmpty();
  }

  @Test
  void a_lost_id_is_a_fault_though_the_ledger_calls_it_delivered() {
    List<String> journal = List.of("T 7.11 1000 1:1-4", "A 7.11 1010", "T 7.12 2000 1:6-8,2:1-5");

    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of())))
        .anyMatch(problem -> problem.contains("never got 1 spans") && problem.contains("1:5"))
        .anyMatch(problem -> problem.contains("delivered = 13") && problem.contains("12 by ids"));
  }

  @Test
  void a_lost_id_with_a_reason_is_accounted_for() {
    List<String> journal = List.of("T 7.11 1000 1:1-4", "A 7.11 1010", "T 7.12 2000 1:6-8,2:1-5");

    assertThat(problems(journal, ledger(13, 12, Map.of(), Map.of("torn", 1L)))).isEmpty();
  }

  @Test
  void a_span_that_comes_again_after_its_answer_is_a_fault() {
    List<String> journal = plus(SOUND, "T 7.13 9000 1:3-3", "A 7.13 9010");

    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of())))
        .singleElement()
        .asString()
        .contains("got 1 spans again", "1:3");
  }

  @Test
  void a_span_may_come_again_if_its_answer_never_went_out() {
    List<String> journal = List.of("T 7.11 1000 1:1-8", "T 7.12 2000 1:1-8,2:1-5", "A 7.12 2010");

    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of()))).isEmpty();
  }

  @Test
  void a_span_of_the_first_request_of_a_receiver_may_come_again() {
    List<String> cold = List.of("T 7.1 1000 1:1-8", "A 7.1 1010", "T 7.2 6000 1:1-8,2:1-5");

    assertThat(problems(cold, ledger(13, 13, Map.of(), Map.of()))).isEmpty();
  }

  @Test
  void a_span_may_come_again_if_its_answer_took_so_long_that_the_sender_may_have_given_up() {
    List<String> slow = List.of("T 7.11 1000 1:1-8", "A 7.11 4000", "T 7.12 6000 1:1-8,2:1-5");

    assertThat(problems(slow, ledger(13, 13, Map.of(), Map.of()))).isEmpty();
  }

  @Test
  void a_span_may_come_again_if_the_sender_was_killed_just_after_the_answer() {
    List<String> journal = plus(SOUND, "T 7.13 9000 2:5-5", "A 7.13 9010");
    var kill = new Disturbance(java.util.Optional.empty(), 2_100, 2_200);

    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of()), List.of(kill)))
        .isEmpty();
  }

  @Test
  void a_kill_long_after_the_answer_excuses_nothing() {
    List<String> journal = plus(SOUND, "T 7.13 9000 2:5-5", "A 7.13 9010");
    var kill = new Disturbance(java.util.Optional.empty(), 5_000, 5_100);

    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of()), List.of(kill)))
        .hasSize(1);
  }

  @Test
  void a_phantom_is_a_fault() {
    List<String> journal = plus(SOUND, "T 7.13 9000 2:6-6,3:1-1", "A 7.13 9010");

    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of())))
        .singleElement()
        .asString()
        .contains("got 2 spans that never ended", "2:6");
  }

  @Test
  void a_span_that_the_queue_refused_must_not_arrive() {
    BitSet refused = new BitSet();
    refused.set(2);
    var lives = List.of(new LifeTruth(1, 3, 3, refused, 2));
    List<JournalEntry> journal = VendorJournal.parse(List.of("T 7.11 1000 1:1-3", "A 7.11 1010"));

    var audit = VendorAudit.of(
        "acme",
        lives,
        VendorTruth.replay(lives, journal, CALM),
        ledger(2, 2, Map.of(), Map.of()),
        (life, number) -> false);

    assertThat(audit.problems())
        .singleElement()
        .asString()
        .contains("1 spans that the queue had refused");
  }

  @Test
  void a_rejected_span_that_the_ledger_calls_delivered_is_a_fault() {
    List<String> journal = List.of("R 7.11 1000 1:1-1", "T 7.11 1000 1:2-8,2:1-5", "A 7.11 1010");

    assertThat(problems(journal, ledger(13, 12, Map.of("partial_success", 1L), Map.of())))
        .isEmpty();
    assertThat(problems(journal, ledger(13, 13, Map.of(), Map.of())))
        .anyMatch(problem -> problem.contains("delivered = 13"))
        .anyMatch(problem -> problem.contains("rejected = 0"));
  }

  @Test
  void a_batch_that_was_refused_and_then_taken_in_parts_is_delivered_but_for_the_bad_span() {
    List<String> journal = List.of(
        "R 7.11 1000 1:1-8",
        "T 7.12 1100 1:1-4",
        "A 7.12 1110",
        "R 7.13 1200 1:5-5",
        "T 7.14 1300 1:6-8,2:1-5",
        "A 7.14 1310");

    assertThat(problems(journal, ledger(13, 12, Map.of("http_400", 1L), Map.of())))
        .isEmpty();
  }

  @Test
  void a_ledger_that_forgot_what_it_received_is_a_fault() {
    assertThat(problems(SOUND, ledger(12, 12, Map.of(), Map.of())))
        .anyMatch(problem -> problem.contains("received = 12"));
  }

  @Test
  void spans_of_the_time_in_which_a_vendor_was_not_in_the_file_are_not_missed() {
    List<String> journal = List.of("T 7.11 1000 1:1-8", "A 7.11 1010");
    var truth = VendorTruth.replay(LIVES, VendorJournal.parse(journal), CALM);

    var absent = VendorAudit.of(
        "acme", LIVES, truth, ledger(8, 8, Map.of(), Map.of()), (life, number) -> life == 2);
    var present = VendorAudit.of(
        "acme", LIVES, truth, ledger(8, 8, Map.of(), Map.of()), (life, number) -> false);

    assertThat(absent.problems()).isEmpty();
    assertThat(present.problems()).anyMatch(problem -> problem.contains("never got 5 spans"));
  }

  private static List<String> problems(List<String> journal, VendorLedger ledger) {
    return problems(journal, ledger, CALM);
  }

  private static List<String> problems(
      List<String> journal, VendorLedger ledger, List<Disturbance> disturbances) {
    var truth = VendorTruth.replay(LIVES, VendorJournal.parse(journal), disturbances);
    return VendorAudit.of("acme", LIVES, truth, ledger, (life, number) -> false).problems();
  }

  private static VendorLedger ledger(
      long received, long delivered, Map<String, Long> rejected, Map<String, Long> dropped) {
    return new VendorLedger(received, delivered, 0, 0, rejected, dropped);
  }

  private static List<String> plus(List<String> journal, String... lines) {
    List<String> longer = new ArrayList<>(journal);
    longer.addAll(List.of(lines));
    return longer;
  }
}
