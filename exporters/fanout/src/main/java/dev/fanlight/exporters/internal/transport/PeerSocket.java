/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connected channel in the shape that the JVM's TLS can be layered over. */
final class PeerSocket extends Socket {

  /*
   * A peer that refuses a request (413 in the middle of an upload; under TLS 1.3 also a missing client certificate,
   * which it detects after the handshake of this side) answers and closes, and the next write here fails before the
   * answer has been read. So a failed write is remembered, not thrown, and later writes are discarded: the reader
   * finds the refusal in the channel, or an end, and then the failed write is reported.
   *
   * The JVM's TLS asks a socket below it for its streams, and whether it is connected.
   */
  /** Maximum number of unrequested bytes of a peer that are kept for the next reader. */
  private static final int AHEAD_BYTES = 1024;

  private final SocketChannel channel;
  private final InputStream in = new In();
  private final OutputStream out = new Out();
  private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD_BYTES).flip(); // one thread at a time
  private @Nullable IOException brokenWrite; // the sending thread only

  PeerSocket(SocketChannel channel) throws IOException {
    super((SocketImpl) null);
    this.channel = channel;
  }

  /** Why a write failed while the channel was open, or null. */
  @Nullable IOException brokenWrite() {
    return brokenWrite;
  }

  /**
   * Reads the peer's available bytes, without waiting, and keeps them for the next reader; the channel does not block.
   *
   * @return the number of bytes; -1 if the peer has closed, or says more than is kept
   */
  int readAhead() throws IOException {
    ahead.compact();
    try {
      return ahead.hasRemaining() ? channel.read(ahead) : -1;
    } finally {
      ahead.flip();
    }
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public InetAddress getInetAddress() {
    return channel.socket().getInetAddress();
  }

  @Override
  public int getPort() {
    return channel.socket().getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.socket().getRemoteSocketAddress();
  }

  @Override
  public synchronized int getSoTimeout() {
    return 0;
  }

  @Override
  public synchronized void setSoTimeout(int ignored) {
    // the watchdog closes the channel instead
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }

  private final class In extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (ahead.hasRemaining() && length > 0) {
        int count = Math.min(length, ahead.remaining());
        ahead.get(target, offset, count);
        return count;
      }
      return channel.read(ByteBuffer.wrap(target, offset, length));
    }
  }

  private final class Out extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (brokenWrite != null) {
        return;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (buffer.hasRemaining()) {
          int ignored = channel.write(buffer);
        }
      } catch (IOException e) {
        if (!channel.isOpen()) {
          throw e; // closed by us
        }
        brokenWrite = e;
      }
    }
  }
}
