/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The bytes of one connection, plain or in TLS. No method blocks. The endpoint's thread only. */
interface PeerTransport {
  /** The result of {@link #read} at the end of the peer's bytes. */
  int END = -1;

  /** Reads bytes that have arrived; 0 if there are none. */
  int read(ByteBuffer into) throws IOException;

  /** Returns whether {@link #read} has more without waiting for the peer. */
  boolean hasUnread();

  /** Writes some of the bytes. Returns whether they and all earlier bytes are written. */
  boolean write(ByteBuffer from) throws IOException;

  /** Returns whether bytes of a handshake wait for the peer to read. */
  boolean hasUnsent();

  /** Returns the step of the connection before requests can be read; null from then on. */
  @Nullable ConnectionPhase handshake();

  /** Returns a computation of the handshake, once, to be run on another thread; null if there is none. */
  @Nullable Runnable takeTask();

  /** Tells whether a computation runs on another thread, so that reads are not allowed. */
  boolean isComputing();

  /** Tells that the computation has ended. */
  void taskEnded();

  /** Tells the peer that no more bytes come, if the protocol has a message for it and the peer reads. */
  void finish() throws IOException;
}
