/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;
import java.util.List;

/**
 * A wire format: spans to bytes once, and afterwards bytes to larger or smaller bytes, when the spans are gone.
 *
 * <p>Implementations are immutable and safe on any thread; an {@link Encoder} is not. Found by
 * {@link java.util.ServiceLoader} or named by a {@link Vendor}.
 */
public interface WireFormat {

  /** The name by which vendors with the same wire share bytes, for example {@code otlp}; it is kept on disk. */
  String name();

  /** The exact content type of a request, for example {@code application/x-protobuf}. */
  String contentType();

  /** A new encoder; its user confines it to one thread. */
  Encoder newEncoder();

  /**
   * Cuts a message into messages that hold the same spans in the same order.
   *
   * <p>Each part has at most {@code maxSpans} spans and at most {@code maxBytes} bytes, but never less than one span:
   * a single span that is larger than {@code maxBytes} is a part of its own.
   *
   * @param batch a message made by this wire
   * @param maxSpans at least 1
   * @param maxBytes at least 1
   * @return the parts in order; the batch itself where it already fits
   * @throws IllegalArgumentException if the bytes are not a message of this wire
   */
  List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes);

  /**
   * Returns a message with the spans from one index to another, in the same order.
   *
   * <p>The default implementation cuts the message into single spans and joins them again. A wire that can copy a range
   * of spans overrides this method.
   *
   * @param batch a message made by this wire
   * @param from index of the first span; at least 0
   * @param to index after the last span; greater than {@code from}, at most the number of spans
   * @return the batch itself if the range covers all of its spans
   * @throws IllegalArgumentException if the bytes are not a message of this wire
   * @throws IllegalStateException if cutting loses or adds spans
   * @throws UnsupportedOperationException if the message cannot be cut into single spans
   */
  default EncodedBatch part(EncodedBatch batch, int from, int to) {
    if (from == 0 && to == batch.spans()) {
      return batch;
    }
    List<EncodedBatch> singles = slice(batch, 1, Integer.MAX_VALUE);
    int found = 0;
    for (EncodedBatch single : singles) {
      found += single.spans();
    }
    if (found != batch.spans()) {
      throw new IllegalStateException("a wire made " + found + " spans of " + batch.spans());
    }
    if (singles.size() != found) {
      throw new UnsupportedOperationException("the wire cannot cut this message");
    }
    return join(singles.subList(from, to));
  }

  /**
   * Returns one message with the spans of all given messages, in order.
   *
   * @param batches messages made by this wire; at least one
   */
  EncodedBatch join(List<EncodedBatch> batches);

  /**
   * Returns the number of spans of an accepted request that the vendor rejected (OTLP's partial success).
   *
   * @param contentType the response's content type, empty if it had none
   * @param body the response's body, perhaps empty
   * @return the rejection in the body; {@link Refusal#NONE} if there is none, in any form
   */
  default Refusal refusal(String contentType, byte[] body) {
    return Refusal.NONE;
  }

  /** Turns spans into one message; used by one thread. */
  interface Encoder {

    /**
     * Encodes the spans.
     *
     * @param spans at least one; read during the call only
     */
    EncodedBatch encode(Collection<SpanData> spans);
  }

  /**
   * The rejected part of an accepted request.
   *
   * @param spans how many spans the vendor refused; at least 0
   * @param message the vendor's reason, perhaps empty
   */
  record Refusal(long spans, String message) {
    /** No span was rejected. */
    public static final Refusal NONE = new Refusal(0, "");
  }
}
