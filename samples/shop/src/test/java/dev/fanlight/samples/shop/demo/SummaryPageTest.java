/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryPageTest {
  private static final Path FOLDER = Path.of("samples", "shop", "target", "demo");

  private final Evidences evidence = new Evidences();

  @Test
  void a_sound_run_reads_like_the_golden_page() throws IOException {
    assertThat(page(TextStyle.PLAIN)).isEqualTo(golden("page-sound.txt"));
  }

  @Test
  void a_run_that_does_not_add_up_says_what() throws IOException {
    spoil();

    assertThat(page(TextStyle.PLAIN)).isEqualTo(golden("page-faulty.txt"));
  }

  @Test
  void no_line_is_wider_than_a_hundred_columns() {
    spoil();

    assertThat(page(TextStyle.PLAIN).lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void colours_add_nothing_but_colours() {
    assertThat(page(TextStyle.ANSI).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(page(TextStyle.PLAIN));
  }

  private void spoil() {
    evidence.metrics = Evidences.tally(59, 60, 120);
    evidence.receiverLedger = new VendorLedger("receiver", 7_000, 6_980, 0, 19, 0, 0);
    evidence.spansAtReceiver = 10_900;
    evidence.different = List.of(Evidences.TRACE, "b" + Evidences.TRACE.substring(1));
  }

  private String page(TextStyle ink) {
    RunEvidence found = evidence.build();
    return SummaryPage.of(found, EvidenceCheck.faults(found), ink, FOLDER, Evidences.place());
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = SummaryPageTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
