/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An exchange in flight: its destination, its deadline, its current step, and the handle that frees its thread.
 *
 * <p>The steps are taken by the sending thread; {@link #abort} may come from any other.
 */
final class ExchangeAttempt {

  /** The steps of an exchange, each with the cause to report when it fails. */
  enum Step {
    LOOK_UP(Cause.DNS, "looking up"),
    CONNECT(Cause.CONNECT, "connecting to"),
    PROXY(Cause.PROXY, "asking the proxy for"),
    HANDSHAKE(Cause.TLS, "the TLS handshake with"),
    SEND(Cause.IO, "sending to"),
    AWAIT(Cause.IO, "waiting for the answer of"),
    READ(Cause.IO, "reading the answer of");

    private final Cause cause;
    private final String doing;

    Step(Cause cause, String doing) {
      this.cause = cause;
      this.doing = doing;
    }
  }

  /** Why an attempt was cut short by us. */
  enum Ending {
    /** Its deadline passed. */
    EXPIRED,
    /** The transport was closed. */
    CLOSED
  }

  /*
   * The first of the two decides: after abort() the sending thread notices it at its next hold() or because the handle
   * was closed under it; after finish() an abort has no effect, so that a connection that went back to the idle ones
   * is never closed by the deadline of an earlier request.
   */
  private final Object lock = new Object();
  private final Request request;
  private final Origin origin;
  private final Duration timeout;
  private final long deadlineNanos;
  private Step step = Step.LOOK_UP; // the sending thread only
  private boolean requestIsOut; // the sending thread only
  private boolean isOnKeptConnection; // the sending thread only
  private boolean hasClientCertificate; // the sending thread only

  @GuardedBy("lock") private @Nullable Closeable handle;

  @GuardedBy("lock") private @Nullable Ending ending;

  @GuardedBy("lock") private boolean finished;

  ExchangeAttempt(Request request, long nowNanos) {
    this.request = request;
    this.origin = Origin.of(request.uri());
    this.timeout = request.timeout();
    this.deadlineNanos = nowNanos + timeout.toNanos();
  }

  Origin origin() {
    return origin;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  void enter(Step next) {
    step = next;
  }

  /** Notes that the connection has been used before: its peer may be giving it up at this moment. */
  void usesKeptConnection() {
    isOnKeptConnection = true;
  }

  /** Sets whether the handshake offers a client certificate. */
  void offersClientCertificate(boolean isOffered) {
    hasClientCertificate = isOffered;
  }

  /** Notes that the peer may receive the whole request from now on. */
  void requestGoesOut() {
    requestIsOut = true;
  }

  /**
   * Names the resource that must be closed to free the sending thread, in place of the previous one.
   *
   * @throws IOException if the attempt is already over; the handle is closed then
   */
  void hold(Closeable next) throws IOException {
    synchronized (lock) {
      if (ending == null) {
        handle = next;
        return;
      }
    }
    next.close();
    throw new IOException("the attempt is over");
  }

  /** Frees the sending thread; any thread. */
  void abort(Ending why) {
    Closeable held;
    synchronized (lock) {
      if (finished || ending != null) {
        return;
      }
      ending = why;
      held = handle;
    }
    closeQuietly(held);
  }

  /** Ends the attempt; true if it was not aborted, so that its connection may be used again. */
  boolean finish() {
    synchronized (lock) {
      finished = true;
      handle = null;
      return ending == null;
    }
  }

  /** Returns the report of an exception at the current step. */
  Failure failure(IOException e) {
    Ending why;
    synchronized (lock) {
      why = ending;
    }
    String at = step.doing + " " + origin.authority();
    if (why == Ending.EXPIRED) {
      return failure(
          Cause.TIMEOUT, "over " + timeout.toMillis() + " ms, the last step being " + at);
    }
    if (why == Ending.CLOSED) {
      return failure(Cause.IO, at + " was given up: the transport is closed");
    }
    boolean isStale = isOnKeptConnection && (step == Step.SEND || step == Step.AWAIT);
    Failure failure = failure(
        isStale ? Cause.STALE : step.cause,
        at + " failed: " + ForeignText.message(e, request.secrets()));
    return isStale
        ? failure
        : new Failure(failure.cause(), failure.mayHaveArrived(), failure.message(), cure(e));
  }

  private String cure(IOException e) {
    if (e instanceof WrongProtocolException wrong) {
      return wrong.cure(origin.port());
    }
    return step == Step.HANDSHAKE ? TlsCure.of(e, origin, hasClientCertificate) : "";
  }

  private Failure failure(Cause cause, String text) {
    return new Failure(cause, requestIsOut, cause + ": " + text);
  }

  /** The request cannot have been taken after all: the peer refused the connection itself. */
  Failure refused(Step at, IOException e) {
    step = at;
    requestIsOut = false;
    return failure(e);
  }

  static void closeQuietly(@Nullable Closeable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (IOException ignored) {
      // it is closed all the same
    }
  }
}
