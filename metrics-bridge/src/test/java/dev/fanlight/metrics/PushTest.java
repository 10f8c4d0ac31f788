/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PushTest {

  @Test
  void a_flush_pushes_and_so_does_the_shutdown() throws Exception {
    List<String> pushed = new CopyOnWriteArrayList<>();
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/", exchange -> {
      pushed.add(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    gateway.start();
    try {
      MetricsBridge bridge = MetricsBridge.builder()
          .noEndpoint()
          .pushgateway(URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()), "nightly")
          .start();

      assertThat(bridge.forceFlush().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
      assertThat(pushed).hasSize(1);

      bridge.shutdown().join(10, TimeUnit.SECONDS);
      assertThat(pushed).hasSize(2);
    } finally {
      gateway.stop(0);
    }
  }
}
