/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanlight.metrics.internal.endpoint.ServerTlsFactory;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint as peers see it that send bytes of their own making. */
class EndpointConnectionsTest {
  private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n";
  private static final String TLS_RECORD = "\u0016\u0003\u0001";

  private final ManualClock clock = new ManualClock();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Told told = new Told();

  @TempDir
  private static Path folder;

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size(); i > 0; i--) {
      opened.get(i - 1).close();
    }
    told.close();
  }

  private int start() {
    return start(MetricsBridge.builder());
  }

  private int start(MetricsBridgeBuilder builder) {
    MetricsBridge bridge = builder.clock(clock).jvmMetrics(false).port(0).start();
    opened.add(bridge);
    return bridge.port().orElseThrow();
  }

  private RawPeer peer(int port) throws Exception {
    RawPeer peer = RawPeer.connect(port);
    opened.add(peer);
    return peer;
  }

  /** Waits until the endpoint has read what was sent before: the second probe comes in a later round. */
  private void settle(int port) throws Exception {
    for (int i = 0; i < 2; i++) {
      peer(port).send(HEALTH + "Connection: close\r\n\r\n").answer();
    }
  }

  @Test
  void a_connection_stays_open_for_the_next_request() throws Exception {
    RawPeer peer = peer(start());

    for (int i = 0; i < 3; i++) {
      assertThat(peer.send(SCRAPE + "\r\n").answer())
          .startsWith("HTTP/1.1 200 ")
          .contains("fanlight_metrics_series")
          .doesNotContain("Connection: close");
    }
    assertThat(peer.send(HEALTH + "\r\n").answer()).endsWith("\r\n\r\nok\n");
  }

  @Test
  void a_peer_that_asks_for_it_is_disconnected_after_the_answer() throws Exception {
    int port = start();
    RawPeer closing = peer(port).send(HEALTH + "Connection: close\r\n\r\n");
    RawPeer old = peer(port).send("GET /healthz HTTP/1.0\r\n\r\n");

    for (RawPeer peer : List.of(closing, old)) {
      assertThat(peer.answer()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void HEAD_has_the_length_of_the_body_and_no_body() throws Exception {
    RawPeer peer = peer(start());

    String head = peer.send(SCRAPE.replace("GET", "HEAD") + "\r\n").head();

    assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("Content-Length: 0");
    assertThat(peer.send(HEALTH + "\r\n").answer()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_request_that_comes_with_another_one_is_not_answered_and_the_connection_ends()
      throws Exception {
    RawPeer peer = peer(start()).send(HEALTH + "\r\n" + SCRAPE + "\r\n");

    assertThat(peer.answer()).contains("Connection: close").endsWith("ok\n");
    assertThat(peer.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "Content-Length: 5\r\n\r\nhello",
        "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
      })
  void a_request_with_a_body_gets_a_clean_refusal(String rest) throws Exception {
    int port = start();

    for (String request : List.of(HEALTH, SCRAPE)) {
      RawPeer peer = peer(port).send(request + rest);
      assertThat(peer.answer())
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close")
          .endsWith("Send the request without a body.\n");
      peer.send("x".repeat(10_000)); // no reset destroys the answer
      clock.pass(Duration.ofSeconds(1));
      assertThat(peer.isClosed()).isTrue();
    }
    RawPeer posting = peer(port).send(SCRAPE.replace("GET", "POST") + rest);
    assertThat(posting.answer()).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD");
  }

  @Test
  void a_head_of_more_than_8_KiB_is_refused() throws Exception {
    RawPeer peer = peer(start()).send(HEALTH + "A: " + "a".repeat(9_000));

    assertThat(peer.answer()).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void a_page_with_a_name_that_resolves_to_loopback_reads_nothing() throws Exception {
    RawPeer peer = peer(start());

    for (String path : List.of("/metrics", "/healthz", "http://evil.example/metrics")) {
      assertThat(peer.send("GET " + path + " HTTP/1.1\r\nHost: evil.example:9464\r\n\r\n")
              .answer())
          .startsWith("HTTP/1.1 421 ")
          .contains("metrics.host")
          .doesNotContain("fanlight_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /metrics HTTP/1.1\r\nX"})
  void a_peer_that_sends_half_a_request_is_disconnected_after_ten_seconds(String half)
      throws Exception {
    int port = start();
    RawPeer peer = peer(port).send(half);
    settle(port); // the endpoint has seen the half by now

    clock.pass(Duration.ofMillis(9_900));
    settle(port);
    assertThat(peer.isOpen()).isTrue();
    clock.pass(Duration.ofMillis(100));

    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void bytes_that_arrive_one_by_one_do_not_extend_the_deadline() throws Exception {
    int port = start();
    RawPeer peer = peer(port);
    for (int i = 0; i < 10; i++) {
      peer.send("G");
      settle(port); // the endpoint has read it by now
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void a_connection_without_requests_is_closed_after_90_seconds() throws Exception {
    int port = start();
    RawPeer peer = peer(port).send(HEALTH + "\r\n");
    peer.answer();
    settle(port); // the endpoint has gone on by now

    clock.pass(Duration.ofSeconds(89));
    settle(port);
    assertThat(peer.isOpen()).isTrue();
    clock.pass(Duration.ofSeconds(1));

    assertThat(peer.isClosed()).isTrue();
  }

  @Test
  void old_half_requests_leave_for_new_connections() throws Exception {
    int port = start();
    List<RawPeer> halves = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      halves.add(peer(port).send("GET /metrics HTTP/1.1\r\nX"));
      clock.pass(Duration.ofMillis(5)); // the rate of new connections is bounded
    }

    assertThat(peer(port).send(HEALTH + "\r\n").answer()).endsWith("ok\n");
    assertThat(halves.get(0).isClosed()).isTrue();
    long open = 0;
    for (RawPeer half : halves) {
      open += half.isOpen() ? 1 : 0;
    }
    assertThat(open).isBetween(1L, 64L);
  }

  @Test
  void a_slow_reader_is_disconnected_after_ten_seconds_and_keeps_no_one_out() throws Exception {
    int port = start(MetricsBridge.builder().also(() -> List.of(large())));
    List<RawPeer> slow = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(1_024);
      RawPeer peer = RawPeer.connect(socket, port).send(SCRAPE + "\r\n");
      opened.add(peer);
      slow.add(peer);
      assertThat(peer.head()).startsWith("HTTP/1.1 200 ");
    }

    assertThat(peer(port).send(HEALTH + "\r\n").answer()).endsWith("ok\n");
    assertThat(peer(port).send(SCRAPE + "Connection: close\r\n\r\n").answer())
        .contains("large_29999");
    clock.pass(Duration.ofSeconds(10));
    for (RawPeer peer : slow) {
      await().until(() -> peer.isCut());
    }
  }

  /** An answer that no socket takes at once. */
  private static MetricSnapshot large() {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("large");
    for (int i = 0; i < 30_000; i++) {
      String value = "large_" + i + "x".repeat(100);
      gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
          .labels(Labels.of("a", value))
          .value(i)
          .build());
    }
    return gauge.build();
  }

  @Test
  void a_collector_that_hangs_delays_neither_probes_nor_later_scrapes() throws Exception {
    var begun = new AtomicInteger();
    var isHealed = new CountDownLatch(1);
    int port = start(MetricsBridge.builder().also(() -> {
      if (begun.incrementAndGet() <= 2) {
        waitFor(isHealed);
      }
      return List.of();
    }));
    RawPeer first = peer(port).send(SCRAPE + "\r\n");
    await().until(() -> begun.get() == 1);
    RawPeer second = peer(port).send(SCRAPE + "\r\n");
    await().until(() -> begun.get() == 2);
    RawPeer third = peer(port).send(SCRAPE + "\r\n");

    assertThat(peer(port).send(HEALTH + "\r\n").answer()).endsWith("ok\n");
    settle(port);
    clock.pass(Duration.ofSeconds(11));

    for (RawPeer peer : List.of(first, second)) {
      assertThat(peer.answer()).startsWith("HTTP/1.1 503 ").contains("in time");
    }
    // Drawn in their place, if its request was read after the clock had passed.
    assertThat(third.answer())
        .satisfiesAnyOf(
            late -> assertThat(late).startsWith("HTTP/1.1 503 ").contains("in time"),
            drawn -> assertThat(drawn).startsWith("HTTP/1.1 200 "));
    assertThat(peer(port).send(SCRAPE + "\r\n").answer()).startsWith("HTTP/1.1 200 ");
  }

  /** Ends with an interrupt. */
  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void scrapes_that_wait_together_share_a_drawing() throws Exception {
    var drawn = new AtomicInteger();
    var go = new CountDownLatch(1);
    int port = start(MetricsBridge.builder().also(() -> {
      drawn.incrementAndGet();
      waitFor(go);
      return List.of();
    }));
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      peers.add(peer(port).send(SCRAPE + "\r\n"));
      int begun = Math.min(i + 1, 2);
      await().until(() -> drawn.get() == begun);
    }
    settle(port); // the endpoint has read all scrapes by now
    go.countDown();

    for (RawPeer peer : peers) {
      assertThat(peer.answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(drawn).hasValue(3);
  }

  @Test
  void a_collector_without_memory_is_answered_with_500_and_told() throws Exception {
    int port = start();
    MetricsBridge bridge = (MetricsBridge) opened.get(0);
    bridge.registry().getPrometheusRegistry().register((Collector) () -> {
      throw new OutOfMemoryError("of\nthe application");
    });

    assertThat(peer(port).send(SCRAPE + "\r\n").answer()).startsWith("HTTP/1.1 500 ");
    assertThat(told.warnings()).singleElement().asString().contains("could not be drawn");
    assertThat(peer(port).send(SCRAPE + "\r\n").answer()).startsWith("HTTP/1.1 500 ");
  }

  @Test
  void peers_whose_scrapes_fail_again_and_again_fill_no_log() throws Exception {
    int port = start();
    MetricsBridge bridge = (MetricsBridge) opened.get(0);
    bridge.registry().getPrometheusRegistry().register((Collector) () -> {
      throw new OutOfMemoryError("of the application");
    });
    RawPeer peer = peer(port);

    for (int i = 0; i < 4; i++) {
      assertThat(peer.send(SCRAPE + "\r\n").answer()).startsWith("HTTP/1.1 500 ");
    }
    assertThat(told.warnings()).hasSize(1);
    clock.pass(Duration.ofMinutes(5));
    peer(port).send(SCRAPE + "\r\n").answer();

    assertThat(told.warnings()).hasSize(2).last().asString().contains("3 more times");
  }

  @Test
  void a_peer_with_many_scrapes_delays_another_peer_by_one_drawing_only() throws Exception {
    int port = start();
    RawPeer greedy = peer(port);
    for (int i = 0; i < 26; i++) { // spends what is drawn without delay
      greedy.send(SCRAPE + "\r\n").answer();
    }
    for (int i = 0; i < 5; i++) {
      peer(port).send(SCRAPE.replace("/metrics", "/metrics?name%5B%5D=m" + i) + "\r\n");
    }
    settle(port);
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0));
    RawPeer other = RawPeer.connect(socket, port).send(SCRAPE + "\r\n");
    opened.add(other);
    settle(port);

    clock.pass(Duration.ofMillis(400));

    assertThat(other.answer()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void wrong_passwords_wait_longer_each_time_and_the_right_one_ends_it() throws Exception {
    int port = start(MetricsBridge.builder().basicAuth("prometheus", () -> "right"));
    for (int i = 0; i < 3; i++) {
      assertThat(peer(port).send(login("wrong" + i)).answer()).startsWith("HTTP/1.1 401 ");
    }
    RawPeer waiting = peer(port).send(login("wrong"));

    assertThat(peer(port).send(HEALTH + "\r\n").answer()).endsWith("ok\n");
    assertThat(peer(port).send(SCRAPE + "\r\n").answer()).startsWith("HTTP/1.1 401 ");
    assertThat(waiting.isOpen()).isTrue();
    clock.pass(Duration.ofMillis(100));
    assertThat(waiting.answer()).startsWith("HTTP/1.1 401 ");

    RawPeer right = peer(port).send(login("right"));
    settle(port);
    clock.pass(Duration.ofMillis(200));
    assertThat(right.answer()).startsWith("HTTP/1.1 200 ");
    assertThat(peer(port).send(login("right")).answer()).startsWith("HTTP/1.1 200 ");
    assertThat(told.warnings())
        .singleElement()
        .asString()
        .contains("Wrong passwords", "127.0.0.1", "metrics.basic_auth");
  }

  private static String login(String password) {
    byte[] user = ("prometheus:" + password).getBytes(StandardCharsets.UTF_8);
    return SCRAPE + "Authorization: Basic " + Base64.getEncoder().encodeToString(user) + "\r\n\r\n";
  }

  @Test
  void parts_of_a_TLS_hello_keep_no_one_out_and_are_disconnected_after_ten_seconds()
      throws Exception {
    SelfSigned identity = SelfSigned.in(folder);
    int port = start(MetricsBridge.builder().tls(serving(identity)));
    List<RawPeer> halves = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      halves.add(peer(port).send(TLS_RECORD + "\u0002\u0000\u0001"));
    }
    SSLContext trusting = SelfSigned.trusting(identity);

    for (int i = 0; i < 5; i++) {
      try (Socket secure = trusting.getSocketFactory().createSocket();
          RawPeer probe = RawPeer.connect(secure, port)) {
        assertThat(probe.send(HEALTH + "\r\n").answer()).endsWith("ok\n");
        assertThat(probe.send(SCRAPE + "\r\n").answer()).contains("fanlight_metrics_series");
      }
    }
    assertThat(halves.get(59).isOpen()).isTrue();
    clock.pass(Duration.ofSeconds(10));
    assertThat(halves.get(59).isClosed()).isTrue();
  }

  @Test
  void hellos_of_one_peer_are_refused_unread_if_another_peer_waits_for_probes() throws Exception {
    SelfSigned identity = SelfSigned.in(folder);
    HeldHandshakes handshakes = new HeldHandshakes(identity.keyManager());
    int port = start(MetricsBridge.builder().tls(handshakes.context()));
    probeFromAnotherAddress(SelfSigned.trusting(identity), port);
    int before = handshakes.begun();
    handshakes.hold();
    String hello = new String(HostilePeers.wholeHello(), StandardCharsets.ISO_8859_1);
    List<RawPeer> hostile = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hostile.add(peer(port).send(hello));
      clock.pass(Duration.ofMillis(5)); // at a rate at which all are accepted
    }

    assertThat(hostile.get(29).isClosed()).as("closed while no handshake ends").isTrue();
    handshakes.release();
    probeFromAnotherAddress(SelfSigned.trusting(identity), port);

    assertThat(handshakes.begun() - before).isBetween(2, 8 + 1);
  }

  @Test
  void hellos_of_one_peer_all_wait_if_no_other_peer_is_known() throws Exception {
    SelfSigned identity = SelfSigned.in(folder);
    HeldHandshakes handshakes = new HeldHandshakes(identity.keyManager());
    int port = start(MetricsBridge.builder().tls(handshakes.context()));
    handshakes.hold();
    String hello = new String(HostilePeers.wholeHello(), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 30; i++) {
      peer(port).send(hello);
      clock.pass(Duration.ofMillis(5));
    }
    handshakes.release();

    await().until(() -> {
      clock.pass(Duration.ofMillis(20));
      return handshakes.begun() == 30;
    });
  }

  private static void probeFromAnotherAddress(SSLContext trusting, int port) throws Exception {
    Socket secure = trusting.getSocketFactory().createSocket();
    secure.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0));
    try (RawPeer probe = RawPeer.connect(secure, port)) {
      assertThat(probe.send(HEALTH + "\r\n").answer()).endsWith("ok\n");
    }
  }

  @Test
  void a_peer_that_renews_its_keys_without_end_is_disconnected() throws Exception {
    SelfSigned identity = SelfSigned.in(folder);
    int port = start(MetricsBridge.builder().tls(serving(identity)));
    try (SSLSocket secure =
            (SSLSocket) SelfSigned.trusting(identity).getSocketFactory().createSocket();
        RawPeer peer = RawPeer.connect(secure, port)) {
      secure.startHandshake();
      secure.startHandshake(); // a second one renews the keys (TLS 1.3)
      assertThat(peer.send(HEALTH + "\r\n").answer()).endsWith("ok\n");

      assertThatThrownBy(() -> {
            for (int i = 0; i < 20_000; i++) {
              secure.startHandshake();
            }
          })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_peer_without_TLS_is_disconnected_at_once() throws Exception {
    int port = start(MetricsBridge.builder().tls(serving(SelfSigned.in(folder))));

    assertThat(peer(port).send(HEALTH + "\r\n").isClosed()).isTrue();
  }

  private static SSLContext serving(SelfSigned identity) throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    identity.writeCertificate(certificate);
    identity.writeKey(key);
    return ServerTlsFactory.serverTls(certificate, key);
  }

  @Test
  void the_port_is_free_and_connections_end_as_soon_as_the_bridge_is_closed() throws Exception {
    int port = start();
    RawPeer idle = peer(port).send(HEALTH + "\r\n");
    idle.answer();
    RawPeer half = peer(port).send("GET /");

    ((MetricsBridge) opened.get(0)).close();

    assertThat(idle.isClosed()).isTrue();
    assertThat(half.isClosed()).isTrue();
    try (var successor = MetricsBridge.builder().port(port).start()) {
      assertThat(successor.port()).hasValue(port);
    }
    assertThat(endpointThreads()).isZero();
  }

  private static long endpointThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fanlight-metrics-endpoint"))
        .count();
  }
}
