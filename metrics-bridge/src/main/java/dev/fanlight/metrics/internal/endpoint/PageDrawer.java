/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answers to requests for pages beside the metrics. Any thread. */
final class PageDrawer {
  /*
   * The metrics of an open port are for everyone who can reach it, as with every exporter of metrics. The pages say more: the
   * vendors, their hosts and their answers. So a port beyond loopback has them only with a password, or if the pages were
   * given an address of their own.
   */
  private static final HttpAnswer OPEN_PORT = HttpAnswer.text(
      403,
      "The status page is not shown on a port beyond loopback without a password. Set metrics.basic_auth, or give the page"
          + " a port of its own: status.port, and status.host if it is to be reached from other machines.\n");

  private final Supplier<@Nullable Pages> pages;
  private final boolean isOpenPort;

  /**
   * A drawer.
   *
   * @param isOpenPort whether only the public pages may be shown
   */
  PageDrawer(Supplier<@Nullable Pages> pages, boolean isOpenPort) {
    this.pages = pages;
    this.isOpenPort = isOpenPort;
  }

  boolean has(String path) {
    Pages now = pages.get();
    return now != null && now.has(path);
  }

  boolean isPublic(String path) {
    Pages now = pages.get();
    return now != null && now.isPublic(path);
  }

  /** Returns the page; null if there is none at the path any more. */
  @Nullable HttpAnswer answer(ScrapeRequest request) {
    Pages now = pages.get();
    if (now == null || !now.has(request.path())) {
      return null;
    }
    if (isOpenPort && !now.isPublic(request.path())) {
      return OPEN_PORT;
    }
    Pages.Page page = now.create(request.path(), request.all("Accept"));
    Map<String, String> headers = new LinkedHashMap<>(page.headers());
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    return new HttpAnswer(page.status(), headers, page.text().getBytes(StandardCharsets.UTF_8));
  }
}
