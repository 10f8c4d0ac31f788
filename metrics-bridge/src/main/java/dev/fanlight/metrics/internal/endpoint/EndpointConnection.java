/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** An accepted connection, from its first byte to its end. The endpoint's thread only. */
final class EndpointConnection {
  /*
   * CONNECTED -> REQUEST (-> HANDSHAKE) -> SCRAPE -> ANSWER -> IDLE -> REQUEST …, or DISCARD and the end. A request that
   * has arrived in full skips CONNECTED and REQUEST, a health probe skips SCRAPE, and an answer that the socket accepts at
   * once skips ANSWER. Bytes of a second request that arrive with the first one (pipelining) are skipped, and the
   * connection ends after the first answer.
   */
  private static final int MAX_WRITES =
      8; // of at most 64 KiB in one round, so that other connections are served too
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final EndpointLoop loop;
  private final SocketChannel channel;
  private final PeerTransport transport;
  private final PeerAddress peer;
  private final RequestHeadReader reader = new RequestHeadReader();
  private @Nullable SelectionKey key;
  private @Nullable ConnectionPhase phase;
  private @Nullable ScrapeRequest request;
  private ByteBuffer head = NOTHING;
  private ByteBuffer body = NOTHING;
  private int answerBytes;
  private boolean isKept;
  private boolean hasLeftover;

  EndpointConnection(
      EndpointLoop loop, SocketChannel channel, PeerTransport transport, PeerAddress peer) {
    this.loop = loop;
    this.channel = channel;
    this.transport = transport;
    this.peer = peer;
  }

  PeerAddress peer() {
    return peer;
  }

  /** May be called on any thread. */
  boolean isOpen() {
    return channel.isOpen();
  }

  @Nullable ConnectionPhase phase() {
    return phase;
  }

  /** Changes to the phase in which the connection waits for the metrics. */
  void awaitScrape() {
    enter(ConnectionPhase.SCRAPE);
  }

  /** Tells whether this request waits for the metrics. */
  @SuppressWarnings("ReferenceEquality") // this request, not an equal later one
  boolean awaits(ScrapeRequest scrape) {
    return phase == ConnectionPhase.SCRAPE && request == scrape;
  }

  /** Returns the size of the body that the peer reads. */
  int answerBytes() {
    return phase == ConnectionPhase.ANSWER ? answerBytes : 0;
  }

  /** Continues after the selector or a finished computation has reported the connection ready. */
  void advance() throws IOException {
    if (phase == ConnectionPhase.ANSWER) {
      write();
    } else if (phase == ConnectionPhase.DISCARD) {
      discard();
    } else if (phase != ConnectionPhase.SCRAPE) {
      if (transport.hasUnsent()) {
        transport.write(NOTHING);
      }
      read();
    }
    waitForPeer();
  }

  /** Continues after a computation of the handshake. */
  void resume() throws IOException {
    transport.taskEnded();
    if (channel.isOpen()) {
      advance();
    }
  }

  private void read() throws IOException {
    do {
      ByteBuffer bytes = loop.scratch();
      int read = transport.read(bytes);
      if (read == PeerTransport.END) {
        close();
        return;
      }
      ConnectionPhase handshake = transport.handshake();
      if (handshake != null) {
        enter(handshake);
      }
      Runnable task = transport.takeTask();
      if (task != null) {
        loop.compute(this, task);
      }
      if (read == 0) {
        enter(phase == null ? ConnectionPhase.CONNECTED : phase);
        return;
      }
      ReadResult result = reader.append(bytes.flip());
      hasLeftover = bytes.hasRemaining() || transport.hasUnread();
      if (take(result)) {
        return;
      }
    } while (transport.hasUnread());
  }

  /** Tells whether the head is complete or invalid. */
  private boolean take(ReadResult result) throws IOException {
    if (result instanceof ScrapeRequest head) {
      request = head;
      isKept = head.isPersistent() && !head.hasBody() && !hasLeftover;
      loop.handle(this, head);
    } else if (result instanceof ReadResult.Invalid invalid) {
      refuse(invalid);
    } else if (phase != ConnectionPhase.HANDSHAKE) {
      enter(ConnectionPhase.REQUEST);
    }
    return !(result instanceof ReadResult.Incomplete);
  }

  private void refuse(ReadResult.Invalid invalid) throws IOException {
    if (invalid.text().isEmpty()) {
      close();
    } else {
      hasLeftover = true;
      answerAndClose(HttpAnswer.text(invalid.status(), invalid.text()));
    }
  }

  /** Sends the answer, and takes no further request on this connection. */
  void answerAndClose(HttpAnswer answer) throws IOException {
    isKept = false;
    answer(answer);
  }

  /** Sends the answer, as far as the socket accepts it at once. */
  void answer(HttpAnswer answer) throws IOException {
    ScrapeRequest asked = request;
    boolean hasBody = asked == null || !asked.isHead();
    head = answer.first(loop.epochNanos(), isKept, hasBody);
    body = answer.rest(hasBody);
    if (body.hasRemaining()) {
      channel.setOption(
          StandardSocketOptions.TCP_NODELAY, true); // sends the last part without delay
    }
    answerBytes = body.remaining();
    write();
    waitForPeer();
  }

  private void write() throws IOException {
    for (int i = 0; i < MAX_WRITES; i++) {
      ByteBuffer next = head.hasRemaining() ? head : body;
      int before = next.remaining();
      boolean isWritten = transport.write(next);
      if (isWritten && !head.hasRemaining() && !body.hasRemaining()) {
        answered();
        return;
      }
      if (!isWritten && next.remaining() == before) {
        break; // the peer has to read first
      }
    }
    enter(ConnectionPhase.ANSWER);
  }

  private void answered() throws IOException {
    loop.answered(peer);
    boolean hasBody = hasLeftover || (request != null && request.hasBody());
    request = null;
    body = NOTHING;
    if (isKept) {
      enter(ConnectionPhase.IDLE);
      return;
    }
    transport.finish();
    if (hasBody) {
      channel.shutdownOutput();
      enter(ConnectionPhase.DISCARD);
    } else {
      close();
    }
  }

  private void discard() throws IOException {
    if (channel.read(loop.scratch()) < 0) {
      close();
    }
  }

  private void enter(ConnectionPhase next) {
    if (phase != next && channel.isOpen()) {
      leave();
      phase = next;
      loop.entered(this, next);
    }
  }

  private void leave() {
    if (phase != null) {
      loop.left(this, phase);
      phase = null;
    }
  }

  /** Registers for the events of the selector: bytes to read, or space to write. */
  void register() throws ClosedChannelException {
    if (channel.isOpen() && key == null) {
      key = loop.register(channel, operations(), this);
    }
  }

  private void waitForPeer() {
    SelectionKey registered = key;
    if (!channel.isOpen()) {
      return;
    }
    if (registered == null) {
      loop.lookAfter(this);
    } else if (registered.interestOps() != operations()) {
      registered.interestOps(operations());
    }
  }

  private int operations() {
    if (phase == ConnectionPhase.ANSWER) {
      return SelectionKey.OP_WRITE;
    }
    if (phase == ConnectionPhase.SCRAPE || transport.isComputing()) {
      return 0;
    }
    return transport.hasUnsent() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  /** Ends the connection now. */
  void close() {
    leave();
    boolean isRegistered = key != null;
    if (channel.isOpen()) {
      loop.closed(isRegistered);
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // the connection is closed in any case
    }
  }
}
