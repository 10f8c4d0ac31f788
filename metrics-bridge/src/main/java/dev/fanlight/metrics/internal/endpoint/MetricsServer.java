/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The listener of {@code /metrics}, {@code /healthz} and the pages of other sections. Any thread. */
public final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 4_096; // maximum number of connections that wait in the kernel
  private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final InetSocketAddress address;
  private final EndpointLoop loop;
  private final Thread thread;

  private MetricsServer(InetSocketAddress address, EndpointLoop loop) {
    this.address = address;
    this.loop = loop;
    this.thread = new Thread(loop, "fanlight-metrics-endpoint");
    thread.setDaemon(true);
  }

  /**
   * Opens the port and starts to serve the metrics, and the shared pages if there are any.
   *
   * @throws IOException if the port cannot be opened
   */
  public static MetricsServer open(
      EndpointSettings settings, PrometheusRegistry registry, SharedEndpoint shared, Clock clock)
      throws IOException {
    return open(settings, settings.path(), registry, shared::pages, false, clock);
  }

  /**
   * Opens the port and starts to serve these pages, without metrics. The path of the settings is not used.
   *
   * @throws IOException if the port cannot be opened
   */
  public static MetricsServer open(EndpointSettings settings, Pages pages, Clock clock)
      throws IOException {
    return open(settings, null, new PrometheusRegistry(), () -> pages, true, clock);
  }

  private static MetricsServer open(
      EndpointSettings settings,
      @Nullable String metricsPath,
      PrometheusRegistry registry,
      Supplier<@Nullable Pages> pages,
      boolean isPagesOwnPort,
      Clock clock)
      throws IOException {
    var address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw new IOException("Unresolved address");
    }
    Selector selector = Selector.open();
    ServerSocketChannel listener = null;
    try {
      listener = ServerSocketChannel.open();
      listener.bind(address, BACKLOG).configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      var bound = (InetSocketAddress) listener.getLocalAddress();
      boolean isLoopback = bound.getAddress().isLoopbackAddress();
      var hosts = new HostPolicy(isLoopback, settings.host());
      boolean isOpenPort = !isLoopback && !isPagesOwnPort && settings.auth() == null;
      var drawer = new PageDrawer(pages, isOpenPort);
      var loop = new EndpointLoop(
          listener,
          selector,
          settings.tls(),
          new RequestRouter(metricsPath, drawer::has, hosts),
          new MetricsDrawer(settings.auth(), drawer, registry, clock),
          ScrapeQueue.threads(),
          clock);
      var opened = new MetricsServer(bound, loop);
      opened.thread.start();
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      if (listener != null) {
        listener.close();
      }
      selector.close();
      throw e;
    }
  }

  /** Returns the open port. */
  public int port() {
    return address.getPort();
  }

  /** Tells whether the port can be reached from this machine only. */
  public boolean isLoopback() {
    return address.getAddress().isLoopbackAddress();
  }

  /** Closes the port and all connections. Takes at most two seconds. */
  @Override
  public void close() {
    loop.close();
    boolean isInterrupted = Thread.interrupted(); // the port has to be free for the next server
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
