/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.ExchangeAttempt.Ending;
import dev.fanlight.exporters.internal.transport.ExchangeAttempt.Step;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, or gRPC over HTTP/2, over blocking sockets. */
final class HttpTransport implements Transport {

  /*
   * The sending thread does everything but two things: the watchdog closes the socket under it when the deadline
   * passes, and close() does so for every attempt in flight. A thread in a look-up waits for a future that both can
   * cancel. Channels are used for the sake of interrupts: one closes the channel and frees the thread.
   */
  private final Clock clock;
  private final Watchdog watchdog;
  private final ConnectionDialler dialler;
  private final HttpVersion version;
  private final IdleConnections idle;
  private final Set<ExchangeAttempt> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  HttpTransport(Clock clock, Watchdog watchdog, ConnectionDialler dialler, HttpVersion version) {
    this.clock = clock;
    this.watchdog = watchdog;
    this.dialler = dialler;
    this.version = version;
    this.idle = new IdleConnections(clock, dialler::wouldDialLike);
  }

  @Override
  public Exchange exchange(Request request) throws InterruptedException {
    ExchangeAttempt attempt = new ExchangeAttempt(request, clock.nanoTime());
    inFlight.add(attempt);
    if (closed) {
      attempt.abort(Ending.CLOSED); // close() may have missed it
    }
    try {
      watchdog.watch(attempt);
      return exchange(request, attempt);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while sending");
      }
      if (e instanceof Http2Session.RefusedException) {
        return attempt.refused(Step.SEND, e);
      }
      return e instanceof SSLHandshakeException
          ? attempt.refused(Step.HANDSHAKE, e)
          : attempt.failure(e);
    } finally {
      watchdog.unwatch(attempt);
      inFlight.remove(attempt);
    }
  }

  private Exchange exchange(Request request, ExchangeAttempt attempt)
      throws IOException, InterruptedException {
    Connection connection = idle.take(attempt.origin());
    boolean isKept = connection != null;
    if (connection == null) {
      connection = dialler.dial(attempt);
    } else {
      attempt.usesKeptConnection();
    }
    boolean isReusable = false;
    try {
      attempt.hold(connection);
      Answer answer = answer(connection, request, attempt);
      isReusable = attempt.finish() && connection.isReusable() && answer.status() != 408;
      return version == HttpVersion.HTTP_2 ? answer : refusal(answer, attempt, isKept);
    } finally {
      if (isReusable) {
        idle.give(connection);
        watchdog.sweep(idle);
      } else {
        ExchangeAttempt.closeQuietly(connection);
      }
    }
  }

  private Answer answer(Connection connection, Request request, ExchangeAttempt attempt)
      throws IOException {
    return version == HttpVersion.HTTP_2
        ? connection.call(request, attempt)
        : connection.exchange(
            head(request, attempt.origin(), connection.proxy()), request.body(), attempt);
  }

  /** Returns the answer, unless it is no answer of the vendor to this request. */
  private static Exchange refusal(Answer answer, ExchangeAttempt attempt, boolean isKept) {
    if (answer.status() == 407) {
      return attempt.refused(Step.PROXY, HttpProxy.refusal(407));
    }
    if (answer.status() == 408
        && isKept) { // sent when the peer stopped waiting, before it saw our request
      return attempt.refused(Step.SEND, new IOException("the peer had waited too long for it"));
    }
    return answer;
  }

  private static byte[] head(Request request, Origin origin, @Nullable HttpProxy proxy) {
    return proxy == null || origin.secure()
        ? RequestHead.post(request, origin, false, null)
        : RequestHead.post(request, origin, true, proxy.authorization());
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    inFlight.forEach(attempt -> attempt.abort(Ending.CLOSED));
    idle.close();
  }
}
