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

/** One accepted connection, from its first byte to its end. The endpoint's thread only. */
final class EndpointConnection {
  /*
   * CONNECTED -> REQUEST (-> HANDSHAKE) -> SCRAPE -> ANSWER -> IDLE -> REQUEST …, or DISCARD and the end. A request that
   * has arrived in full skips CONNECTED and REQUEST, a health probe skips SCRAPE, and an answer that the socket takes
   * at once skips ANSWER. Bytes of a second request that come with the
   * first (pipelining) are read over, and the connection ends with the first answer.
   */
  private static final int MAX_WRITES =
      8; // of at most 64 KiB in one round, so that others have their turn
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final EndpointLoop loop;
  private final SocketChannel channel;
  private final PeerTransport transport;
  private final PeerAddress peer;
  private final RequestHeadReader reader = new RequestHeadReader();
  private @Nullable SelectionKey key;
  private @Nullable Phase phase;
  private @Nullable RequestHead request;
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

  /** Any thread. */
  boolean isOpen() {
    return channel.isOpen();
  }

  @Nullable Phase phase() {
    return phase;
  }

  /** Waits for the metrics to be drawn. */
  void awaitScrape() {
    enter(Phase.SCRAPE);
  }

  /** Whether this request waits for the metrics to be drawn. */
  @SuppressWarnings("ReferenceEquality") // this request, and not a later one that says the same
  boolean awaits(RequestHead scrape) {
    return phase == Phase.SCRAPE && request == scrape;
  }

  /** The size of the body that the peer reads. */
  int answerBytes() {
    return phase == Phase.ANSWER ? answerBytes : 0;
  }

  /** Goes on after the selector or the end of a computation has said so. */
  void advance() throws IOException {
    if (phase == Phase.ANSWER) {
      write();
    } else if (phase == Phase.DISCARD) {
      discard();
    } else if (phase != Phase.SCRAPE) {
      if (transport.hasUnsent()) {
        transport.write(NOTHING);
      }
      read();
    }
    waitForPeer();
  }

  /** Goes on after a computation of the handshake. */
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
      Phase handshake = transport.handshake();
      if (handshake != null) {
        enter(handshake);
      }
      Runnable task = transport.takeTask();
      if (task != null) {
        loop.compute(this, task);
      }
      if (read == 0) {
        enter(phase == null ? Phase.CONNECTED : phase);
        return;
      }
      ReadResult result = reader.append(bytes.flip());
      hasLeftover = bytes.hasRemaining() || transport.hasUnread();
      if (take(result)) {
        return;
      }
    } while (transport.hasUnread());
  }

  /** Returns whether the result is more than a part of a head. */
  private boolean take(ReadResult result) throws IOException {
    if (result instanceof RequestHead head) {
      request = head;
      isKept = head.isPersistent() && !head.hasBody() && !hasLeftover;
      loop.handle(this, head);
    } else if (result instanceof ReadResult.Invalid invalid) {
      refuse(invalid);
    } else if (phase != Phase.HANDSHAKE) {
      enter(Phase.REQUEST);
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

  /** Sends the answer, as far as the socket takes it at once. */
  void answer(HttpAnswer answer) throws IOException {
    RequestHead asked = request;
    boolean hasBody = asked == null || !asked.isHead();
    head = answer.first(loop.epochNanos(), isKept, hasBody);
    body = answer.rest(hasBody);
    if (body.hasRemaining()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // the last part is not to wait
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
    enter(Phase.ANSWER);
  }

  private void answered() throws IOException {
    boolean hasBody = hasLeftover || (request != null && request.hasBody());
    request = null;
    body = NOTHING;
    if (isKept) {
      enter(Phase.IDLE);
      return;
    }
    transport.finish();
    if (hasBody) {
      channel.shutdownOutput();
      enter(Phase.DISCARD);
    } else {
      close();
    }
  }

  private void discard() throws IOException {
    if (channel.read(loop.scratch()) < 0) {
      close();
    }
  }

  private void enter(Phase next) {
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

  /** Has the selector tell when the peer has sent or read something. */
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
    if (phase == Phase.ANSWER) {
      return SelectionKey.OP_WRITE;
    }
    if (phase == Phase.SCRAPE || transport.isComputing()) {
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
      // the peer is gone either way
    }
  }
}
