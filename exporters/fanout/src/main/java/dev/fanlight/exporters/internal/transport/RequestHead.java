/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Request line and header fields of a request, as bytes. */
final class RequestHead {

  /**
   * The fields that frame the request: with a second one of these, the peer reads another request than was written.
   */
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection");

  private RequestHead() {}

  /**
   * The head of a POST.
   *
   * @param isAbsolute whether the request line names the whole URI, as a proxy wants it
   * @param proxyAuthorization the value of that field, or null
   */
  static byte[] post(
      Request request, Origin origin, boolean isAbsolute, @Nullable String proxyAuthorization) {
    StringBuilder head = new StringBuilder(512).append("POST ");
    if (isAbsolute) {
      head.append("http://").append(origin.hostHeader());
    }
    String path = request.uri().getRawPath();
    head.append(path == null || path.isEmpty() ? "/" : path);
    if (request.uri().getRawQuery() != null) {
      head.append('?').append(request.uri().getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(host(request, origin));
    for (Map.Entry<String, String> field : request.headers().entrySet()) {
      if (!OURS.contains(field.getKey().toLowerCase(Locale.ROOT))) {
        head.append("\r\n").append(field.getKey()).append(": ").append(field.getValue());
      }
    }
    return ended(
        head.append("\r\nContent-Length: ").append(request.body().length), proxyAuthorization);
  }

  private static String host(Request request, Origin origin) {
    for (Map.Entry<String, String> field : request.headers().entrySet()) {
      if (field.getKey().equalsIgnoreCase("host")) {
        return field.getValue();
      }
    }
    return origin.hostHeader();
  }

  /** The head of a CONNECT. */
  static byte[] connect(Origin origin, @Nullable String proxyAuthorization) {
    StringBuilder head = new StringBuilder(256).append("CONNECT ").append(origin.authority());
    return ended(head.append(" HTTP/1.1\r\nHost: ").append(origin.authority()), proxyAuthorization);
  }

  private static byte[] ended(StringBuilder head, @Nullable String proxyAuthorization) {
    if (proxyAuthorization != null) {
      head.append("\r\nProxy-Authorization: ").append(proxyAuthorization);
    }
    return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
