/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
  private final PortAllocator ports = new PortAllocator();

  @Test
  void a_free_port_is_given_as_wanted_and_once() throws IOException {
    int free;
    try (var probe = new ServerSocket(0)) {
      free = probe.getLocalPort();
    }

    assertThat(ports.near(free, "one")).isEqualTo(free);
    assertThat(ports.near(free, "one")).isNotEqualTo(free);
  }

  @Test
  void a_taken_port_is_moved_and_told() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int given = ports.near(taken.getLocalPort(), "Zipkin");

      assertThat(given).isNotEqualTo(taken.getLocalPort());
      assertThat(ports.moved())
          .containsExactly(
              "Port " + taken.getLocalPort() + " is taken, so Zipkin listens on " + given + ".");
    }
  }
}
