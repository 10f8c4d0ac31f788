/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.metrics.ManualClock;
import dev.fanlight.metrics.Told;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointLoopTest {
  private static final String SCRAPE =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private final AtomicBoolean lacksThreads = new AtomicBoolean();
  private final Told told = new Told();
  private ServerSocketChannel listener;
  private EndpointLoop loop;
  private Thread thread;

  @BeforeEach
  void start() throws IOException {
    var clock = new ManualClock();
    Selector selector = Selector.open();
    listener = ServerSocketChannel.open();
    listener
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .configureBlocking(false)
        .register(selector, SelectionKey.OP_ACCEPT);
    loop = new EndpointLoop(
        listener,
        selector,
        null,
        new RequestRouter("/metrics", path -> false, new HostPolicy(true, "localhost")),
        new MetricsDrawer(null, new PageDrawer(() -> null, false), new PrometheusRegistry(), clock),
        ScrapeQueue.threads(2, 2, this::newThread),
        clock);
    thread = new Thread(loop, "endpoint-of-a-test");
    thread.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    loop.close();
    thread.join();
    told.close();
  }

  /** Fails here and not in {@link Thread#start}, which executors of newer JDKs do not call. */
  private Thread newThread(Runnable task) {
    if (lacksThreads.get()) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Thread(task, "scrape-of-a-test");
  }

  @Test
  void scrapes_are_answered_again_as_soon_as_threads_can_be_created_again() throws IOException {
    lacksThreads.set(true);
    for (int i = 0; i < 5; i++) {
      assertThat(scrape()).startsWith("HTTP/1.1 500 ");
    }
    lacksThreads.set(false);

    assertThat(scrape()).startsWith("HTTP/1.1 200 ");
    assertThat(told.warnings()).hasSize(1);
  }

  private String scrape() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(listener.getLocalAddress());
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(SCRAPE.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
