/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.MetricsServer;
import dev.fanlight.metrics.internal.endpoint.Pages;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import dev.fanlight.metrics.internal.text.ForeignMessage;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The running section {@code status}: it sees no span, and serves the page until it is shut down. Any thread. */
public final class StatusProcessor implements SpanProcessor {

  /** Path of the page. */
  public static final String PATH = StatusPages.PAGE;

  private static final Logger logger = Logger.getLogger(StatusProcessor.class.getName());

  private final Supplier<@Nullable MetricsServer> server;
  private final Runnable end;

  private StatusProcessor(Supplier<@Nullable MetricsServer> server, Runnable end) {
    this.server = server;
    this.end = end;
  }

  /**
   * Serves the page at an endpoint of its own.
   *
   * @throws UncheckedIOException if the port cannot be opened
   */
  public static StatusProcessor withOwnEndpoint(
      Supplier<StatusSnapshot> status, EndpointSettings settings) {
    try {
      MetricsServer opened = MetricsServer.open(settings, pages(status), Clock.getDefault());
      return new StatusProcessor(() -> opened, opened::close);
    } catch (IOException e) {
      throw new UncheckedIOException(unopened(settings, e), e);
    }
  }

  /** Serves the page at the endpoint of the metrics; at its own while there is none. */
  public static StatusProcessor shared(
      Supplier<StatusSnapshot> status, EndpointSettings own, SharedEndpoint endpoint) {
    Pages pages = pages(status);
    endpoint.attach(pages, () -> open(own, pages));
    return new StatusProcessor(endpoint::own, endpoint::detach);
  }

  /** The first snapshot starts the history: it is there before the first reader. */
  private static Pages pages(Supplier<StatusSnapshot> status) {
    StatusSnapshot unused = status.get();
    return new StatusPages(status);
  }

  private static @Nullable MetricsServer open(EndpointSettings settings, Pages pages) {
    try {
      return MetricsServer.open(settings, pages, Clock.getDefault());
    } catch (IOException e) {
      logger.warning(unopened(settings, e));
      return null;
    }
  }

  private static String unopened(EndpointSettings settings, IOException e) {
    return "/fanlight is not served: port " + settings.port() + " cannot be opened ("
        + ForeignMessage.of(e)
        + "). Check status.host; set status.port to a free port, or 0 for any.";
  }

  /** Returns the port of the page's own; 0 if it has none now. */
  int port() {
    MetricsServer own = server.get();
    return own == null ? 0 : own.port();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }

  @Override
  public CompletableResultCode shutdown() {
    end.run();
    return CompletableResultCode.ofSuccess();
  }
}
