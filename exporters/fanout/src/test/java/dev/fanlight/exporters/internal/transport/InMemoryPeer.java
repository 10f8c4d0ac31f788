/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.Random;
import javax.net.ssl.SSLHandshakeException;

/** A peer in memory: it has sent its whole answer already, reads all, and closes then. */
public final class InMemoryPeer {

  /** A peer of HTTP/1.1 or HTTP/2. */
  public enum Protocol {
    /** HTTP/1.1. */
    HTTP,
    /** gRPC over HTTP/2. */
    GRPC
  }

  private final InputStream in;
  private boolean isReusable;

  /**
   * A peer.
   *
   * @param answer the bytes that it sends
   * @param random decides how many bytes arrive at a time
   */
  public InMemoryPeer(byte[] answer, Random random) {
    this.in = new Pieces(answer, random);
  }

  /** Sends a request over a connection to the peer, and returns the end of the exchange as a transport does. */
  public Exchange exchange(Request request, Protocol protocol) throws IOException {
    ExchangeAttempt attempt = new ExchangeAttempt(request, 0);
    try (SocketChannel channel = SocketChannel.open()) {
      PeerSocket socket = new PeerSocket(channel);
      Connection connection = new Connection(
          attempt.origin(), channel, socket, null, null, in, OutputStream.nullOutputStream(), 0);
      try {
        Exchange answer = protocol == Protocol.GRPC
            ? connection.call(request, attempt)
            : connection.exchange(
                RequestHead.post(request, attempt.origin(), false, null), request.body(), attempt);
        isReusable = connection.isReusable();
        return answer;
      } catch (Http2Session.RefusedException e) {
        return attempt.refused(ExchangeAttempt.Step.SEND, e);
      } catch (SSLHandshakeException e) {
        return attempt.refused(ExchangeAttempt.Step.HANDSHAKE, e);
      } catch (IOException e) {
        return attempt.failure(e);
      }
    }
  }

  /** Returns whether the connection is fit for another request. */
  public boolean isReusable() {
    return isReusable;
  }

  /** Bytes that arrive a few at a time. */
  private static final class Pieces extends InputStream {

    private final ByteArrayInputStream bytes;
    private final Random random;
    private final int most;

    Pieces(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
      this.most = 1 << random.nextInt(15);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
    }
  }
}
