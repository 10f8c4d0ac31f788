/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.settings.TransportCheck;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens transports and owns their shared parts: one watchdog thread ({@code fanlight-watchdog}), the look-ups under
 * way, and the JVM's trusted authorities, read with the first connection that needs them. Any thread.
 */
public final class Transports implements AutoCloseable {

  /** Opens a transport and closes it again. */
  public static final TransportCheck CHECK =
      new TransportCheck() { // a lambda is four classes to a start
        @Override
        public void check(TransportSettings settings, boolean isGrpc) {
          try (Transports transports = new Transports(Clock.getDefault())) {
            Transport opened = isGrpc ? transports.grpc(settings) : transports.http(settings);
            opened.close();
          }
        }
      };

  private final Clock clock;
  private final Watchdog watchdog;
  private final LookUps lookUps;
  private final TlsContexts systemTls = new TlsContexts(null, null, null);
  private final Object lock = new Object();

  @GuardedBy("lock") private final List<Transport> open = new ArrayList<>();

  @GuardedBy("lock") private boolean closed;

  /** Creates an opener without a thread; the watchdog starts with the first request. */
  public Transports(Clock clock) {
    this(clock, InetAddress::getAllByName, Threads.OURS);
  }

  Transports(Clock clock, LookUps.Resolver resolver, Threads threads) {
    this.clock = clock;
    this.watchdog = new Watchdog(clock, threads);
    this.lookUps = new LookUps(resolver, threads);
  }

  /**
   * A transport of HTTP/1.1. Touches no network; the caller may close it, and {@link #close} does.
   *
   * @throws IllegalArgumentException if a certificate or key cannot be read, or the proxy's address is not valid
   */
  public Transport http(TransportSettings settings) {
    return opened(settings, HttpVersion.HTTP_1_1);
  }

  /**
   * Opens a transport of OTLP over gRPC: a request's path is the trace service's, for any path of its URI; its body is
   * the message, coded as its content-encoding says. Answers come as the HTTP status that means the same, beside the
   * code's name. Touches no network.
   *
   * @throws IllegalArgumentException if a certificate or key cannot be read, or the proxy's address is not valid
   */
  public Transport grpc(TransportSettings settings) {
    return opened(settings, HttpVersion.HTTP_2);
  }

  private Transport opened(TransportSettings settings, HttpVersion version) {
    TlsContexts tls = tls(settings);
    HttpProxy proxy = settings.proxy() == null ? null : new HttpProxy(settings.proxy());
    ConnectionDialler dialler = new ConnectionDialler(
        lookUps, clock, settings.connectTimeout(), tls, new ProxyRoute(proxy), version);
    return kept(new HttpTransport(clock, watchdog, dialler, version));
  }

  private TlsContexts tls(TransportSettings settings) {
    if (settings.trustedCertificates() == null && settings.clientCertificate() == null) {
      return systemTls;
    }
    TlsContexts tls = new TlsContexts(
        settings.trustedCertificates(), settings.clientCertificate(), settings.clientKey());
    tls.check();
    return tls;
  }

  private Transport kept(Transport transport) {
    synchronized (lock) {
      if (closed) {
        transport.close();
      } else {
        open.removeIf(Transport::isClosed); // a reload closes its own
        open.add(transport);
      }
    }
    return transport;
  }

  /** Closes every transport, then the watchdog; idempotent, and never waits for the network. */
  @Override
  public void close() {
    List<Transport> last;
    synchronized (lock) {
      closed = true;
      last = List.copyOf(open);
      open.clear();
    }
    last.forEach(Transport::close);
    watchdog.close();
  }
}
