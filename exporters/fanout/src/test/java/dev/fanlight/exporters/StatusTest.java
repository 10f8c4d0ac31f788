/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import dev.fanlight.exporters.testing.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The status of a running fan-out. */
@Timeout(60)
class StatusTest {

  private final ScriptedVendor good = ScriptedVendor.start(request -> Reply.OK);
  private final ScriptedVendor strict = ScriptedVendor.start(request -> Reply.status(401));

  @TempDir
  private Path folder;

  private @Nullable Fanlight fanlight;

  @AfterEach
  void close() {
    if (fanlight != null) {
      fanlight.close();
    }
    good.close();
    strict.close();
  }

  @Test
  void the_numbers_of_a_status_are_those_of_the_ledger() throws Exception {
    Fanlight running = start("""
        vendors:
          good: {type: otlp, endpoint: %s}
          twin: {type: otlp, endpoint: %s}
          off: {type: otlp, endpoint: 'http://localhost:1', enabled: false}
        """.formatted(good.endpoint(), good.endpoint()));
    assertThat(running.status().state()).isEqualTo(StatusSnapshot.State.RUNNING);
    Spans.at(running.spanProcessor()).end(300);
    running.flush(Duration.ofSeconds(20));

    StatusSnapshot status = running.status();

    assertThat(status.vendors()).extracting(Vendor::name).containsExactly("good", "twin", "off");
    Vendor vendor = status.vendors().get(0);
    assertThat(vendor.account().delivered()).isEqualTo(300);
    assertThat(vendor.account().addsUp()).isTrue();
    assertThat(vendor.flow()).isEqualTo(Flow.DELIVERING);
    assertThat(vendor.sharesViewWith()).containsExactly("twin");
    assertThat(vendor.medianAnswerTime()).isPositive();
    assertThat(status.vendors().get(2).flow()).isEqualTo(Flow.SWITCHED_OFF);
    assertThat(status.pipeline().queue().ended()).isEqualTo(300);
    assertThat(status.file().version()).isEqualTo(1);
    assertThat(status.file().documents()).endsWith("fanlight.yaml");
    assertThat(running.ledgerSnapshots())
        .extracting(LedgerSnapshot::delivered)
        .containsExactly(300L, 300L);
  }

  @Test
  void a_refused_key_is_shown_with_its_cure_and_without_the_key() throws Exception {
    Fanlight running = start("""
        vendors:
          strict: {type: otlp, endpoint: %s, headers: {authorization: s3cr3t-key}}
        """.formatted(strict.endpoint()));
    Spans.at(running.spanProcessor()).end(10);

    await().until(() -> running.status().vendors().get(0).flow() == Flow.KEY_REFUSED);
    StatusSnapshot status = running.status();

    Failure failure = Objects.requireNonNull(status.vendors().get(0).lastFailure());
    assertThat(failure.message()).contains("401");
    assertThat(failure.cure()).contains("Check the vendor's key");
    assertThat(failure.isOver()).isFalse();
    assertThat(status.toJson()).doesNotContain("s3cr3t");
  }

  @Test
  void an_edit_is_shown_by_its_names_and_a_refused_one_by_its_problem() throws Exception {
    String keeps = "  good: {type: otlp, endpoint: %s}".formatted(good.endpoint());
    Fanlight running = start(
        "vendors:\n" + keeps + "\n  old: {type: otlp, endpoint: %s}".formatted(strict.endpoint()));

    write("vendors:\n" + keeps + "\n  new: {type: otlp, endpoint: %s}".formatted(good.endpoint()));
    await().atMost(Duration.ofSeconds(20)).until(() -> running.status().file().version() == 2);
    assertThat(running.status().file().lastEdit()).isEqualTo("added new; removed old");
    assertThat(flow(running, "old")).isEqualTo(Flow.REMOVED);

    write("vendors:\n" + keeps + "\n  new: {tipe: otlp}");
    await().atMost(Duration.ofSeconds(20)).until(() -> running.status().file().isNewestRefused());
    assertThat(running.status().file().problems()).anyMatch(line -> line.contains("vendors.new"));
    assertThat(running.status().file().version()).isEqualTo(2);
  }

  @Test
  void vendors_that_are_wrong_at_the_start_are_left_out_and_named() throws Exception {
    Fanlight running = start("vendors:\n  good: {type: otlp, endpoint: %s}\n  bad: {tipe: otlp}"
        .formatted(good.endpoint()));

    assertThat(flow(running, "bad")).isEqualTo(Flow.LEFT_OUT);
    assertThat(running.status().file().problems()).anyMatch(line -> line.contains("bad"));
  }

  @Test
  void a_closed_fan_out_has_a_status_and_no_thread() throws Exception {
    Fanlight running =
        start("vendors:\n  good: {type: otlp, endpoint: %s}".formatted(good.endpoint()));
    running.status();

    running.close();

    assertThat(running.status().state()).isEqualTo(StatusSnapshot.State.CLOSED);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("fanlight-status");
  }

  @Test
  void a_fan_out_that_is_switched_off_or_refused_says_so() throws Exception {
    assertThat(start("enabled: false\nvendors: {}").status().state())
        .isEqualTo(StatusSnapshot.State.SWITCHED_OFF);
    close();

    StatusSnapshot refused = start("vendors: {good: {}, good: {}}").status();

    assertThat(refused.state()).isEqualTo(StatusSnapshot.State.REFUSED);
    assertThat(refused.file().problems()).isNotEmpty();
  }

  private static Flow flow(Fanlight running, String vendor) {
    return running.status().vendors().stream()
        .filter(one -> one.name().equals(vendor))
        .findFirst()
        .orElseThrow()
        .flow();
  }

  private Fanlight start(String yaml) throws IOException {
    write(yaml);
    Fanlight started = Fanlight.builder(folder.resolve("fanlight.yaml")).build();
    fanlight = started;
    return started;
  }

  private void write(String yaml) throws IOException {
    Files.writeString(folder.resolve("fanlight.yaml"), yaml);
  }
}
