/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanlightSpanProcessorTest {

  private final ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
  private final ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK);
  private final ScriptedVendor c = ScriptedVendor.start(request -> Reply.OK);
  private final FanlightSpanProcessor switchboard =
      new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop());
  private final Spans spans = Spans.at(switchboard);

  @AfterEach
  void close() {
    switchboard.close();
    a.close();
    b.close();
    c.close();
  }

  @Test
  void a_vendor_that_stays_misses_nothing_while_others_come_and_go() throws Exception {
    apply("a: {type: otlp, endpoint: %s}".formatted(a.endpoint()), vendor("b", b));
    Set<String> before = spans.end(4_000);

    apply(vendor("b", b), vendor("c", c));
    Set<String> after = spans.end(4_000);
    switchboard.flush(Duration.ofSeconds(20));

    Set<String> all = new HashSet<>(before);
    all.addAll(after);
    assertThat(b.taken()).hasSameSizeAs(all).hasSameElementsAs(all);
    assertThat(c.taken()).containsAll(after);
    assertThat(a.taken()).isNotEmpty();
    assertThat(switchboard.ledgerSnapshots()).allMatch(LedgerSnapshot::addsUp);
    assertThat(account("a").received() + account("c").received())
        .as("each span went to the one that left or to the one that came, never to both")
        .isEqualTo(all.size());
    assertThat(account("a").dropped()).isZero();
  }

  @Test
  void a_new_key_keeps_the_lane_and_a_new_endpoint_drains_the_old_one() throws Exception {
    apply("x: {type: otlp, endpoint: %s, headers: {k: one}}".formatted(a.endpoint()));
    spans.end(100);
    switchboard.flush(Duration.ofSeconds(20));

    apply("x: {type: otlp, endpoint: %s, headers: {k: two}}".formatted(a.endpoint()));
    spans.end(100);
    switchboard.flush(Duration.ofSeconds(20));
    apply("x: {type: otlp, endpoint: %s, headers: {k: two}}".formatted(b.endpoint()));
    spans.end(100);
    switchboard.flush(Duration.ofSeconds(20));

    assertThat(a.received())
        .extracting(request -> request.headers().get("k"))
        .contains("one", "two");
    assertThat(a.taken()).hasSize(200);
    assertThat(b.taken()).hasSize(100);
    assertThat(account("x").delivered()).as("one account for one name").isEqualTo(300);
  }

  @Test
  void rules_change_between_two_batches() throws Exception {
    apply("x: {type: otlp, endpoint: %s}".formatted(a.endpoint()));
    spans.end(10);

    apply("x: {type: otlp, endpoint: %s, drop: {span.name: [\"span 1\"]}}".formatted(a.endpoint()));
    spans.end(10);
    switchboard.flush(Duration.ofSeconds(20));

    assertThat(a.taken()).hasSize(19);
    assertThat(account("x").filtered()).isEqualTo(1);
    assertThat(account("x").addsUp()).isTrue();
  }

  @Test
  void switched_off_nothing_runs_and_switched_on_the_accounts_go_on() throws Exception {
    apply(vendor("a", a));
    spans.end(10);

    applyText("enabled: false\nvendors: {" + vendor("a", a) + "}");
    spans.end(1_000);
    assertThat(ourThreads()).isEmpty();

    apply(vendor("a", a));
    spans.end(10);
    switchboard.flush(Duration.ofSeconds(20));

    assertThat(a.taken()).hasSize(20);
    assertThat(account("a").delivered()).isEqualTo(20);
    assertThat(switchboard.queueSnapshot().ended()).isEqualTo(20);
  }

  @Test
  void a_trace_is_linked_to_at_the_vendors_whose_rate_keeps_it() throws Exception {
    apply(
        linked("all", "100%"),
        linked("half", "50%"),
        linked("none", "0%"),
        "unlinked: {type: otlp, endpoint: %s}".formatted(a.endpoint()));

    assertThat(switchboard.traceLinks(span("000000000000000000ffffffffffffff")))
        .containsExactly(
            Map.entry("all", "http://all/000000000000000000ffffffffffffff"),
            Map.entry("half", "http://half/000000000000000000ffffffffffffff"));
    assertThat(switchboard.traceLinks(span("ffffffffffffffffff00000000000000")))
        .containsOnlyKeys("all");
  }

  @Test
  void the_exit_of_an_idle_application_takes_no_longer_than_fifty_milliseconds() throws Exception {
    apply(vendor("a", a), vendor("b", b));
    spans.end(100);
    switchboard.flush(Duration.ofSeconds(20));
    Clock clock = Clock.getDefault();
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long begin = clock.nanoTime();
      switchboard.drainAtExit();
      fastest = Math.min(fastest, clock.nanoTime() - begin);
    }

    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void spans_that_end_after_the_exit_hook_are_delivered() throws Exception {
    apply(vendor("a", a));
    switchboard.drainAtExit();

    spans.end(10);
    switchboard.flush(Duration.ofSeconds(20));

    assertThat(a.taken()).hasSize(10);
  }

  @Test
  void an_open_span_at_exit_does_not_hold_up_spans_that_have_ended() throws Exception {
    applyText("shutdown_timeout: 60s\nbatch: {delay: 1h}\nvendors:\n  " + vendor("a", a));
    Span open = SdkTracerProvider.builder()
        .addSpanProcessor(switchboard)
        .build()
        .get("test")
        .spanBuilder("exits")
        .startSpan();
    spans.end(10);
    Thread exit = new Thread(switchboard::drainAtExit);

    exit.start();

    await().atMost(Duration.ofSeconds(20)).until(() -> a.taken().size() == 10);
    assertThat(exit.isAlive()).isTrue();
    open.end();
    exit.join(20_000);
    assertThat(a.taken()).hasSize(11);
  }

  private String linked(String name, String rate) {
    return "%s: {type: otlp, endpoint: %s, sample: %s, trace_link: 'http://%s/{trace_id}'}"
        .formatted(name, a.endpoint(), rate, name);
  }

  /** Of a trace whose last 56 bits decide. */
  private static SpanContext span(String traceId) {
    return SpanContext.create(
        traceId,
        "b7ad6b7169203331",
        TraceFlags.getSampled(),
        TraceState.builder().put("ot", "th:0").build());
  }

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("fanlight-"))
        .toList();
  }

  private LedgerSnapshot account(String vendor) {
    return switchboard.ledgerSnapshots().stream()
        .filter(account -> account.vendor().equals(vendor))
        .findFirst()
        .orElseThrow();
  }

  private static String vendor(String name, ScriptedVendor vendor) {
    return "%s: {type: otlp, endpoint: %s}".formatted(name, vendor.endpoint());
  }

  private void apply(String... vendors) throws InterruptedException {
    applyText("vendors:\n  " + String.join("\n  ", vendors));
  }

  private void applyText(String yaml) throws InterruptedException {
    LoadResult loaded =
        ConfigLoader.of(ConfigSource.ofText(yaml), Transports.CHECK).load();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded).isInstanceOf(LoadResult.Usable.class);
    Configuration configuration = ((LoadResult.Usable) loaded).configuration();
    switchboard.apply(configuration);
  }
}
