/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import dev.fanlight.metrics.internal.text.ForeignMessage;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers a scrape. Any thread; it may block in the source of the password and in the application's collectors. */
final class MetricsDrawer {
  /** The answer after a defect. */
  static final HttpAnswer FAILED =
      HttpAnswer.text(500, "A metric could not be drawn; the log says which.\n");

  private static final Logger logger = Logger.getLogger(MetricsDrawer.class.getName());
  private static final HttpAnswer UNAUTHORIZED = HttpAnswer.text(
          401, "Give the user and the password that are set as metrics.basic_auth.\n")
      .with("WWW-Authenticate", "Basic realm=\"metrics\"");

  private final @Nullable BasicAuth auth;
  private final PrometheusScrapeHandler handler;

  MetricsDrawer(@Nullable BasicAuth auth, PrometheusRegistry registry) {
    this.auth = auth;
    this.handler = new PrometheusScrapeHandler(registry);
  }

  boolean isProtected() {
    return auth != null;
  }

  /** Returns the metrics, 401 or 500; whatever a collector throws is logged. */
  HttpAnswer answer(RequestHead request) {
    try {
      if (auth != null && !auth.allows(request.first("Authorization"))) {
        return UNAUTHORIZED;
      }
      var scrape = new Scrape(request);
      handler.handleRequest(scrape);
      return scrape.answer();
    } catch (IOException | RuntimeException | Error e) {
      return failed(e);
    }
  }

  static HttpAnswer failed(Throwable e) {
    logger.log(
        Level.WARNING,
        "A metric could not be drawn; this scrape is answered with 500.",
        ForeignMessage.loggable(e));
    return FAILED;
  }
}
