/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.util.List;

/** The names of HTTP/2's error codes (RFC 9113, 7). */
final class Http2ErrorCodes {

  static final int NO_ERROR = 0;
  static final int REFUSED_STREAM = 7;

  private static final List<String> NAMES = List.of(
      "NO_ERROR",
      "PROTOCOL_ERROR",
      "INTERNAL_ERROR",
      "FLOW_CONTROL_ERROR",
      "SETTINGS_TIMEOUT",
      "STREAM_CLOSED",
      "FRAME_SIZE_ERROR",
      "REFUSED_STREAM",
      "CANCEL",
      "COMPRESSION_ERROR",
      "CONNECT_ERROR",
      "ENHANCE_YOUR_CALM",
      "INADEQUATE_SECURITY",
      "HTTP_1_1_REQUIRED");

  private Http2ErrorCodes() {}

  /** Returns the name, or the number if the code has none. */
  static String name(int code) {
    return code >= 0 && code < NAMES.size() ? NAMES.get(code) : String.valueOf(code);
  }
}
