/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.List;
import java.util.Objects;

/** A batch as the vendors of one view read it: the bytes for the wire, and the counts for the ledger. */
public final class BatchRecord {

  private final String view;
  private final Format format;
  private final long appendedEpochNanos;
  private final int spans;
  private final List<Body> bodies;
  private final int sizeInBytes;

  /**
   * A record.
   *
   * @param view identity of the view it was encoded for
   * @param format how to read the bodies
   * @param appendedEpochNanos when it was encoded; expiry counts from here
   * @param spans how many spans each body holds; at least 1
   * @param bodies the full body first, then the shortened ones for vendors with an attribute limit
   */
  public BatchRecord(
      String view, Format format, long appendedEpochNanos, int spans, List<Body> bodies) {
    this.view = Objects.requireNonNull(view, "view");
    this.format = Objects.requireNonNull(format, "format");
    this.appendedEpochNanos = appendedEpochNanos;
    this.spans = spans;
    this.bodies = List.copyOf(bodies);
    int size = 0;
    for (Body body : bodies) {
      size += body.bytes().length;
    }
    this.sizeInBytes = size;
  }

  /** Identity of the view it was encoded for. */
  public String view() {
    return view;
  }

  /** Returns the format of the bodies. */
  public Format format() {
    return format;
  }

  /** Returns the time of its encoding. */
  public long appendedEpochNanos() {
    return appendedEpochNanos;
  }

  /** Returns the number of spans in each body. */
  public int spans() {
    return spans;
  }

  /** Returns the size of all bodies together. */
  public int sizeInBytes() {
    return sizeInBytes;
  }

  /** The full body first. */
  public List<Body> bodies() {
    return bodies;
  }

  /**
   * Returns the body for a vendor that takes attribute values of at most {@code attributeLimit} characters: the one
   * that was shortened to it, else the full one; all its values are within the limit then.
   */
  public Body bodyFor(int attributeLimit) {
    for (Body body : bodies) {
      if (body.attributeLimit() == attributeLimit) {
        return body;
      }
    }
    return bodies.get(0);
  }

  /**
   * The format of a body.
   *
   * @param wire the wire's name
   * @param encoding the HTTP content coding, {@code identity} or {@code gzip}
   */
  public record Format(String wire, String encoding) {}

  /** The bytes of one request, compressed as the view says. */
  public static final class Body {

    private final byte[] bytes;
    private final int messageBytes;
    private final int attributeLimit;

    /**
     * A body; takes the array over.
     *
     * @param bytes as they go on the wire
     * @param messageBytes their length before compression
     * @param attributeLimit longest attribute value in it, or {@link Integer#MAX_VALUE} if no value was shortened
     */
    public Body(byte[] bytes, int messageBytes, int attributeLimit) {
      this.bytes = Objects.requireNonNull(bytes, "bytes");
      this.messageBytes = messageBytes;
      this.attributeLimit = attributeLimit;
    }

    /** As they go on the wire; not a copy. */
    public byte[] bytes() {
      return bytes;
    }

    /** Length before compression. */
    public int messageBytes() {
      return messageBytes;
    }

    /** Longest attribute value in it. */
    public int attributeLimit() {
      return attributeLimit;
    }
  }
}
