/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.List;

/** The wire format Zipkin v2 JSON: each request is one array of spans, for {@code POST /api/v2/spans}. */
public final class ZipkinWireFormat implements WireFormat {

  /** Creates the wire format; called by {@link java.util.ServiceLoader}. */
  public ZipkinWireFormat() {}

  @Override
  public String name() {
    return "zipkin";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public Encoder newEncoder() {
    return new ZipkinEncoder(LocalAddress.find());
  }

  @Override
  public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
    if (batch.spans() <= maxSpans && batch.bytes().length <= maxBytes) {
      return List.of(batch);
    }
    return array(batch).slice(maxSpans, maxBytes);
  }

  @Override
  public EncodedBatch part(EncodedBatch batch, int from, int to) {
    return from == 0 && to == batch.spans() ? batch : array(batch).part(from, to);
  }

  private static JsonArray array(EncodedBatch batch) {
    JsonArray array = JsonArray.of(batch.bytes());
    if (array.size() != batch.spans()) {
      throw new IllegalArgumentException("not a valid Zipkin message: " + array.size()
          + " spans found, " + batch.spans() + " expected; the bytes were changed after encoding");
    }
    return array;
  }

  @Override
  public EncodedBatch join(List<EncodedBatch> batches) {
    return batches.size() == 1 ? batches.get(0) : JsonArray.join(batches);
  }
}
