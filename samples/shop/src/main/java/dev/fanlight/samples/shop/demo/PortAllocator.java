/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The allocator of ports: the well-known port if it is free, else any free port. Not for several
 * threads.
 */
final class PortAllocator {
  private final Set<Integer> given = new HashSet<>();
  private final List<String> moved = new ArrayList<>();

  /**
   * Returns {@code wanted}, or a free port if {@code wanted} is taken or 0.
   *
   * @param who name of the process that will listen on the port
   */
  int near(int wanted, String who) throws IOException {
    if (wanted == 0) {
      return any();
    }
    if (isFree(wanted) && given.add(wanted)) {
      return wanted;
    }
    int other = any();
    moved.add("Port " + wanted + " is taken, so " + who + " listens on " + other + ".");
    return other;
  }

  private int any() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return given.add(probe.getLocalPort()) ? probe.getLocalPort() : any();
    }
  }

  /* Both, because Zipkin listens on every address and the others on loopback. */
  private static boolean isFree(int port) {
    return canListen(new InetSocketAddress(port))
        && canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean canListen(InetSocketAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // as the servers do: a port in TIME_WAIT is free
      probe.bind(address);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** A sentence for each port that was taken. */
  List<String> moved() {
    return List.copyOf(moved);
  }
}
