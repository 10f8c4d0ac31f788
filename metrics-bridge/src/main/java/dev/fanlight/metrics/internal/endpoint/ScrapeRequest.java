/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parsed head of a request.
 *
 * @param method method as sent
 * @param path decoded path
 * @param query query, not decoded; null if there is none
 * @param host host of an absolute target or of {@code Host}; null if the request has no host
 * @param isPersistent whether the connection may stay open after the answer
 * @param hasBody whether bytes of a body follow
 * @param headers values by lower-case name
 */
record ScrapeRequest(
    String method,
    String path,
    @Nullable String query,
    @Nullable String host,
    boolean isPersistent,
    boolean hasBody,
    Map<String, List<String>> headers)
    implements ReadResult {
  List<String> all(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  @Nullable String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? null : all.get(0);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }
}
