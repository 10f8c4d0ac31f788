/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The transport with TLS. */
final class TlsTransport implements PeerTransport {
  /*
   * An engine is created after a peer has sent the whole record of its hello: a part of a record costs a small buffer and no
   * computation. The computations of a handshake (key exchange, signature, reading the certificate files) run on the
   * handshake thread; until they have ended, no other method of this transport is called. A second handshake (TLS 1.2) is
   * refused, because it costs computing time without a purpose. The same is true of key updates (TLS 1.3) and empty records,
   * which are processed on the endpoint's thread: a peer that sends many of them in a row is disconnected.
   */
  private static final int HEADER = 5;
  private static final int MAX_RECORD = HEADER + 16_384 + 2_048;
  private static final int HELLO = 1_024; // maximum size of most clients' hello
  private static final int HANDSHAKE_RECORD = 22;
  private static final int MAX_EMPTY_RECORDS = 32; // a handshake has fewer than ten
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLContext context;
  private final BooleanSupplier mayBegin;
  private ByteBuffer received = ByteBuffer.allocate(HELLO); // in write mode between calls
  private ByteBuffer unsent = NOTHING; // in read mode
  private @Nullable SSLEngine engine;
  private @Nullable Runnable task;
  private boolean isTaskRunning;
  private boolean isEstablished;
  private boolean hasUnread;
  private int emptyRecords; // since the last bytes of a request
  private boolean isRefused; // the peer does not speak TLS, or may not begin a handshake now

  /**
   * Creates the transport of an accepted connection.
   *
   * @param mayBegin asked once, after the whole hello has arrived: false closes the connection before any computation
   */
  TlsTransport(SocketChannel channel, SSLContext context, BooleanSupplier mayBegin) {
    this.channel = channel;
    this.context = context;
    this.mayBegin = mayBegin;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (isTaskRunning) {
      return 0;
    }
    boolean isEnd = isEndAfterReading();
    received.flip();
    try {
      if (engine == null) {
        engine = firstEngine();
      }
      SSLEngine tls = engine;
      int read = tls == null ? (isRefused ? END : 0) : advance(tls, into);
      return read == 0 && isEnd && !isTaskRunning ? END : read;
    } catch (SSLException e) {
      if (engine != null) {
        wrap(engine, NOTHING); // the alert, which tells the peer the error
      }
      throw e;
    } finally {
      received.compact();
    }
  }

  private boolean isEndAfterReading() throws IOException {
    int read = channel.read(received);
    if (!received.hasRemaining() && received.capacity() < MAX_RECORD) {
      enlarge(received.flip()); // a hello that resumes a session is longer
      read = channel.read(received);
    }
    return read < 0;
  }

  private void enlarge(ByteBuffer readable) {
    received = ByteBuffer.allocate(MAX_RECORD).put(readable);
  }

  /** Returns the engine; null until the first record is complete. */
  private @Nullable SSLEngine firstEngine() throws IOException {
    if (received.remaining() < HEADER) {
      isRefused = received.hasRemaining() && received.get(0) != HANDSHAKE_RECORD;
      return null;
    }
    int length = HEADER + Short.toUnsignedInt(received.getShort(HEADER - 2));
    isRefused = received.get(0) != HANDSHAKE_RECORD || length > MAX_RECORD;
    if (isRefused || received.remaining() < length) {
      return null;
    }
    isRefused = !mayBegin.getAsBoolean();
    if (isRefused) {
      return null;
    }
    if (received.capacity() < MAX_RECORD) {
      enlarge(received);
      received.flip();
    }
    unsent = ByteBuffer.allocate(2 * MAX_RECORD).limit(0);
    SSLEngine tls = context.createSSLEngine();
    tls.setUseClientMode(false);
    tls.beginHandshake();
    return tls;
  }

  /** Reads records until one has bytes of the request, or until the engine has to write or to compute. */
  private int advance(SSLEngine tls, ByteBuffer into) throws IOException {
    int start = into.position();
    hasUnread = false;
    while (into.position() == start) {
      HandshakeStatus status = tls.getHandshakeStatus();
      isEstablished |= status == HandshakeStatus.NOT_HANDSHAKING;
      if (status == HandshakeStatus.NEED_TASK) {
        begin(tls);
        return 0;
      }
      if (status == HandshakeStatus.NEED_WRAP) {
        if (!wrap(tls, NOTHING)) {
          return tls.isOutboundDone() ? END : 0;
        }
        continue;
      }
      SSLEngineResult result = tls.unwrap(received, into);
      if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
        return END;
      }
      if (result.getStatus() != SSLEngineResult.Status.OK
          || result.bytesConsumed() + result.bytesProduced() == 0) {
        return 0; // a part of a record
      }
      boolean isEmpty = into.position() == start;
      emptyRecords = isEmpty ? emptyRecords + 1 : 0;
      if (emptyRecords > MAX_EMPTY_RECORDS) {
        return END;
      }
    }
    hasUnread = received.hasRemaining();
    return into.position() - start;
  }

  private void begin(SSLEngine tls) throws SSLException {
    if (isEstablished) {
      throw new SSLException("the peer asks for a second handshake");
    }
    isTaskRunning = true;
    task = () -> {
      for (Runnable step = tls.getDelegatedTask(); step != null; step = tls.getDelegatedTask()) {
        step.run();
      }
    };
  }

  /** Encrypts some of the bytes and sends them. Tells whether more bytes may follow. */
  private boolean wrap(SSLEngine tls, ByteBuffer from) throws IOException {
    if (!flush()) {
      return false;
    }
    unsent.clear();
    SSLEngineResult result;
    try {
      result = tls.wrap(from, unsent);
    } finally {
      unsent.flip();
    }
    return flush() && result.getStatus() == SSLEngineResult.Status.OK;
  }

  private boolean flush() throws IOException {
    if (unsent.hasRemaining()) {
      channel.write(unsent);
    }
    return !unsent.hasRemaining();
  }

  @Override
  public boolean hasUnread() {
    return hasUnread;
  }

  @Override
  public boolean write(ByteBuffer from) throws IOException {
    SSLEngine tls = engine;
    if (tls == null || (from.hasRemaining() && !wrap(tls, from))) {
      return false;
    }
    return flush() && !from.hasRemaining();
  }

  @Override
  public boolean hasUnsent() {
    return unsent.hasRemaining();
  }

  @Override
  public @Nullable ConnectionPhase handshake() {
    if (isEstablished) {
      return null;
    }
    if (engine != null) {
      return isTaskRunning ? ConnectionPhase.COMPUTING : ConnectionPhase.HANDSHAKE;
    }
    return received.position() == 0 ? ConnectionPhase.CONNECTED : ConnectionPhase.REQUEST;
  }

  @Override
  public @Nullable Runnable takeTask() {
    Runnable taken = task;
    task = null;
    return taken;
  }

  @Override
  public boolean isComputing() {
    return isTaskRunning;
  }

  @Override
  public void taskEnded() {
    isTaskRunning = false;
  }

  @Override
  public void finish() throws IOException {
    if (engine != null && !isTaskRunning) {
      engine.closeOutbound();
      wrap(engine, NOTHING);
    }
  }
}
