/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;

/** The ports of all processes of the demo. */
record ProcessPorts(
    int page, int zipkin, int receiver, int second, Home frontend, Home backend, Home account) {

  /** A service's two ports. */
  record Home(int port, int metrics) {
    URI at(String path) {
      return local(port, path);
    }

    URI metricsPage() {
      return local(metrics, "/metrics");
    }
  }

  static ProcessPorts choose(PortAllocator ports) throws IOException {
    return new ProcessPorts(
        ports.near(8090, "the demo's page"),
        ports.near(9411, "Zipkin"),
        ports.near(4318, "the OTLP receiver"),
        ports.near(4319, "the second OTLP receiver"),
        home(ports, "frontend", 8080, 9464),
        home(ports, "backend", 8081, 9465),
        home(ports, "account", 8082, 9466));
  }

  private static Home home(PortAllocator ports, String service, int port, int metrics)
      throws IOException {
    return new Home(ports.near(port, service), ports.near(metrics, service + "'s /metrics"));
  }

  static URI local(int port, String path) {
    return URI.create("http://localhost:" + port + path);
  }

  URI zipkinAt(String path) {
    return local(zipkin, path);
  }

  URI receiverAt(String path) {
    return local(receiver, path);
  }

  URI secondAt(String path) {
    return local(second, path);
  }
}
