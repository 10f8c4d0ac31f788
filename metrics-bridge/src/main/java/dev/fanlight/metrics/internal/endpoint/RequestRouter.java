/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The answers that need no drawing: to health probes, and to requests that are refused. Immutable. */
final class RequestRouter {
  private static final String HEALTH = "/healthz";
  private static final HttpAnswer HEALTHY = HttpAnswer.text(200, "ok\n");

  private final @Nullable String metricsPath;
  private final Predicate<String> pages;
  private final HostPolicy hosts;

  /**
   * A router.
   *
   * @param metricsPath null if the endpoint has no metrics
   * @param pages whether there is another page at a path
   */
  RequestRouter(@Nullable String metricsPath, Predicate<String> pages, HostPolicy hosts) {
    this.metricsPath = metricsPath;
    this.pages = pages;
    this.hosts = hosts;
  }

  /** Returns the answer; null for a request that needs a drawing: a scrape, or another page. */
  @Nullable HttpAnswer answer(ScrapeRequest request) {
    if (!hosts.allows(request.host())) {
      return HttpAnswer.text(
          421,
          "This endpoint listens on loopback and answers requests for localhost, 127.0.0.1, [::1] and the value of"
              + " metrics.host only. Send one of them as Host.\n");
    }
    boolean isHealth = request.path().equals(HEALTH);
    if (!isHealth && !request.path().equals(metricsPath) && !pages.test(request.path())) {
      return HttpAnswer.text(
          404,
          metricsPath == null
              ? "Not found. The status is at /fanlight.\n"
              : "Not found. The metrics are at the path of metrics.path.\n");
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return HttpAnswer.text(405, "Only GET and HEAD are supported.\n").with("Allow", "GET, HEAD");
    }
    if (request.hasBody()) {
      return HttpAnswer.text(413, "Send the request without a body.\n");
    }
    return isHealth ? HEALTHY : null;
  }
}
