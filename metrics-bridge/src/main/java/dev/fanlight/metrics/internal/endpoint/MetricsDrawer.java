/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import dev.fanlight.metrics.internal.text.WarningLimiter;
import io.opentelemetry.sdk.common.Clock;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Creates the answer to a scrape, or to a request for another page. Any thread; it may block in the supplier of the password and in the application's collectors. */
final class MetricsDrawer {
  /** The answer after an unexpected error. */
  static final HttpAnswer FAILED =
      HttpAnswer.text(500, "A metric could not be created; the log names the cause.\n");

  private static final Logger logger = Logger.getLogger(MetricsDrawer.class.getName());
  private static final HttpAnswer UNAUTHORIZED = HttpAnswer.text(
          401, "Send the user and the password of metrics.basic_auth.\n")
      .with("WWW-Authenticate", "Basic realm=\"metrics\"");

  private final @Nullable BasicAuth auth;
  private final PageDrawer pages;
  private final PrometheusScrapeHandler handler;
  private final WarningLimiter warnings;

  MetricsDrawer(
      @Nullable BasicAuth auth, PageDrawer pages, PrometheusRegistry registry, Clock clock) {
    this.auth = auth;
    this.pages = pages;
    this.warnings = new WarningLimiter(logger, clock);
    this.handler = new PrometheusScrapeHandler(registry);
  }

  boolean isProtected() {
    return auth != null;
  }

  /** Returns the metrics or the page, 401, 403 or 500; exceptions of collectors are logged. */
  HttpAnswer answer(ScrapeRequest request) {
    try {
      BasicAuth required = pages.isPublic(request.path()) ? null : auth;
      if (required != null && !required.allows(request.first("Authorization"))) {
        return UNAUTHORIZED;
      }
      HttpAnswer page = pages.answer(request);
      if (page != null) {
        return page;
      }
      var scrape = new ScrapeExchange(request, this);
      handler.handleRequest(scrape);
      return scrape.answer();
    } catch (IOException | RuntimeException | Error e) {
      return failed(e);
    }
  }

  /** Reports a failure. */
  HttpAnswer failed(Throwable e) {
    warnings.warn("A metric could not be drawn; this scrape is answered with 500", e);
    return FAILED;
  }
}
