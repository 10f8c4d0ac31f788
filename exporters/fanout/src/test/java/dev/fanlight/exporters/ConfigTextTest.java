/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.ConfigText.Origin;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.VendorStatus;
import dev.fanlight.exporters.testing.CapturedLog;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {
  private static final Origin NOWHERE = new Origin("settings", 0, 0);

  @TempDir
  Path folder;

  @Test
  void a_document_in_no_file_names_its_vendors() {
    try (Fanlight fanlight = Fanlight.builder()
        .text(ConfigText.of("settings", "vendors: {a: {type: otlp, endpoint: 'http://a:4318'}}"))
        .build()) {

      assertThat(fanlight.ledgerSnapshots())
          .extracting(LedgerSnapshot::vendor)
          .containsExactly("a");
      assertThat(fanlight.sectionContext().vendorStatuses())
          .extracting(VendorStatus::vendor)
          .containsExactly("a");
      assertThat(fanlight.vendorEndpoints())
          .containsEntry("a", URI.create("http://a:4318/v1/traces"));
    }
  }

  @Test
  void a_problem_names_the_origin_of_its_line() {
    ConfigText text = new ConfigText(
        "settings", """
        {
        "strict": "true",
        "bogus": "1"
        }
        """, List.of(NOWHERE, NOWHERE, new Origin("application.yaml", 12, 3), NOWHERE));

    assertThatThrownBy(() -> Fanlight.builder().text(text).build())
        .hasMessageContaining("application.yaml:12:3: unknown key");
  }

  @Test
  void a_line_without_an_origin_names_the_document() {
    ConfigText text = ConfigText.of("settings", "strict: true\nbogus: 1");

    assertThatThrownBy(() -> Fanlight.builder().text(text).build())
        .hasMessageContaining("settings:2:1: unknown key");
  }

  @Test
  void a_key_of_translated_settings_may_have_dashes() {
    ConfigText text = new ConfigText("settings", """
        {"shutdown-timeout": "2s", "vendors": {"a": {"type": "honeycomb", "api-key": "k"}}}
        """, List.of(NOWHERE));

    try (CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.builder().text(text).build()) {
      assertThat(fanlight.ledgerSnapshots()).hasSize(1);
      assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("INFO"));
    }
  }

  @Test
  void a_key_in_both_spellings_is_refused() {
    ConfigText text = new ConfigText("settings", """
        {"strict": "true", "shutdown-timeout": "2s", "shutdown_timeout": "3s"}
        """, List.of(NOWHERE));

    assertThatThrownBy(() -> Fanlight.builder().text(text).build())
        .hasMessageContaining(
            "settings: shutdown_timeout: is there twice, with dashes and with underscores; keep one");
  }

  @Test
  void a_key_of_a_file_has_one_spelling() throws Exception {
    Path file =
        Files.writeString(folder.resolve("fanlight.yaml"), "strict: true\nshutdown-timeout: 2s");

    assertThatThrownBy(() -> Fanlight.load(file)).hasMessageContaining("unknown key");
  }

  @Test
  void a_document_is_laid_over_the_files() throws Exception {
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), """
        vendors:
          a: {type: otlp, endpoint: "http://a:4318"}
          b: {type: otlp, endpoint: "http://b:4318"}
        """);

    try (Fanlight fanlight = Fanlight.builder(file)
        .text(ConfigText.of("settings", "vendors: {a: null}"))
        .build()) {
      assertThat(fanlight.ledgerSnapshots())
          .extracting(LedgerSnapshot::vendor)
          .containsExactly("b");
    }
  }

  @Test
  void the_text_of_a_document_is_not_shown() {
    assertThat(ConfigText.of("settings", "api_key: hunter2")).hasToString("settings");
  }
}
