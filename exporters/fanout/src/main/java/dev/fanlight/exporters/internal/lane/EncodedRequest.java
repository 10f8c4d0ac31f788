/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.util.Objects;

/** The body of one request; takes the array over. */
final class EncodedRequest {

  private final byte[] body;
  private final int spans;
  private final String encoding;

  /**
   * A request.
   *
   * @param body as it goes on the wire
   * @param spans how many it holds; at least 1
   * @param encoding the HTTP content coding
   */
  EncodedRequest(byte[] body, int spans, String encoding) {
    this.body = Objects.requireNonNull(body, "body");
    this.spans = spans;
    this.encoding = encoding;
  }

  byte[] body() {
    return body;
  }

  int spans() {
    return spans;
  }

  String encoding() {
    return encoding;
  }
}
