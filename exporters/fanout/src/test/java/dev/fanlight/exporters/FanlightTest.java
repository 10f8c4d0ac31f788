/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ManualClock;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FanlightTest {

  @TempDir
  Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("fanlight.yaml"), text);
  }

  @Test
  void every_span_reaches_every_vendor_of_the_file() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(file("""
            vendors:
              a: {type: otlp, endpoint: %s}
              b: {type: otlp, endpoint: %s}
            """.formatted(a.endpoint(), b.endpoint())))) {
      Set<String> ended = endSpans(fanlight, 8_000);

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      assertThat(a.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
      assertThat(b.taken()).hasSameSizeAs(ended).hasSameElementsAs(ended);
      assertThat(fanlight.ledgerSnapshots()).allSatisfy(account -> {
        assertThat(account.addsUp()).isTrue();
        assertThat(account.delivered()).isEqualTo(8_000);
        assertThat(account.state()).isEqualTo(LedgerSnapshot.State.UP);
      });
      assertThat(fanlight.queueSnapshot().ended()).isEqualTo(8_000);
      assertThat(fanlight.queueSnapshot().received()).isEqualTo(8_000);
    }
  }

  @Test
  void closing_sends_what_waits() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK)) {
      Fanlight fanlight =
          Fanlight.load(file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())));
      Set<String> ended = endSpans(fanlight, 100);

      fanlight.close();

      assertThat(a.taken()).hasSameElementsAs(ended);
      assertThat(fanlight.ledgerSnapshots().get(0).state()).isEqualTo(LedgerSnapshot.State.STOPPED);
    }
  }

  @Test
  void a_span_that_ends_after_the_close_is_refused_and_counted() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK)) {
      Fanlight fanlight =
          Fanlight.load(file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())));
      fanlight.close();

      endSpans(fanlight, 3);

      assertThat(fanlight.queueSnapshot().refusedByReason()).containsEntry("already_shutdown", 3L);
    }
  }

  @Test
  void a_flush_names_the_vendor_that_is_down_and_does_not_wait_for_it() throws Exception {
    try (ScriptedVendor up = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor down = ScriptedVendor.start(request -> Reply.status(503));
        Fanlight fanlight = Fanlight.load(file("""
            vendors:
              up: {type: otlp, endpoint: %s}
              down: {type: otlp, endpoint: %s}
            """.formatted(up.endpoint(), down.endpoint())))) {
      endSpans(fanlight, 10);

      assertThat(fanlight.flush(Duration.ofSeconds(60))).containsExactly("down");
    }
  }

  /** See <a href="https://github.com/open-telemetry/opentelemetry-java/pull/8167">opentelemetry-java#8167</a>. */
  @Test
  void a_full_queue_says_so_once_and_the_sum_is_in_the_last_line() throws Exception {
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK)) {
      Fanlight fanlight =
          Fanlight.load(file("{queue: {capacity: 16}, vendors: {a: {type: otlp, endpoint: %s}}}"
              .formatted(a.endpoint())));
      endSpans(fanlight, 20_000);
      fanlight.flush(Duration.ofSeconds(20));
      endSpans(fanlight, 20_000);
      fanlight.close();

      long refused = fanlight.queueSnapshot().refused();
      assertThat(refused).isPositive();
      assertThat(said.lines())
          .filteredOn(line -> line.contains("because the queue was full"))
          .hasSize(1);
      assertThat(said.lines()).last().asString().contains("queue_full " + refused);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2562047788015215H30M7.999999999S", "P106751D", "PT-2562047788015215H"})
  void a_flush_takes_any_duration(Duration timeout) throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(
            file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))) {
      endSpans(fanlight, 10);

      List<String> late = fanlight.flush(timeout);

      assertThat(late).isEqualTo(timeout.isNegative() ? List.of("a") : List.of());
    }
  }

  @Test
  void an_edit_of_the_file_takes_effect_and_a_broken_one_changes_nothing() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(
            file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))) {
      file("vendors: {a: {type: otlp, endpint: %s}}".formatted(a.endpoint()));
      await().until(() -> fanlight.reloads().refused() == 1);
      assertThat(fanlight.ledgerSnapshots())
          .extracting(LedgerSnapshot::vendor)
          .containsExactly("a");

      file("""
          vendors:
            a: {type: otlp, endpoint: %s}
            b: {type: otlp, endpoint: %s}
          """.formatted(a.endpoint(), b.endpoint()));
      await().until(() -> fanlight.reloads().applied() == 1);
      Set<String> ended = endSpans(fanlight, 10);
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      assertThat(a.taken()).hasSameElementsAs(ended);
      assertThat(b.taken()).hasSameElementsAs(ended);
    }
  }

  @Test
  void equal_rules_in_another_order_are_one_view_and_each_span_goes_once() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(file("""
            vendors:
              x: {type: otlp, endpoint: %s, drop: {url.path: [/a, /b]}}
              y: {type: otlp, endpoint: %s, drop: {url.path: [/b, /a]}}
            """.formatted(a.endpoint(), a.endpoint())))) {
      endSpans(fanlight, 100);

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      assertThat(fanlight.ledgerSnapshots())
          .allMatch(LedgerSnapshot::addsUp)
          .allMatch(account -> account.delivered() == 100);
      assertThat(a.taken()).hasSize(200);
    }
  }

  @Test
  void an_interrupted_thread_closes_all_the_same() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK)) {
      Fanlight fanlight =
          Fanlight.load(file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())));
      endSpans(fanlight, 100);

      Thread.currentThread().interrupt();
      fanlight.close();

      assertThat(Thread.interrupted()).isTrue();
      await().until(() -> a.taken().size() == 100);
      await()
          .until(() -> fanlight.ledgerSnapshots().get(0).state() == LedgerSnapshot.State.STOPPED);
    }
  }

  @Test
  void closing_the_tracer_provider_stops_every_thread_of_ours() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK)) {
      Fanlight fanlight =
          Fanlight.load(file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())));

      fanlight.spanProcessor().shutdown().join(20, TimeUnit.SECONDS);

      await()
          .until(() -> Thread.getAllStackTraces().keySet().stream()
              .noneMatch(thread -> thread.getName().startsWith("fanlight-")));
    }
  }

  @Test
  void what_a_short_shutdown_leaves_behind_is_counted() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.status(503))) {
      Fanlight fanlight =
          Fanlight.load(file("{shutdown_timeout: 400ms, vendors: {a: {type: otlp, endpoint: %s}}}"
              .formatted(a.endpoint())));
      endSpans(fanlight, 8_000);

      fanlight.close();

      await().untilAsserted(() -> {
        LedgerSnapshot account = fanlight.ledgerSnapshots().get(0);
        assertThat(account.buffered()).isZero();
        assertThat(account.addsUp()).isTrue();
        assertThat(account.received()
                + fanlight.queueSnapshot().queued()
                + fanlight.queueSnapshot().refused())
            .isEqualTo(8_000);
      });
    }
  }

  @Test
  void a_clock_that_somebody_sets_expires_nothing() throws Exception {
    ManualClock wall = new ManualClock();
    Clock clock = new Clock() {
      @Override
      public long now() {
        return wall.now();
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }
    };
    AtomicBoolean busy = new AtomicBoolean(true);
    try (ScriptedVendor a =
            ScriptedVendor.start(request -> busy.get() ? Reply.status(503) : Reply.OK);
        Fanlight fanlight = Fanlight.builder(
                file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))
            .clock(clock)
            .build()) {
      endSpans(fanlight, 10);
      await().until(() -> fanlight.ledgerSnapshots().get(0).attempts() > 0);

      wall.advance(Duration.ofDays(400));
      busy.set(false);

      await().until(() -> fanlight.ledgerSnapshots().get(0).buffered() == 0);
      assertThat(fanlight.ledgerSnapshots().get(0).delivered()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bogus: 1\nvendors: {}",
        "queue: {capacity: many}",
        "rules: {sample: 300%}",
        "vendors: [",
        "just text",
        "\t- no: yaml: at: all",
        "strict: true\nvendors: ["
      })
  void a_file_that_cannot_be_used_is_reported_and_the_application_runs(String document)
      throws Exception {
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), document);
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.load(file)) {
      endSpans(fanlight, 10);

      assertThat(fanlight.ledgerSnapshots()).isEmpty();
      assertThat(said.lines())
          .singleElement()
          .asString()
          .startsWith("SEVERE Fanlight cannot start:")
          .contains("fanlight.yaml")
          .endsWith("No span is exported.");
    }
  }

  @Test
  void a_file_that_is_not_there_is_reported_and_taken_as_soon_as_it_is() throws Exception {
    Path missing = folder.resolve("missing.yaml");
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK);
        CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.load(missing)) {
      assertThat(said.lines()).singleElement().asString().contains("missing.yaml");

      Files.writeString(
          missing, "vendors: {a: {type: otlp, endpoint: '%s'}}".formatted(vendor.endpoint()));
      await().until(() -> fanlight.reloads().applied() == 1);
      Spans.at(fanlight.spanProcessor()).end(10);
      fanlight.flush(Duration.ofSeconds(20));

      assertThat(vendor.taken()).hasSize(10);
    }
  }

  @Test
  void the_start_does_not_say_that_spans_are_on_a_disk_that_cannot_be_written() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "a file where the folder should be");
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"),
        "buffer: {memory: 16MiB, disk: {path: %s}}".formatted(taken.resolve("log")));
    try (CapturedLog said = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.load(file)) {
      assertThat(fanlight.ledgerSnapshots()).isEmpty();
      assertThat(said.lines())
          .last()
          .asString()
          .startsWith("INFO Fanlight sends spans to no vendor; buffer 16 MiB in memory")
          .contains("is not available now")
          .doesNotContain("MiB on disk");
    }
  }

  @Test
  void a_strict_file_with_a_typo_stops_the_application() throws Exception {
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), "strict: true\nbogus: 1");

    assertThatThrownBy(() -> Fanlight.load(file))
        .isInstanceOf(Fanlight.RefusedConfigurationException.class)
        .hasMessageContaining("unknown key");
  }

  @Test
  void a_log_handler_that_throws_costs_neither_start_nor_reload_nor_span() throws Exception {
    Logger logger = Logger.getLogger("dev.fanlight.exporters");
    Handler broken = new Handler() {
      @Override
      public void publish(LogRecord record) {
        throw new IllegalStateException("the application's handler");
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    logger.addHandler(broken);
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(
            file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))) {
      file("vendors: {a: {type: otlp, endpoint: %s}, b: {}}".formatted(a.endpoint()));
      await().until(() -> fanlight.reloads().refused() == 1);
      Set<String> ended = endSpans(fanlight, 10);

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
      assertThat(a.taken()).hasSameElementsAs(ended);
    } finally {
      logger.removeHandler(broken);
    }
  }

  @Test
  @SuppressWarnings("JdkObsolete") // a list without random access
  void a_list_with_a_null_element_and_a_linked_list_reach_the_vendor() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(
            file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))) {
      Tracer tracer = SdkTracerProvider.builder()
          .addSpanProcessor(fanlight.spanProcessor())
          .build()
          .get("test");
      tracer
          .spanBuilder("null")
          .setAttribute(AttributeKey.longArrayKey("ids"), Arrays.asList(1L, null))
          .startSpan()
          .end();
      tracer
          .spanBuilder("linked")
          .setAttribute(
              AttributeKey.stringArrayKey("ids"), new LinkedList<>(Collections.nCopies(50_000, "")))
          .startSpan()
          .end();

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
      assertThat(fanlight.ledgerSnapshots().get(0).delivered()).isEqualTo(2);
    }
  }

  @Test
  void a_meter_provider_that_fails_costs_its_metrics_and_no_start() throws Exception {
    MeterProvider failing = scope -> {
      throw new NoClassDefFoundError("io/opentelemetry/api/metrics/Later");
    };
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.builder(
                file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))
            .meterProvider(failing)
            .build()) {
      Set<String> ended = endSpans(fanlight, 10);

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
      assertThat(a.taken()).hasSameElementsAs(ended);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("meter provider"))
          .hasSize(1);
    }
  }

  @Test
  void a_span_of_foreign_make_that_fails_reaches_no_application_and_no_other_span()
      throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        Fanlight fanlight = Fanlight.load(
            file("vendors: {a: {type: otlp, endpoint: %s}}".formatted(a.endpoint())))) {
      fanlight.spanProcessor().onEnd(foreign(null));
      fanlight.spanProcessor().onEnd(foreign(FakeSpan.named("sampled").getSpanContext()));
      Set<String> ended = endSpans(fanlight, 10);

      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
      assertThat(a.taken()).hasSameElementsAs(ended);
      assertThat(fanlight.ledgerSnapshots().get(0).droppedByReason())
          .containsEntry("encoding_error", 1L);
    }
  }

  /** Knows its context at most. */
  private static ReadableSpan foreign(@Nullable SpanContext context) {
    return (ReadableSpan) Proxy.newProxyInstance(
        FanlightTest.class.getClassLoader(),
        new Class<?>[] {ReadableSpan.class},
        (proxy, method, arguments) -> method.getName().equals("getSpanContext") ? context : null);
  }

  private static Set<String> endSpans(Fanlight fanlight, int count) {
    Set<String> ids = new HashSet<>();
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
    Tracer tracer = provider.get("test");
    for (int i = 0; i < count; i++) {
      var span = tracer.spanBuilder("span " + i).startSpan();
      span.end();
      ids.add(span.getSpanContext().getSpanId());
    }
    return ids; // the provider is not closed: it would close the fan-out with it
  }
}
