/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import java.util.Map;

/**
 * The head of a request.
 *
 * @param method as it was sent
 * @param path without a query
 * @param headers by their names in lower case; several of one name have commas between
 * @param isHttp11 false for HTTP/1.0
 */
public record ReceivedHead(
    String method, String path, Map<String, String> headers, boolean isHttp11) {

  /** Copies the map. */
  public ReceivedHead {
    headers = Map.copyOf(headers);
  }

  /** Returns the value of a header; empty if it is absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isChunked() {
    return headers.containsKey("transfer-encoding");
  }

  /** Returns the length of the body; 0 if it is absent, or comes in chunks. */
  long contentLength() {
    return Long.parseLong(headers.getOrDefault("content-length", "0"));
  }

  boolean keepsAlive() {
    String connection = header("connection").toLowerCase(java.util.Locale.ROOT);
    return isHttp11 ? !connection.contains("close") : false;
  }
}
