/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same process sends elsewhere, by edits of the file only. */
class SwitchByEditTest {

  private static final String CUSTOMER = "Jane-Doe-77";

  private final ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
  private final ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK);
  private final ScriptedVendor c = ScriptedVendor.start(request -> Reply.OK);
  private final List<String> ended = Collections.synchronizedList(new ArrayList<>());

  @TempDir
  private Path folder;

  @AfterEach
  void close() {
    a.close();
    b.close();
    c.close();
  }

  @Test
  void from_a_and_b_to_b_and_c_at_5000_spans_a_second() throws Exception {
    edit(vendor("a", a) + vendor("b", b));
    try (Fanlight fanlight = load();
        SdkTracerProvider provider = provider(fanlight)) {
      ScheduledThreadPoolExecutor application = new ScheduledThreadPoolExecutor(1);
      ScheduledFuture<?> ending = application.scheduleAtFixedRate(
          () -> end(provider, 50, "any"), 0, 10, TimeUnit.MILLISECONDS);
      await().atMost(Duration.ofSeconds(30)).until(() -> ended.size() > 5_000);

      edit(vendor("b", b) + vendor("c", c));
      await().atMost(Duration.ofSeconds(30)).until(() -> fanlight.reloads().applied() == 1);
      int afterSwitch = ended.size();
      await().atMost(Duration.ofSeconds(30)).until(() -> ended.size() > afterSwitch + 5_000);
      ending.cancel(false);
      application.shutdown();
      assertThat(application.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(fanlight.flush(Duration.ofSeconds(10))).isEmpty());

      List<String> all = List.copyOf(ended);
      List<String> left = a.taken();
      List<String> joined = c.taken();
      assertThat(b.taken()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(left).containsExactlyInAnyOrderElementsOf(all.subList(0, left.size()));
      assertThat(joined)
          .containsExactlyInAnyOrderElementsOf(all.subList(all.size() - joined.size(), all.size()));
      assertThat(left.size() + joined.size()).isEqualTo(all.size());
      assertThat(b.received())
          .extracting(ScriptedVendor.Received::peerPort)
          .as("the vendor that stayed keeps its connections, one for each request in flight")
          .satisfies(ports -> assertThat(Set.copyOf(ports)).hasSizeLessThanOrEqualTo(2));
      assertThat(fanlight.ledgerSnapshots())
          .hasSize(3)
          .allMatch(LedgerSnapshot::addsUp)
          .allSatisfy(account -> assertThat(account.delivered()).isEqualTo(account.received()));
    }
  }

  @Test
  void each_kind_of_edit_takes_effect_and_no_span_is_lost_or_sent_twice() throws Exception {
    Files.writeString(folder.resolve("key"), "old");
    String keyed = "  a: {type: otlp, endpoint: '%s', headers: {x-key: '${file:key}'}}%n";
    edit(keyed.formatted(a.endpoint()) + vendor("b", b));
    try (Fanlight fanlight = load();
        SdkTracerProvider provider = provider(fanlight)) {
      end(provider, 20, "any");

      edit(keyed.formatted(b.endpoint()) + vendor("b", a)); // swapped
      awaitApplied(fanlight, 1);
      end(provider, 20, "any");
      assertThat(fanlight.flush(Duration.ofSeconds(10))).isEmpty();

      Files.writeString(folder.resolve("key"), "new");
      awaitApplied(fanlight, 2);
      end(provider, 20, "any");
      assertThat(fanlight.flush(Duration.ofSeconds(10))).isEmpty();
      assertThat(b.received())
          .extracting(request -> request.headers().get("x-key"))
          .contains("old", "new");

      edit(keyed.formatted(b.endpoint()) + vendor("b", a), "enabled: false\n");
      awaitApplied(fanlight, 3);
      span(provider, "not counted");

      edit(keyed.formatted(b.endpoint())
          + "  b: {type: otlp, endpoint: '%s', drop: {zone: [any]}}%n".formatted(a.endpoint()));
      awaitApplied(fanlight, 4);
      end(provider, 20, "any");
      assertThat(fanlight.flush(Duration.ofSeconds(10))).isEmpty();

      assertThat(b.taken()).containsExactlyInAnyOrderElementsOf(ended);
      assertThat(a.taken()).containsExactlyInAnyOrderElementsOf(ended.subList(0, 60));
      assertThat(fanlight.ledgerSnapshots())
          .allMatch(LedgerSnapshot::addsUp)
          .extracting(LedgerSnapshot::vendor, LedgerSnapshot::delivered, LedgerSnapshot::filtered)
          .containsExactly(tuple("a", 80L, 0L), tuple("b", 60L, 20L));
    }
  }

  private static void awaitApplied(Fanlight fanlight, int edits) {
    await().atMost(Duration.ofSeconds(30)).until(() -> fanlight.reloads().applied() == edits);
  }

  /**
   * One vendor outside is reached through its own proxy alone and told what to drop, the other one what to keep: neither
   * sees anything of the spans, or of the customers, that are to stay in the house.
   */
  @Test
  void what_is_to_stay_in_the_house_stays_there_across_edits_and_restarts() throws Exception {
    String rules = "drop: {zone: [on_prem]}, redact: [customer], sample: 100%";
    String keeping =
        "  other_saas: {type: otlp, endpoint: '%s', keep: {zone: cloud}, redact: customer}%n"
            .formatted(c.endpoint());
    List.of(a, b, c).forEach(vendor -> vendor.watchFor(CUSTOMER));
    edit(vendor("house", a) + saas(rules));
    try (Fanlight fanlight = load();
        SdkTracerProvider provider = provider(fanlight)) {
      endBoth(provider);
      edit(vendor("house", a) + keeping + saas(rules));
      await().atMost(Duration.ofSeconds(30)).until(() -> fanlight.reloads().applied() == 1);
      endBoth(provider);
      edit(vendor("house", a) + saas("drop: {zone: on_prem, typo"));
      await().atMost(Duration.ofSeconds(30)).until(() -> fanlight.reloads().refused() == 1);
      endBoth(provider);
      edit("  house: {enabled: false, type: otlp, endpoint: '%s'}%n".formatted(a.endpoint())
          + saas(rules + ", timeout: 5s"));
      await().atMost(Duration.ofSeconds(30)).until(() -> fanlight.reloads().applied() == 2);
      endBoth(provider);
    }
    try (Fanlight again = load();
        SdkTracerProvider provider = provider(again)) {
      endBoth(provider);
    }

    List<String> outside = ended.stream()
        .filter(span -> span.endsWith("cloud"))
        .map(SwitchByEditTest::id)
        .toList();
    assertThat(b.taken()).containsExactlyInAnyOrderElementsOf(outside);
    assertThat(c.taken()).containsExactlyInAnyOrderElementsOf(outside.subList(20, 60));
    assertThat(a.taken()).hasSize(ended.size() * 3 / 5);
    assertThat(a.sightings()).isPositive();
    assertThat(b.sightings() + c.sightings()).isZero();
  }

  private String saas(String rules) {
    String proxy = b.endpoint().replace("/v1/traces", "");
    return "  saas: {type: otlp, endpoint: 'http://saas.invalid', proxy: {address: '%s'}, %s}%n"
        .formatted(proxy, rules);
  }

  private static String vendor(String name, ScriptedVendor vendor) {
    return "  %s: {type: otlp, endpoint: '%s'}%n".formatted(name, vendor.endpoint());
  }

  private void edit(String vendors) throws IOException {
    edit(vendors, "");
  }

  private void edit(String vendors, String more) throws IOException {
    Path next = Files.writeString(
        folder.resolve("next.yaml"),
        more + "batch: {delay: 50ms}\nshutdown_timeout: 20s\nvendors:\n" + vendors);
    Files.move(next, folder.resolve("fanlight.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Fanlight load() {
    return Fanlight.builder(folder.resolve("fanlight.yaml")).closesAtExit(false).build();
  }

  private static SdkTracerProvider provider(Fanlight fanlight) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(fanlight.spanProcessor())
        .build();
  }

  private void endBoth(SdkTracerProvider provider) {
    for (int i = 0; i < 20; i++) {
      ended.add(span(provider, "on_prem") + " on_prem");
      ended.add(span(provider, "cloud") + " cloud");
    }
  }

  private void end(SdkTracerProvider provider, int spans, String zone) {
    for (int i = 0; i < spans; i++) {
      ended.add(span(provider, zone));
    }
  }

  private static String span(SdkTracerProvider provider, String zone) {
    Span span = provider
        .get("test")
        .spanBuilder("span")
        .setAttribute("zone", zone)
        .setAttribute("customer", CUSTOMER)
        .startSpan();
    span.end();
    return span.getSpanContext().getSpanId();
  }

  private static String id(String span) {
    return span.substring(0, span.indexOf(' '));
  }
}
