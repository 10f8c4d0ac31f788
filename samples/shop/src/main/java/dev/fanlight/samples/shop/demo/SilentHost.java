/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A host that is there and does not answer: connections to it time out. */
final class SilentHost implements AutoCloseable {
  private static final int PROBE_MILLIS = 100;
  private static final int MOST = 64;

  private final ServerSocket listener;
  private final List<Socket> waiting = new ArrayList<>();

  /*
   * A listener with a backlog of one connection, which is never accepted. When the backlog is full, the
   * kernel drops further SYN packets, as a firewall does. If a kernel accepts a connection all the same,
   * its client waits for an answer in vain, which is a timeout as well.
   */
  private SilentHost(ServerSocket listener) {
    this.listener = listener;
  }

  static SilentHost open() throws IOException {
    var host = new SilentHost(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    while (host.waiting.size() < MOST && host.letsIn()) {
      // until it does not
    }
    return host;
  }

  private boolean letsIn() throws IOException {
    var socket = new Socket();
    waiting.add(socket);
    try {
      socket.connect(new InetSocketAddress(listener.getInetAddress(), port()), PROBE_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    listener.close();
  }
}
