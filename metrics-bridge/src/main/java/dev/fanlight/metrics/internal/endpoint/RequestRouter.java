/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import org.jspecify.annotations.Nullable;

/** The answers without metrics: to health probes, and to requests that are refused. Immutable. */
final class RequestRouter {
  private static final String HEALTH = "/healthz";
  private static final HttpAnswer HEALTHY = HttpAnswer.text(200, "ok\n");

  private final String metricsPath;
  private final HostPolicy hosts;

  RequestRouter(String metricsPath, HostPolicy hosts) {
    this.metricsPath = metricsPath;
    this.hosts = hosts;
  }

  /** Returns the answer; null for a scrape. */
  @Nullable HttpAnswer answer(ScrapeRequest request) {
    if (!hosts.allows(request.host())) {
      return HttpAnswer.text(
          421,
          "This endpoint listens on loopback and answers requests for localhost, 127.0.0.1, [::1] and the value of"
              + " metrics.host only. Send one of them as Host.\n");
    }
    boolean isHealth = request.path().equals(HEALTH);
    if (!isHealth && !request.path().equals(metricsPath)) {
      return HttpAnswer.text(404, "Not found. The metrics are at the path of metrics.path.\n");
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
