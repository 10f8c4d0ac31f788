/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.List;

/** OTLP as protobuf: one ExportTraceServiceRequest a message, over HTTP and gRPC alike. */
public final class OtlpWire implements WireFormat {

  private static final String PROTOBUF = "application/x-protobuf";

  /** For {@link java.util.ServiceLoader}. */
  public OtlpWire() {}

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public String contentType() {
    return PROTOBUF;
  }

  @Override
  public Encoder newEncoder() {
    return new OtlpEncoder();
  }

  @Override
  public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
    if (batch.spans() <= maxSpans && batch.bytes().length <= maxBytes) {
      return List.of(batch);
    }
    List<EncodedBatch> parts = new OtlpSlicer(batch.bytes(), maxSpans, maxBytes).slice();
    checkSpans(batch, parts.stream().mapToInt(EncodedBatch::spans).sum());
    return parts;
  }

  @Override
  public EncodedBatch part(EncodedBatch batch, int from, int to) {
    if (from == 0 && to == batch.spans()) {
      return batch;
    }
    OtlpSlicer slicer = new OtlpSlicer(batch.bytes(), Integer.MAX_VALUE, Integer.MAX_VALUE);
    EncodedBatch part = slicer.part(from, to);
    checkSpans(batch, slicer.spans());
    return part;
  }

  private static void checkSpans(EncodedBatch batch, int found) {
    if (found != batch.spans()) {
      throw new IllegalArgumentException("not the OTLP message it is said to be: " + found
          + " spans found, " + batch.spans() + " expected; it was damaged after it was encoded");
    }
  }

  /** Messages one after the other are one message: all that repeats is the repeated field. */
  @Override
  public EncodedBatch join(List<EncodedBatch> batches) {
    return EncodedBatches.concatenated(batches);
  }

  @Override
  public Refusal refusal(String contentType, byte[] body) {
    return body.length == 0 ? Refusal.NONE : PartialSuccess.parse(body);
  }
}
