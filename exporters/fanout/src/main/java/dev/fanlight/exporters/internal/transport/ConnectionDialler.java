/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.transport.ExchangeAttempt.Step;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens a connection: look-up, connect, tunnel through the proxy, TLS. */
final class ConnectionDialler {

  private final LookUps lookUps;
  private final Clock clock;
  private final Duration connectTimeout;
  private final TlsContexts tls;
  private final ProxyRoute route;
  private final HttpVersion version;

  ConnectionDialler(
      LookUps lookUps,
      Clock clock,
      Duration connectTimeout,
      TlsContexts tls,
      ProxyRoute route,
      HttpVersion version) {
    this.lookUps = lookUps;
    this.clock = clock;
    this.connectTimeout = connectTimeout;
    this.tls = tls;
    this.route = route;
    this.version = version;
  }

  /** Opens a new connection to the attempt's origin; closes everything that it opened if it fails. */
  Connection dial(ExchangeAttempt attempt) throws IOException, InterruptedException {
    HttpProxy proxy = route.to(attempt.origin());
    SocketChannel channel = proxy == null ? direct(attempt) : viaProxy(proxy, attempt);
    try {
      return dressed(channel, proxy, attempt);
    } catch (Throwable e) {
      ExchangeAttempt.closeQuietly(channel);
      throw e;
    }
  }

  private SocketChannel direct(ExchangeAttempt attempt) throws IOException, InterruptedException {
    attempt.enter(Step.LOOK_UP);
    InetAddress[] addresses = lookUps.resolve(attempt.origin().host(), attempt);
    attempt.enter(Step.CONNECT);
    return connect(addresses, attempt.origin().port(), attempt);
  }

  private SocketChannel viaProxy(HttpProxy via, ExchangeAttempt attempt)
      throws IOException, InterruptedException {
    attempt.enter(Step.PROXY);
    InetAddress[] addresses = lookUps.resolve(via.origin().host(), attempt);
    return connect(addresses, via.origin().port(), attempt);
  }

  /** Tries every address in turn; each gets its share of the time left, so that a dead one leaves some to the next. */
  private SocketChannel connect(InetAddress[] addresses, int port, ExchangeAttempt attempt)
      throws IOException {
    IOException last = new IOException("the host has no address");
    for (int i = 0; i < addresses.length; i++) {
      long left = attempt.deadlineNanos() - clock.nanoTime();
      long share = left / (addresses.length - i + 1); // the exchange itself counts as one more
      try {
        return connect(new InetSocketAddress(addresses[i], port), share, attempt);
      } catch (IOException e) {
        last = e;
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    throw last;
  }

  private SocketChannel connect(InetSocketAddress address, long shareNanos, ExchangeAttempt attempt)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      attempt.hold(channel);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      long millis = Math.min(connectTimeout.toMillis(), TimeUnit.NANOSECONDS.toMillis(shareNanos));
      channel.socket().connect(address, (int) Math.max(1, millis));
      return channel;
    } catch (Throwable e) {
      ExchangeAttempt.closeQuietly(channel);
      throw e;
    }
  }

  private Connection dressed(
      SocketChannel channel, @Nullable HttpProxy proxy, ExchangeAttempt attempt)
      throws IOException {
    Origin origin = attempt.origin();
    PeerSocket socket = new PeerSocket(channel);
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    if (proxy != null && (origin.secure() || version == HttpVersion.HTTP_2)) {
      proxy.openTunnel(origin, in, out);
    }
    if (!origin.secure()) {
      return new Connection(origin, channel, socket, null, proxy, in, out, clock.nanoTime());
    }
    attempt.enter(Step.HANDSHAKE);
    attempt.offersClientCertificate(tls.hasClientCertificate());
    TlsContexts.Material material = tls.current();
    SSLSocket secured = material.handshake(socket, origin, version);
    return new Connection(
        origin,
        channel,
        socket,
        material,
        proxy,
        secured.getInputStream(),
        secured.getOutputStream(),
        clock.nanoTime());
  }

  /** Returns true if a new connection would be made with the same certificates. */
  @SuppressWarnings("ReferenceEquality") // one object for as long as the files stay as they are
  boolean wouldDialLike(Connection connection) {
    try {
      return connection.tls() == null || connection.tls() == tls.current();
    } catch (IOException unreadable) {
      return true; // a new one could not be made at all
    }
  }
}
