/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection: its own thread reads a request, has it answered, and writes the answer, one after the other. */
final class PeerConnection {

  /*
   * Every step has a deadline, kept by the receiver's thread: it closes the plain socket under TLS, which ends any read or
   * write at once. The handler has a deadline of its own.
   */

  private static final int BUFFER_BYTES = 8 << 10;
  private static final int BODY_STEPS = 3;
  private static final long MAX_DISCARDED = 1 << 20;
  static final long NO_DEADLINE = Long.MAX_VALUE;

  private final RelayReceiver receiver;
  private final Socket socket;
  private final InetAddress peer;
  private volatile long deadlineNanos;
  private volatile boolean isIdle;
  private volatile boolean isClosing;

  PeerConnection(RelayReceiver receiver, Socket socket) {
    this.receiver = receiver;
    this.socket = socket;
    this.peer = socket.getInetAddress();
    step(receiver.settings().stepTimeout());
  }

  InetAddress peer() {
    return peer;
  }

  boolean isIdle() {
    return isIdle;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  private void step(Duration timeout) {
    deadlineNanos = receiver.nanoTime() + timeout.toNanos();
  }

  /** The thread's work. */
  void run() {
    try {
      socket.setTcpNoDelay(true);
      serve(
          receiver.settings().tls().isPresent()
              ? handshake(receiver.settings().tls().get())
              : socket);
    } catch (IOException ignored) {
      // the peer went, was too slow, or speaks no TLS: its own problem
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      receiver.ended(this);
    }
  }

  private Socket handshake(SSLContext tls) throws IOException {
    SocketAddress address = socket.getRemoteSocketAddress();
    String host = address instanceof InetSocketAddress inet ? inet.getHostString() : "";
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private void serve(Socket stream) throws IOException, InterruptedException {
    OutputStream out = stream.getOutputStream();
    RequestReader reader = new RequestReader(
        new BufferedInputStream(stream.getInputStream(), BUFFER_BYTES),
        out,
        receiver.settings().maxBodyBytes());
    boolean keepsAlive = true;
    while (keepsAlive) {
      step(receiver.settings().idleTimeout());
      isIdle = true;
      int first = reader.first();
      isIdle = false;
      if (first < 0 || isClosing) {
        return;
      }
      step(receiver.settings().stepTimeout());
      keepsAlive = exchange(reader, out, first);
    }
  }

  /** Reads and answers one request; returns true if another may follow. */
  private boolean exchange(RequestReader reader, OutputStream out, int first)
      throws IOException, InterruptedException {
    boolean isRead = false;
    boolean keepsAlive = false;
    HttpReply answer;
    try (MemoryReservation memory = receiver.memory().open()) {
      ReceivedHead head = reader.head(first);
      HttpReply refusal = receiver.handler().refuse(head);
      boolean hasBody = head.isChunked() || head.contentLength() > 0;
      if (refusal != null) {
        isRead = !hasBody;
        answer = refusal;
      } else {
        step(receiver.settings().stepTimeout().multipliedBy(BODY_STEPS));
        byte[] body = reader.body(head, memory);
        isRead = true;
        deadlineNanos = NO_DEADLINE;
        answer = receiver.handler().answer(head, body, memory);
      }
      keepsAlive = isRead && head.keepsAlive() && !isClosing;
    } catch (RefusedRequestException refused) {
      keepsAlive = isRead && !isClosing;
      answer = receiver.handler().unreadable(refused.status(), refused.sentence());
    }
    step(receiver.settings().stepTimeout());
    out.write(answer.bytes(keepsAlive));
    out.flush();
    if (!isRead) {
      socket.shutdownOutput();
      reader.discard(MAX_DISCARDED); // a reset could overtake the answer
    }
    return keepsAlive;
  }

  /** Ends it after the request at hand; any thread. */
  void finish() {
    isClosing = true;
    if (isIdle) {
      close();
    }
  }

  /** Ends it at once; any thread. */
  void close() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // it is closed all the same
    }
  }
}
