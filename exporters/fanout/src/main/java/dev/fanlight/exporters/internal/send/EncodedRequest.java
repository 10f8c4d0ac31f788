/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import java.util.Objects;

/** The body of one request; takes the array over. */
public final class EncodedRequest {

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
  public EncodedRequest(byte[] body, int spans, String encoding) {
    this.body = Objects.requireNonNull(body, "body");
    this.spans = spans;
    this.encoding = encoding;
  }

  /** Returns the bytes, which are not a copy. */
  public byte[] body() {
    return body;
  }

  /** Returns the number of spans; at least 1. */
  public int spans() {
    return spans;
  }

  /** Returns the HTTP content coding. */
  public String encoding() {
    return encoding;
  }
}
