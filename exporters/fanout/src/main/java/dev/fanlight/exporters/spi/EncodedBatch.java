/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.Objects;

/**
 * The spans of one request as bytes of a {@link WireFormat}, not compressed.
 *
 * <p>Takes the array over: neither side may change it afterwards.
 */
public final class EncodedBatch {

  private final byte[] bytes;
  private final int spans;

  /**
   * A batch of {@code spans} spans.
   *
   * @param bytes the message; taken over, not copied
   * @param spans how many spans it holds; at least 0
   */
  public EncodedBatch(byte[] bytes, int spans) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    if (spans < 0) {
      throw new IllegalArgumentException(
          "spans " + spans + " is negative; count the spans of the message");
    }
    this.spans = spans;
  }

  /** The message itself, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the number of spans in the message. */
  public int spans() {
    return spans;
  }

  @Override
  public String toString() {
    return "EncodedBatch{" + spans + " spans, " + bytes.length + " bytes}";
  }
}
