/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigEnvironment;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.VendorProvider;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.api.impl.InstrumentationUtil;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor type that brings its own client: the account is true, and the client is only called as the SPI says. */
@Timeout(60)
class VendorSenderContractTest {

  private static final int SPANS = 600;
  private static final AtomicLong NEXT_ID = new AtomicLong();

  @TempDir
  Path jar;

  private URLClassLoader plugins;
  private MemoryClient client;

  private final List<Fanout> started = new ArrayList<>();

  @BeforeEach
  void add_the_plugin() throws Exception {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(VendorProvider.class.getName()), MemoryVendor.class.getName());
    plugins = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
    client = new MemoryClient();
    MemoryVendor.client = client;
  }

  @AfterEach
  void remove_the_plugin() throws Exception {
    for (Fanout each : started) {
      each.close(); // also after a failure: its threads would be another test's
    }
    plugins.close();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("scripts")
  void every_span_is_delivered_rejected_or_dropped(MemoryClient.Script script, long seed)
      throws Exception {
    client.follow(script, new Random(seed));

    Set<String> ended = new HashSet<>();
    Fanout fanout = fanout("{memory: {" + QUICK + "}}");
    while (ended.size() < SPANS) {
      ended.add(end(fanout));
    }
    await().until(() -> account(fanout).buffered() == 0);
    fanout.close();

    LedgerSnapshot account = account(fanout);
    assertThat(account.addsUp()).as("%s", account).isTrue();
    assertThat(account.received()).isEqualTo(SPANS);
    assertThat(Collections.disjoint(client.taken(), client.refused())).isTrue();
    long poison = account.rejectedByReason().getOrDefault("poison", 0L);
    assertThat(account.delivered() + poison)
        .isGreaterThanOrEqualTo(client.taken().size());
    assertThat(account.rejectedByReason().getOrDefault("client_bad_record", 0L))
        .isEqualTo(client.refused().size());
    assertThat(account.attempts()).isGreaterThanOrEqualTo(client.sends());
    assertThat(client.mostAtOnce()).isLessThanOrEqualTo(3);
    assertThat(client.isClosed()).isTrue();
    assertThat(client.wasInstrumented()).isFalse();
    if (script == MemoryClient.Script.TAKES_ALL || script == MemoryClient.Script.TOO_LARGE) {
      assertThat(client.taken()).containsExactlyInAnyOrderElementsOf(ended);
      assertThat(account.delivered()).isEqualTo(SPANS);
    }
  }

  static Stream<Arguments> scripts() {
    return Stream.of(MemoryClient.Script.values())
        .flatMap(script -> Stream.of(1L, 2L).map(seed -> Arguments.of(script, seed)));
  }

  @Test
  void a_client_that_hangs_costs_its_own_vendor_alone_and_is_ended_by_the_close() throws Exception {
    client.hang();
    try (ScriptedVendor healthy = ScriptedVendor.start(request -> Reply.OK)) {
      Fanout fanout =
          fanout("{memory: {" + QUICK + "}, otlp: {endpoint: " + healthy.endpoint() + "}}");
      Set<String> ended = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        ended.add(end(fanout));
      }

      await().until(() -> healthy.taken().size() == 100);
      client.isHanging().await();
      fanout.close();

      assertThat(healthy.taken()).containsExactlyInAnyOrderElementsOf(ended);
      assertThat(fanout.ledgerSnapshots())
          .allSatisfy(account -> assertThat(account.addsUp()).isTrue());
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void an_edit_makes_a_new_client_and_closes_the_old_one_after_its_attempts() throws Exception {
    CountDownLatch mayEnd = client.holdUp();
    Fanout fanout = fanout("{memory: {timeout: 9s}}");
    end(fanout);
    client.isHanging().await();
    MemoryClient second = new MemoryClient();
    MemoryVendor.client = second;

    fanout.apply(settings("{memory: {timeout: 9s}}"));
    end(fanout);
    assertThat(second.isCreated()).isFalse(); // an edit that changes nothing

    fanout.apply(settings("{memory: {timeout: 8s}}"));
    end(fanout);
    await()
        .until(() ->
            !second.taken().isEmpty()); // the span before the edit may be in the old client's hand
    assertThat(client.isClosed()).isFalse(); // an attempt is in flight
    mayEnd.countDown();

    await().until(client::isClosed);
    await().until(() -> account(fanout).delivered() == 3);
    fanout.close();
    assertThat(second.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint: 'http://other'",
        "protocol: grpc",
        "headers: {a: b}",
        "compression: gzip",
        "connect_timeout: 1s",
        "tls: {ca: ca.pem}",
        "proxy: {address: 'http://proxy:3128'}",
        "retryable_statuses: [499]",
        "limits: {request: 1MiB}"
      })
  void a_key_of_http_is_refused_with_its_place(String key) {
    LoadResult loaded = load("{memory: {" + key + "}}");

    assertThat(loaded.problems())
        .singleElement()
        .asString()
        .contains(":1:", "vendors.memory", "has no effect, since this vendor");
  }

  @Test
  void its_own_client_is_no_protocol_of_the_file() {
    assertThat(load("{otlp: {protocol: client}}").problems())
        .singleElement()
        .asString()
        .contains("expected one of http, grpc");
  }

  private static final String QUICK =
      "window: 3, retry: {first_delay: 1ms, max_delay: 4ms, slow_delay: 2ms}, breaker: {failures: 5, open_for: 2ms}";

  private static String end(Fanout fanout) {
    String spanId = "%016x".formatted(NEXT_ID.incrementAndGet());
    FakeSpan span = FakeSpan.named("span")
        .context(SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            spanId,
            TraceFlags.getSampled(),
            TraceState.getDefault()));
    fanout.onEnd(new EndedSpan(span));
    return span.getSpanId();
  }

  private static LedgerSnapshot account(Fanout fanout) {
    return fanout.ledgerSnapshots().get(0);
  }

  private Fanout fanout(String vendors) {
    Fanout fanout = new Fanout(
        settings(vendors),
        Map.of(),
        (vendor, endpoint, exchange, nanos) -> {},
        Clock.getDefault(),
        null);
    started.add(fanout);
    fanout.start();
    return fanout;
  }

  private FanoutSettings settings(String vendors) {
    return ((LoadResult.Usable) load(vendors)).configuration().fanout();
  }

  private LoadResult load(String vendors) {
    return ConfigLoader.of(
            ConfigSource.ofText(
                "{shutdown_timeout: 500ms, batch: {spans: 50, delay: 10ms}, vendors: " + vendors
                    + "}"),
            ConfigEnvironment.ofProcess(),
            plugins,
            Transports.CHECK)
        .load();
  }

  /** Returns true if instrumentation would see a call on this thread. */
  static boolean isInstrumented() {
    return !InstrumentationUtil.shouldSuppressInstrumentation(Context.current());
  }
}
