/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log on disk promises, seen from the file and the vendor. */
class RestartTest {

  @TempDir
  Path folder;

  private final CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void what_a_vendor_that_is_down_did_not_take_it_gets_from_the_next_process() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          buffer: {disk: {path: %s}}
          shutdown_timeout: 2s
          vendors:
            a: {type: otlp, endpoint: %s}
            b: {type: otlp, endpoint: %s}
          """.formatted(folder.resolve("log"), a.endpoint(), b.endpoint());
      Fanlight first = start(file);
      Set<String> ended = endSpans(first, 5_000);
      first.close();
      assertThat(account(first, "a").delivered()).isEqualTo(5_000);
      assertThat(account(first, "b").buffered()).isEqualTo(5_000);

      b.follow(request -> Reply.OK);
      try (Fanlight second = start(file)) {
        assertThat(log.lines()).anyMatch(line -> line.contains("where 5000 spans wait"));
        ended.addAll(endSpans(second, 100));
        assertThat(second.flush(Duration.ofSeconds(20))).isEmpty();

        assertThat(b.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
        assertThat(a.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
        for (String vendor : Set.of("a", "b")) {
          assertThat(account(second, vendor).addsUp()).isTrue();
          assertThat(account(second, vendor).received()).isEqualTo(5_100);
          assertThat(account(second, vendor).delivered()).isEqualTo(5_100);
        }
      }
    }
  }

  @Test
  void switched_off_and_on_again_it_goes_on_where_it_was() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          enabled: %s
          buffer: {disk: {path: %s}}
          shutdown_timeout: 1s
          vendors: {a: {type: otlp, endpoint: %s}}
          """;
      String on = file.formatted(true, folder.resolve("log"), a.endpoint());
      String off = file.formatted(false, folder.resolve("log"), a.endpoint());
      try (Fanlight fanlight = start(on)) {
        Set<String> ended = endSpans(fanlight, 500);
        write(off);
        await().until(() -> fanlight.reloads().applied() == 1);
        assertThat(account(fanlight, "a").buffered()).isEqualTo(500);

        a.follow(request -> Reply.OK);
        write(on);
        await().until(() -> a.taken().size() == 500);

        assertThat(a.taken()).hasSameElementsAs(ended);
        await().until(() -> account(fanlight, "a").delivered() == 500);
        assertThat(account(fanlight, "a").addsUp()).isTrue();
        assertThat(account(fanlight, "a").received()).isEqualTo(500);
      }
    }
  }

  @Test
  void what_is_left_for_a_vendor_that_was_removed_is_promised_to_nobody() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          buffer: {disk: {path: %s}}
          shutdown_timeout: 1s
          vendors: {a: {type: otlp, endpoint: %s}%s}
          """;
      String second = ", b: {type: otlp, endpoint: " + b.endpoint() + "}";
      Fanlight fanlight = start(file.formatted(folder.resolve("log"), a.endpoint(), second));
      endSpans(fanlight, 500);
      write(file.formatted(folder.resolve("log"), a.endpoint(), ""));
      await().until(() -> fanlight.reloads().applied() == 1);

      fanlight.close();

      assertThat(account(fanlight, "b").buffered()).isZero();
      assertThat(account(fanlight, "b").dropped()).isEqualTo(500);
      assertThat(log.lines()).noneMatch(line -> line.contains("are sent after the next start"));
    }
  }

  @Test
  void rules_changed_meanwhile_are_no_reason_to_lose_what_was_encoded_under_the_old_ones()
      throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          buffer: {disk: {path: %s}}
          shutdown_timeout: 1s
          vendors: {a: {type: otlp, endpoint: %s%s}}
          """;
      Fanlight first = start(file.formatted(folder.resolve("log"), a.endpoint(), ""));
      Set<String> ended = endSpans(first, 300);
      first.close();

      a.follow(request -> Reply.OK);
      try (Fanlight second =
          start(file.formatted(folder.resolve("log"), a.endpoint(), ", redact: [enduser.id]"))) {
        ended.addAll(endSpans(second, 300));
        assertThat(second.flush(Duration.ofSeconds(20))).isEmpty();

        assertThat(a.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
      }
    }
  }

  @Test
  void a_vendor_that_a_typo_leaves_out_keeps_what_waits_for_it() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.status(503))) {
      String file = """
          buffer: {disk: {path: %s}}
          shutdown_timeout: 1s
          vendors: {a: {type: otlp, endpoint: %s%s}}
          """;
      String right = file.formatted(folder.resolve("log"), a.endpoint(), "");
      Fanlight first = start(right);
      Set<String> ended = endSpans(first, 300);
      first.close();

      start(file.formatted(folder.resolve("log"), a.endpoint(), ", windwo: 3")).close();
      a.follow(request -> Reply.OK);
      try (Fanlight third = start(right)) {
        assertThat(third.flush(Duration.ofSeconds(20))).isEmpty();

        assertThat(a.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
      }
    }
  }

  @Test
  void a_folder_that_cannot_be_used_costs_durability_and_nothing_else() throws Exception {
    Path occupied = Files.writeString(folder.resolve("file"), "not a folder");
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = start("""
            buffer: {disk: {path: %s}}
            vendors: {a: {type: otlp, endpoint: %s}}
            """.formatted(occupied, a.endpoint()))) {
      Set<String> ended = endSpans(fanlight, 1_000);

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      assertThat(a.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
      assertThat(log.lines().stream().filter(line -> line.contains("cannot be written")))
          .hasSize(1);
    }
  }

  private Fanlight start(String text) throws IOException {
    return Fanlight.load(write(text));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("fanlight.yaml"), text);
  }

  private static LedgerSnapshot account(Fanlight fanlight, String vendor) {
    return fanlight.ledgerSnapshots().stream()
        .filter(account -> account.vendor().equals(vendor))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> endSpans(Fanlight fanlight, int count) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
    Tracer tracer = provider.get("test");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      var span = tracer.spanBuilder("span " + i).startSpan();
      span.end();
      ids.add(span.getSpanContext().getSpanId());
    }
    return ids;
  }
}
