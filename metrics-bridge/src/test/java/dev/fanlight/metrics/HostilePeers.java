/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Peers that connect, send something and stay, all from 127.0.0.1; most connect again as soon as they are dropped. */
final class HostilePeers implements AutoCloseable {
  private static final int SLOW_BYTES = 16;

  private final InetSocketAddress address;
  private final Selector selector;
  private final AtomicLong connections = new AtomicLong();
  private final Thread thread = new Thread(this::run, "hostile-peers");
  private final AtomicBoolean slowReadersAreDue = new AtomicBoolean();
  private volatile boolean isClosed;

  HostilePeers(int port) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.selector = Selector.open();
  }

  /** What one peer does. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kind(byte[] sends, boolean isRenewed, boolean isSlowReader) {}

  HostilePeers silent(int count) throws IOException {
    return add(count, new Kind(new byte[0], false, false));
  }

  HostilePeers halfRequests(int count) throws IOException {
    return add(count, new Kind(bytes("GET /metrics HTTP/1.1\r\nX"), true, false));
  }

  HostilePeers halfHellos(int count) throws IOException {
    return add(count, new Kind(new byte[] {22, 3, 1, 2, 0, 1}, true, false));
  }

  /** Each sends a whole hello and never goes on with the handshake. */
  HostilePeers wholeHellos(int count) throws IOException, GeneralSecurityException {
    return add(count, new Kind(wholeHello(), true, false));
  }

  /** Returns the first bytes of a handshake. */
  static byte[] wholeHello() throws IOException, GeneralSecurityException {
    SSLEngine client = SSLContext.getDefault().createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  HostilePeers slowReaders(int count) throws IOException {
    return add(
        count, new Kind(bytes("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), true, true));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private HostilePeers add(int count, Kind kind) throws IOException {
    for (int i = 0; i < count; i++) {
      connect(kind);
    }
    return this;
  }

  HostilePeers start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** How often a peer has connected. */
  long connections() {
    return connections.get();
  }

  private void connect(Kind kind) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    if (kind.isSlowReader) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 1_024);
    }
    int operations = channel.connect(address) ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    channel.register(selector, operations, kind);
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocate(SLOW_BYTES);
    try {
      while (!isClosed) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid()) {
            serve(key, (Kind) key.attachment(), buffer.clear());
          }
        }
        selector.selectedKeys().clear();
        if (slowReadersAreDue.compareAndSet(true, false)) {
          letSlowReadersRead();
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(SelectionKey key, Kind kind, ByteBuffer buffer) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        connections.incrementAndGet();
        channel.write(ByteBuffer.wrap(kind.sends));
        key.interestOps(kind.isSlowReader ? 0 : SelectionKey.OP_READ);
      } else if (key.isReadable() && channel.read(buffer) < 0) {
        again(channel, kind);
      }
    } catch (IOException reset) {
      again(channel, kind);
    }
  }

  private void again(SocketChannel channel, Kind kind) throws IOException {
    channel.close();
    if (kind.isRenewed) {
      connect(kind);
    }
  }

  /** Lets each slow reader read a few bytes, on the thread of the connections, which alone closes them. */
  void readSlowly() {
    slowReadersAreDue.set(true);
    selector.wakeup();
  }

  private void letSlowReadersRead() {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.interestOps() == 0) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    selector.wakeup(); // the daemon closes what it has opened
  }
}
