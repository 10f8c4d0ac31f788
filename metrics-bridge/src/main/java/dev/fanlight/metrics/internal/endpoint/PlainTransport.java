/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The transport without TLS. */
final class PlainTransport implements PeerTransport {
  private static final int SLICE = 64 * 1024; // the JDK copies the whole buffer at each write

  private final SocketChannel channel;

  PlainTransport(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public boolean hasUnread() {
    return false;
  }

  @Override
  public boolean write(ByteBuffer from) throws IOException {
    if (from.hasRemaining()) {
      ByteBuffer slice = from.slice();
      slice.limit(Math.min(slice.remaining(), SLICE));
      from.position(from.position() + channel.write(slice));
    }
    return !from.hasRemaining();
  }

  @Override
  public boolean hasUnsent() {
    return false;
  }

  @Override
  public @Nullable ConnectionPhase handshake() {
    return null;
  }

  @Override
  public @Nullable Runnable takeTask() {
    return null;
  }

  @Override
  public boolean isComputing() {
    return false;
  }

  @Override
  public void taskEnded() {}

  @Override
  public void finish() {}
}
