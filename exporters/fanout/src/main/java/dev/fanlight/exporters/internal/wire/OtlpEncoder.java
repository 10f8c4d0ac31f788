/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.EncodedBatch;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spans to OTLP bytes; one thread. */
final class OtlpEncoder implements ChunkedEncoder {

  /*
   * The SDK has no public marshaller. The bytes equal the bytes of the newest stock exporter, on every SDK, and a test
   * compares them; OtlpFields has the table. Resources and scopes come in order of first appearance, where the stock
   * exporter takes the order of a hash. Public API of SDK 1.49 and later is all that is used.
   *
   * Memory: one message in chunks of 64 KiB, which is the share of HeapBudget for it; the batcher closes a batch
   * before it grows larger. The memory kept for the next batch is bounded, see MessageBuffer, AttributeKeyCache and
   * OtlpOriginWriter.
   *
   * The writer is created with the first batch, on the batcher's thread: the application waits for the start, and each class
   * costs a cold start half a millisecond.
   */
  private @Nullable OtlpMessageWriter writer;

  /** A batch over 64 MiB is encoded in halves: two messages one after the other are one. */
  @Override
  public EncodedBatch encode(Collection<SpanData> spans) {
    List<SpanData> list = spans instanceof List<SpanData> given ? given : new ArrayList<>(spans);
    try {
      MessageBuffer message = encodeInChunks(list);
      byte[] bytes = message.toByteArray();
      message.clear();
      return new EncodedBatch(bytes, spans.size());
    } catch (MessageBuffer.TooLargeException e) {
      if (list.size() < 2) {
        throw e;
      }
      int half = list.size() / 2;
      return EncodedBatches.concatenated(
          List.of(encode(list.subList(0, half)), encode(list.subList(half, list.size()))));
    }
  }

  @Override
  public MessageBuffer encodeInChunks(List<SpanData> spans) {
    if (writer == null) {
      writer = new OtlpMessageWriter();
    }
    return writer.write(spans);
  }
}
