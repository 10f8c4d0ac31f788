/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverPolicyTest {

  @TempDir
  private Path folder;

  @Test
  void the_journal_has_a_request_before_its_answer() throws Exception {
    Path file = folder.resolve("journal");
    var policy = new ReceiverPolicy(new ReceiverJournal(file));

    ReceiverReply reply = policy.reply(ids(1, 2, 3), "");

    assertThat(VendorJournal.read(file)).singleElement().satisfies(entry -> {
      assertThat(entry.taken()).isTrue();
      assertThat(entry.answeredMillis()).isZero();
      assertThat(entry.ranges()).containsExactly(new JournalEntry.Range(4, 1, 3));
    });
    policy.answered(reply);
    assertThat(VendorJournal.read(file).get(0).answeredMillis()).isPositive();
  }

  @Test
  void a_partial_success_refuses_the_first_spans_and_takes_the_rest() throws Exception {
    Path file = folder.resolve("journal");
    var policy = new ReceiverPolicy(new ReceiverJournal(file));
    policy.follow(ReceiverMode.PARTIAL);

    assertThat(policy.reply(ids(1, 2, 3, 7), "").rejected()).isEqualTo(3);
    assertThat(VendorJournal.read(file))
        .extracting(JournalEntry::taken, JournalEntry::ranges)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, List.of(new JournalEntry.Range(4, 1, 3))),
            org.assertj.core.groups.Tuple.tuple(true, List.of(new JournalEntry.Range(4, 7, 7))));
  }

  @Test
  void another_key_is_refused_and_nothing_is_taken() throws Exception {
    Path file = folder.resolve("journal");
    var policy = new ReceiverPolicy(new ReceiverJournal(file));
    policy.require("new");

    assertThat(policy.reply(ids(1), "old").status()).isEqualTo(401);
    assertThat(policy.reply(ids(1), "new").status()).isEqualTo(200);
    assertThat(VendorJournal.read(file)).hasSize(1);
  }

  @Test
  void a_bad_span_refuses_its_whole_request() throws Exception {
    var policy = new ReceiverPolicy(new ReceiverJournal(folder.resolve("journal")));
    policy.follow(ReceiverMode.POISON);

    assertThat(policy.reply(ids(5, ReceiverPolicy.POISON), "").status()).isEqualTo(400);
    assertThat(policy.reply(ids(5), "").status()).isEqualTo(200);
  }

  private static SpanIds ids(long... numbers) {
    StringBuilder json = new StringBuilder();
    for (long number : numbers) {
      String id = String.format("%016x", new SpanNumber(4, number).spanId());
      json.append("{\"traceId\":\"00\",\"id\":\"").append(id).append("\"}");
    }
    return SpanIds.ofZipkin(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
