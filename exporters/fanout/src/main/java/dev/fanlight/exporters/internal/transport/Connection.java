/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.ExchangeAttempt.Step;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A connection to an origin, used by one thread at a time. */
final class Connection implements Closeable {

  /*
   * Head and start of the body leave in one write. More than a write's worth is written piecewise, because the JVM
   * keeps, per thread and outside the heap, a buffer as large as the largest piece it was ever given.
   */
  private static final int WRITE_BYTES = 64 * 1024;

  private final Origin origin;
  private final SocketChannel channel;
  private final PeerSocket socket;
  private final TlsContexts.@Nullable Material tls;
  private final @Nullable HttpProxy proxy;
  private final PeerInput in;
  private final OutputStream out;
  private final long openedNanos;
  private boolean isReusable;
  private @Nullable Http2Session http2; // of a connection for gRPC
  private long idleSinceNanos;

  /**
   * A connection.
   *
   * @param tls the material of its handshake, or null without TLS
   * @param proxy the proxy that it goes through, or null
   */
  Connection(
      Origin origin,
      SocketChannel channel,
      PeerSocket socket,
      TlsContexts.@Nullable Material tls,
      @Nullable HttpProxy proxy,
      InputStream in,
      OutputStream out,
      long openedNanos) {
    this.openedNanos = openedNanos;
    this.origin = origin;
    this.channel = channel;
    this.socket = socket;
    this.tls = tls;
    this.proxy = proxy;
    this.in = new PeerInput(in);
    this.out = out;
  }

  Origin origin() {
    return origin;
  }

  /** Returns the time of its opening, by the monotonic clock. */
  long openedNanos() {
    return openedNanos;
  }

  TlsContexts.@Nullable Material tls() {
    return tls;
  }

  /** The proxy that it goes through, or null. */
  @Nullable HttpProxy proxy() {
    return proxy;
  }

  /** Makes a gRPC call and reads its answer. */
  Answer call(Request request, ExchangeAttempt attempt) throws IOException {
    isReusable = false;
    if (http2 == null) {
      http2 = new Http2Session(in, out);
    }
    attempt.enter(Step.SEND);
    try {
      Answer answer = GrpcCall.answer(http2.exchange(
          GrpcCall.headers(request, origin), GrpcCall.prefix(request), request.body(), attempt));
      isReusable = http2.isReusable() && socket.brokenWrite() == null;
      return answer;
    } catch (SSLHandshakeException | Http2Session.RefusedException | ProtocolException reason) {
      throw reason;
    } catch (IOException silence) {
      IOException brokenWrite = socket.brokenWrite();
      if (brokenWrite == null) {
        throw silence;
      }
      attempt.enter(Step.SEND);
      throw brokenWrite;
    }
  }

  /** Sends the request and reads the answer, which may come before the request is out. */
  Answer exchange(byte[] head, byte[] body, ExchangeAttempt attempt) throws IOException {
    isReusable = false;
    attempt.enter(Step.SEND);
    send(head, body, attempt);
    IOException brokenWrite = socket.brokenWrite();
    if (brokenWrite == null) {
      return receive(attempt);
    }
    try {
      return receive(attempt);
    } catch (SSLHandshakeException refusal) {
      throw refusal;
    } catch (IOException silence) {
      attempt.enter(Step.SEND);
      throw brokenWrite;
    } finally {
      isReusable = false;
    }
  }

  private void send(byte[] head, byte[] body, ExchangeAttempt attempt) throws IOException {
    int start = Math.min(body.length, Math.max(0, WRITE_BYTES - head.length));
    byte[] first = new byte[head.length + start];
    System.arraycopy(head, 0, first, 0, head.length);
    System.arraycopy(body, 0, first, head.length, start);
    write(first, 0, first.length, start == body.length, attempt);
    for (int from = start; from < body.length && socket.brokenWrite() == null; ) {
      int length = Math.min(WRITE_BYTES, body.length - from);
      write(body, from, length, from + length == body.length, attempt);
      from += length;
    }
  }

  private void write(byte[] bytes, int from, int length, boolean isLast, ExchangeAttempt attempt)
      throws IOException {
    if (isLast) {
      attempt.requestGoesOut(); // a write that fails may have gone through
    }
    out.write(bytes, from, length);
  }

  private Answer receive(ExchangeAttempt attempt) throws IOException {
    attempt.enter(Step.AWAIT);
    if (in.awaitFirst()) {
      attempt.enter(Step.READ);
    }
    ResponseHead head = ResponseHead.read(in);
    ResponseBody body = ResponseBody.read(head, in);
    isReusable = body.isComplete() && head.keepsAlive() && in.isDrained();
    return new Answer(head.status(), head.headers(), body.decoded(head));
  }

  /** Returns true if the last exchange left the connection fit for the next. */
  boolean isReusable() {
    return isReusable;
  }

  void idleSince(long nowNanos) {
    idleSinceNanos = nowNanos;
  }

  long idleNanos(long nowNanos) {
    return nowNanos - idleSinceNanos;
  }

  /**
   * Returns true if the peer has neither closed nor sent a byte since the last answer. Under TLS its bytes may have
   * any meaning; a connection is cheap to give up while no request has been sent. A peer of HTTP/2 may speak at any
   * time: the bytes are kept for the next call.
   */
  boolean isQuiet() {
    try {
      channel.configureBlocking(false);
      int count = http2 == null ? channel.read(ByteBuffer.allocate(1)) : socket.readAhead();
      channel.configureBlocking(true);
      return http2 == null ? count == 0 : count >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Closes the socket underneath at once: a TLS goodbye would wait for a peer that does not read. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
