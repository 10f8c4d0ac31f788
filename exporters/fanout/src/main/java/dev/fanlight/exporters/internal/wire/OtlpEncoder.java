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

/** Spans to OTLP bytes; one thread. */
final class OtlpEncoder implements ChunkedEncoder {

  /*
   * The SDK has no public marshaller. The bytes are those of the newest stock exporter, which a test compares with, on every
   * SDK; OtlpFields has the table. Resources and scopes come in order of first appearance, where the stock exporter takes the
   * order of a hash. Public API of SDK 1.49 and later is all that is used.
   *
   * Memory: one message in chunks of 64 KiB, which is the share of HeapBudget for it; the batcher closes a batch before it
   * grows larger. What is kept for the next batch is bounded, see MessageBuffer, AttributeKeyCache and OtlpOriginWriter.
   */
  private final MessageBuffer out = new MessageBuffer();
  private final OtlpAttributeWriter attributes = new OtlpAttributeWriter(out);
  private final OtlpOriginWriter origins = new OtlpOriginWriter(out, attributes);
  private final OtlpSpanWriter spanWriter = new OtlpSpanWriter(out, attributes);

  /** A batch over 64 MiB is encoded in halves: two messages one after the other are one. */
  @Override
  public EncodedBatch encode(Collection<SpanData> spans) {
    List<SpanData> list = spans instanceof List<SpanData> given ? given : new ArrayList<>(spans);
    try {
      byte[] bytes = encodeInChunks(list).toByteArray();
      out.clear();
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
    boolean isComplete = false;
    try {
      out.clear();
      List<SpanGroups.OfResource> resources = SpanGroups.of(spans);
      for (int i = resources.size() - 1; i >= 0; i--) {
        write(resources.get(i));
      }
      isComplete = true;
      return out;
    } finally {
      attributes.clear();
      if (!isComplete) {
        out.clear();
      }
    }
  }

  private void write(SpanGroups.OfResource group) {
    int end = out.size();
    origins.text(OtlpFields.RESOURCE_SCHEMA_URL, group.resource.getSchemaUrl());
    for (int i = group.scopes.size() - 1; i >= 0; i--) {
      write(group.scopes.get(i));
    }
    origins.resource(group.resource);
    out.head(OtlpFields.RESOURCE_SPANS, end);
  }

  private void write(SpanGroups.OfScope group) {
    int end = out.size();
    origins.text(OtlpFields.SCOPE_SCHEMA_URL, group.scope.getSchemaUrl());
    for (int i = group.spans.size() - 1; i >= 0; i--) {
      spanWriter.write(group.spans.get(i));
    }
    origins.scope(group.scope);
    out.head(OtlpFields.SCOPE_SPANS, end);
  }
}
